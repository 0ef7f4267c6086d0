"""What a class costs: against bare interpreters, against itself once more, and in memory."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from support.process_costs import Measured, measured
from support.small_classes import write_class

from benchmarks.rows import Row

STUDENTS, WHOLE = 100, 300
"""Who are graded for the time that each takes, and a class as large as they come."""

STARTS = 24
"""Guests for one student: three exercises, eight checks each."""

JOBS = 2
_MIB = 1 << 20


def graded_class() -> Iterator[Row]:
    """A class at two jobs against as many bare interpreter starts, two at a time.

    At least 0.6 of the floor's speed is at most 1 / 0.6 of its time.
    """
    pairs = 3
    ours, floor = [], []
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        write_class(folder / "class", STUDENTS)
        for count in range(pairs):
            floor.append(_bare_starts(STUDENTS * STARTS))
            ours.append(_graded(folder, f"out{count}").seconds)
    yield Row(
        name=f"a class of {STUDENTS}, {JOBS} jobs / {STARTS} bare starts each",
        ours=statistics.median(ours),
        floor=statistics.median(floor),
        pairs=pairs,
        bound=1 / 0.6,
    )


def resumed_class() -> Iterator[Row]:
    """A second run over an unchanged class against the first: at least fifty times faster.

    Most of what it takes is the start of the command, whatever the size of the class.
    """
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        write_class(folder / "class", WHOLE)
        first = _graded(folder, "out").seconds
        again = [_graded(folder, "out").seconds for _ in range(5)]
    yield Row(
        name=f"a class of {WHOLE}, unchanged / graded",
        ours=statistics.median(again),
        floor=first,
        pairs=len(again),
        bound=1 / 50,
    )


def growth_of_a_class() -> Iterator[Row]:
    """From ten submissions to a thousand: the time that each takes, and the coordinator's memory."""
    runs = {}
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        for count in (10, 100, 1000):
            write_class(folder / str(count), count, numbers=[1])
            runs[count] = measured(
                "batch", str(count), "--out", f"out{count}", "--jobs", str(JOBS), folder=folder
            )
    for few in (10, 100):
        yield Row(
            name=f"time a submission, of 1000 / of {few}",
            ours=runs[1000].seconds / 1000,
            floor=runs[few].seconds / few,
            pairs=1,
            bound=1.3 if few == 100 else float("inf"),
        )
    yield Row(
        name="peak memory in MiB (not ms), 1000 submissions / 100",
        ours=runs[1000].peak / _MIB / 1000,
        floor=runs[100].peak / _MIB / 1000,
        pairs=1,
        bound=1.3,
    )


def _graded(folder: Path, out: str) -> Measured:
    return measured("batch", "class", "--out", out, "--jobs", str(JOBS), folder=folder)


def _bare_starts(count: int) -> float:
    """Start so many bare interpreters, two at a time, and return how long it took, seconds."""

    def start(_: int) -> None:
        subprocess.run(
            [sys.executable, "-I", "-S", "-c", "pass"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            start_new_session=True,
            check=True,
        )

    began = time.perf_counter()
    with ThreadPoolExecutor(JOBS) as executor:
        list(executor.map(start, range(count)))
    return time.perf_counter() - began
