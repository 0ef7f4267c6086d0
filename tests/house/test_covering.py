"""The measuring of guests tells what a guest's program did, and the table what nobody did."""

from __future__ import annotations

import marshal
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.covering_process import instrumented
from support.covering_table import Measured, share, show

pytestmark = pytest.mark.skipif(
    not hasattr(sys, "monitoring") or os.name != "posix", reason="guests are measured elsewhere"
)

RUN = "import marshal,sys\nfor part in marshal.loads(sys.stdin.buffer.read()): exec(part, {})"

FIRST = """\
def sign(number):
    if number < 0:
        return "-"
    return "+"
for one in (1, 2):
    sign(one)
"""


@pytest.fixture
def pipe(tmp_path: Path) -> Iterator[tuple[Path, int]]:
    """A named pipe and its reading end, which does not wait for writers."""
    path = tmp_path / "pipe"
    os.mkfifo(path)
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    yield path, descriptor
    os.close(descriptor)


def recorded(texts: list[str], pipe: tuple[Path, int]) -> list[tuple[int, int, int]]:
    """Run a program of three parts and return its arcs: part, line before, line."""
    codes = [compile(text, "guest", "exec") for text in texts]
    program = instrumented(marshal.dumps(codes), str(pipe[0]))
    command = [sys.executable, "-I", "-S", "-c", RUN]
    subprocess.run(command, input=program, check=True, timeout=30)
    told = os.read(pipe[1], 1 << 16)
    assert len(told) % 8 == 0
    return [
        (
            int.from_bytes(told[at : at + 2], "little"),
            int.from_bytes(told[at + 2 : at + 5], "little", signed=True),
            int.from_bytes(told[at + 5 : at + 8], "little", signed=True),
        )
        for at in range(0, len(told), 8)
    ]


def test_a_guest_tells_each_way_that_it_took_once_and_no_other(pipe: tuple[Path, int]) -> None:
    """The second round of the loop has nothing new, and nothing was below zero."""
    arcs = recorded([FIRST, "pass", "pass"], pipe)
    assert len(arcs) == len(set(arcs))
    inside = {(before, after) for part, before, after in arcs if part == 0}
    assert {(-1, 2), (2, 4), (4, -1), (5, 6), (6, 5)} <= inside
    assert not inside & {(2, 3), (3, -1)}


def test_the_parts_of_a_guest_are_told_apart(pipe: tuple[Path, int]) -> None:
    """Each has its own recorder, also where their lines are the same."""
    arcs = recorded(["pass", "one = 1\n\ntwo = 2", "one = 1\ntwo = 2"], pipe)
    assert (1, 1, 3) in arcs
    assert (2, 1, 2) in arcs
    assert (2, 1, 3) not in arcs


def test_a_part_that_cannot_write_runs_on(pipe: tuple[Path, int]) -> None:
    """A guest whose learner closes every descriptor is not ended by being measured."""
    closing = "import posix\nposix.closerange(3, 1000)\none = 1\nassert one"
    arcs = recorded([closing, "pass", "two = 2"], pipe)
    assert (0, -1, 1) in arcs
    assert not [arc for arc in arcs if arc[:2] == (0, 3)]
    assert (2, 1, -1) in arcs  # the parts behind it open the pipe anew


def test_the_share_is_that_of_all_branches_together_and_the_least_covered_file_comes_first(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A file with many branches weighs more; neighbours among the lines are one range."""
    nothing: tuple[int, ...] = ()
    full = Measured(path="full.py", branches=90, taken=90, missing=(), unrun=(), excluded=nothing)
    half = Measured(
        path="half.py",
        branches=10,
        taken=8,
        missing=((3, 4), (7, -1)),
        unrun=(4, 5, 6, 9),
        excluded=(1,),
    )
    assert share([full, half]) == pytest.approx(98.0)
    show([full, half], everything=True)
    head, first, second, *_, total = [
        line for line in capsys.readouterr().out.splitlines() if line.strip()
    ]
    assert head.startswith("file")
    assert first.split() == ["half.py", "10", "2", "80.0", "%", "3→4,", "7→exit;", "4-6,", "9"]
    assert second.split() == ["full.py", "90", "0", "100.0", "%"]
    assert total.split() == ["total", "100", "2", "98.0", "%", "1", "lines", "excluded"]


def test_files_of_which_nothing_is_missing_are_left_out_of_the_table(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """They count in the total all the same."""
    full = Measured(path="full.py", branches=2, taken=2, missing=(), unrun=(), excluded=())
    show([full], everything=False)
    out = capsys.readouterr().out
    assert "full.py" not in out
    assert "total" in out
