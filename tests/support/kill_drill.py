"""The drill `kill`: a batch run is killed at random moments and resumed, and loses no row."""

from __future__ import annotations

import random
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from grader.gradebook.database import FILE
from grader.model import Row
from support.batch_process import counted, finish, start
from support.processes import descendants, still_running
from support.small_classes import compared, rows, write_class


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """Result of a drill.

    :param examined: attempts that went to an examiner, all runs together.
    :param wrong: what must not be, a sentence each.
    """

    kills: int
    rows: int
    examined: int
    wrong: tuple[str, ...]


def undisturbed_run(folder: Path, students: int) -> float:
    """Write a class below *folder*, grade it into `whole`, and return how long that took."""
    write_class(folder / "class", students)
    began = time.monotonic()
    status, said = finish(start(folder / "log", *_words("whole"), folder=folder), 3600)
    assert status == 0, said
    assert len(counted(folder / "log")) == 3 * students
    return time.monotonic() - began


def _words(out: str) -> tuple[str, ...]:
    return "batch", "class", "--out", out, "--jobs", "2"


def disturbed_run(
    folder: Path,
    *,
    kills: int,
    draw: random.Random,
    tell: Callable[[str], object] = str,
) -> Result:
    """Grade the class into `killed`, with a SIGKILL at random moments, and go on each time.

    The moments are spread over the whole run: every fifth kill comes while it starts, each
    of the others when so many rows are there as the run would have by then, and a little later.
    """
    wrong: list[str] = []
    examined = done = 0
    total = len(_there(folder / "whole"))
    for number in range(kills):
        before = _there(folder / "killed")
        process = start(folder / "log", *_words("killed"), folder=folder)
        began = time.monotonic()
        if number % 5:
            _wait_for(process, folder / "killed", number * total // kills)
        time.sleep(draw.uniform(0.0, 1.2))
        below = descendants(process.pid)
        ended = process.poll() is not None
        process.kill()
        moment = time.monotonic() - began
        process.communicate(timeout=60)
        left = still_running(below, 5.0)
        after = _there(folder / "killed")
        seeds = counted(folder / "log")
        examined += len(seeds)
        twice = [row.student for row in before.values() if row.seed in seeds]
        lost = [place for place, row in before.items() if after.get(place) != row]
        wrong += [f"graded twice: {one}" for one in twice]
        wrong += [f"lost or changed: {place}" for place in lost]
        if left:
            wrong.append(f"{len(left)} processes outlived the run")
        wrong += [
            f"left behind: {one.name}" for one in folder.glob("grade-*") if any(one.iterdir())
        ]
        done += not ended
        tell(
            f"  killed after {moment:5.1f} s with {len(below)} processes below: {len(before)} rows "
            f"before, {len(after)} after, {len(seeds)} attempts" + (" (was done)" if ended else "")
        )
    there = _there(folder / "killed")
    status, said = finish(start(folder / "log", *_words("killed"), folder=folder), 3600)
    seeds = counted(folder / "log")
    examined += len(seeds)
    if status != 0:
        wrong.append(f"exit status {status}: {said}")
    wrong += [f"graded twice: {row.student}" for row in there.values() if row.seed in seeds]
    final, whole = _there(folder / "killed"), _there(folder / "whole")
    wrong += [
        f"not as undisturbed: {place}"
        for place in sorted({*final, *whole})
        if place not in final
        or place not in whole
        or compared(final[place]) != compared(whole[place])
    ]
    return Result(kills=done, rows=len(final), examined=examined, wrong=tuple(wrong))


def _wait_for(process: subprocess.Popen[bytes], out: Path, count: int) -> None:
    """Wait until so many rows are in a gradebook, or the run that fills it is done."""
    end = time.monotonic() + 600
    while len(_there(out)) < count and process.poll() is None:
        assert time.monotonic() < end, f"{count} rows are not there after ten minutes"
        time.sleep(0.1)


def _there(out: Path) -> dict[tuple[str, int], Row]:
    if not (out / FILE).exists():
        return {}
    return {(row.student, row.exercise): row for row in rows(out)}
