"""An examiner that is ready before the file is: same verdicts, same isolation, no trace when idle."""

from __future__ import annotations

import contextlib
import os
import queue
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from support.grading import attempt, corpus, letters, solution
from support.processes import children, eventually, guests_at_once, is_alive

from grader import course
from grader.host.examiner_process import Examiner, examine
from grader.learner.standby_examiner import (
    AHEAD,
    BackgroundGrading,
    StandbyExaminer,
)
from grader.model import Grade
from grader.submissions import from_bytes

Told = queue.SimpleQueue[tuple[BackgroundGrading, Grade | BaseException]]

COUNTER = f"""{solution(1)}

import os, sys
print("born", os.getpid(), hasattr(sys, "used"))
sys.used = True
"""


@pytest.mark.parametrize("number", list(course.slugs()))
def test_a_prepared_examiner_says_what_a_fresh_one_says(number: int) -> None:
    """On a right and a wrong answer: every verdict, finding and printed text is the same."""
    for text in (solution(number), corpus(number)[0].text):
        one = attempt(number, text)
        examiner = Examiner()
        examiner.prepare([replace(one, submission=replace(one.submission, files={}))], ahead=AHEAD)
        time.sleep(0.5)
        warm = examine([one], ahead=AHEAD, start=lambda ready=examiner: ready)[0]  # type: ignore[misc]
        cold = examine([one], ahead=1)[0]
        assert without_times(warm) == without_times(cold)


def without_times(grade: Grade) -> list[object]:
    """What a grade says, apart from how long it took."""
    return [replace(verdict, seconds=0.0) for verdict in grade.verdicts]


def test_every_check_still_gets_an_interpreter_of_its_own() -> None:
    """Started ahead or not, each has another process, and none is used twice."""
    standby, told = StandbyExaminer(lambda: "seed"), Told()
    first = course.exercise(1)
    standby.prepare(first)
    time.sleep(0.5)
    for _ in range(2):
        standby.start(first, from_bytes(COUNTER.encode(), first, label="a"), tell(told))
    pids = []
    for _ in range(2):
        run, grade = told.get(timeout=30)
        run.join()
        assert isinstance(grade, Grade)
        assert letters(grade) == "p" * 8
        said = [line for v in grade.verdicts for line in v.printed.splitlines() if "born" in line]
        assert len(said) >= 8
        assert all(line.endswith("False") for line in said), "nothing is left of another check"
        pids += [line.split()[1] for line in said]
    assert len(set(pids)) >= 16
    standby.close()


def tell(told: Told) -> Callable[[BackgroundGrading, Grade | BaseException], None]:
    """Put what is told into a queue."""
    return lambda run, result: told.put((run, result))


def test_another_exercise_than_expected_gets_an_examiner_of_its_own() -> None:
    """What was prepared for one exercise is not asked about another."""
    standby, told = StandbyExaminer(lambda: "seed"), Told()
    standby.prepare(course.exercise(1))
    second = course.exercise(2)
    standby.start(second, from_bytes(solution(2).encode(), second, label="a"), tell(told))
    _, grade = told.get(timeout=30)
    assert isinstance(grade, Grade)
    assert grade.earned == grade.possible == second.points
    standby.close()


@pytest.mark.skipif(sys.platform != "linux", reason="looks processes up in /proc")
def test_one_that_died_while_it_waited_is_replaced() -> None:
    """Killed from outside, it is no fault in anybody's grade."""
    standby, told = StandbyExaminer(lambda: "seed"), Told()
    first = course.exercise(1)
    before = set(children(os.getpid()))
    standby.prepare(first)
    (waiting,) = set(children(os.getpid())) - before
    os.kill(waiting, signal.SIGKILL)
    assert eventually(lambda: not is_alive(waiting), 10)
    standby.start(first, from_bytes(solution(1).encode(), first, label="a"), tell(told))
    _, grade = told.get(timeout=30)
    assert isinstance(grade, Grade)
    assert letters(grade) == "p" * 8
    standby.close()


@pytest.mark.skipif(sys.platform != "linux", reason="looks processes up in /proc")
def test_an_abandoned_grading_ends_and_says_nothing() -> None:
    """An endless answer, abandoned, is gone with its guests long before its time limit."""
    standby, told = StandbyExaminer(lambda: "seed", seconds=300.0), Told()
    first = course.exercise(1)
    before = set(children(os.getpid()))
    run = standby.start(first, from_bytes(b"while True: pass", first, label="a"), tell(told))
    (examiner,) = set(children(os.getpid())) - before
    assert eventually(lambda: len(children(examiner)) == guests_at_once(AHEAD), 20)
    family = [examiner, *children(examiner)]
    time.sleep(0.3)
    try:
        run.abandon()
        assert eventually(lambda: not run.is_running, 30)
        assert eventually(lambda: not any(map(is_alive, family)), 10)
        assert told.empty()
    finally:  # what fails here shall not keep the test run for as long as the limit
        for pid in filter(is_alive, family):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        run.join()
        standby.close()


def test_what_cannot_be_graded_is_raised_to_whoever_waits() -> None:
    """An interpreter that is none is a usage error here, as in every other command."""
    standby, told = StandbyExaminer(lambda: "seed", python="/bin/true"), Told()
    first = course.exercise(1)
    standby.start(first, from_bytes(b"", first, label="a"), tell(told))
    _, error = told.get(timeout=30)
    assert "not a Python" in str(error)
    standby.close()


def test_collecting_lists_no_folder_but_that_of_the_checks(tmp_path: Path) -> None:
    """What lies in /tmp, in the root or beside the kit costs nothing, however much it is."""
    script = f"""
import io, sys
sys.path.append({str(Path(course.__file__).parent.parent)!r})
listed = []
sys.addaudithook(lambda event, of: listed.append(str(of[0])) if event == "os.scandir" else None)
from pathlib import Path
from grader import course
from grader.examiner.main import ExaminerState, run_batch
from grader.model import Attempt, Submission
from grader.host.protocol import BatchRequest
one = course.exercise(1)
attempt = Attempt(exercise=one, submission=Submission(id="", label="", files={{}}), seed="s")
request = BatchRequest(attempts=(attempt,), python=sys.executable, ahead=1, limits=one.limits)
report = run_batch(request, ExaminerState(io.BytesIO(), Path({str(tmp_path)!r})), lambda: [b"x = ("])
print("LISTED", report["summary"]["total"], *listed)
"""
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env={"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    total, *listed = done.stdout.rpartition("LISTED ")[2].split()
    assert total == "8"
    checks = Path(course.__file__).parent / "checks"
    # What a guest may read is listed too: by `Path.iterdir`, which is `os.scandir` since Python 3.14.
    readable = str(Path(os.__file__).resolve().parent)
    outside = [
        folder
        for folder in listed
        if not Path(folder).is_relative_to(checks)
        and not Path(folder).is_relative_to(tmp_path)
        and folder != readable
    ]
    assert not outside
