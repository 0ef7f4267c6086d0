"""Several gradebooks into one: nothing is lost, and the order they are named in does not matter."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from typing import TYPE_CHECKING

import pytest
from support.grading import run
from support.small_classes import rows

from grader.errors import UsageError
from grader.gradebook.database import held
from grader.gradebook.merge import merge
from grader.gradebook.store import Gradebook
from grader.model import Mark, Row, State

if TYPE_CHECKING:
    from pathlib import Path

ROW = Row(
    student="student01", exercise=1, state=State.GRADED, earned=3, possible=8, key="k1",
    sha256="a" * 64, graded_at="2026-01-31T12:00:00Z",
)  # fmt: skip
MARK = Mark(student="student01", exercise=3, points=2, comment="", marked_at="2026-02-01T12:00:00Z")


def book(folder: Path, *put: Row | Mark) -> Path:
    """Make a gradebook."""
    with Gradebook.create(folder) as made:
        for one in put:
            if isinstance(one, Mark):
                made.mark(one)
            else:
                made.put(one, b"graded" if one.sha256 else None)
    return folder


def test_rows_marks_and_graded_bytes_come_over(tmp_path: Path) -> None:
    """Of folders and of files, into a gradebook that is made; the sources stay as they are."""
    one = book(tmp_path / "1", ROW, MARK)
    other = replace(ROW, student="student02", sha256="b" * 64)
    two = book(tmp_path / "2", other)
    done = merge([one, two / "gradebook.sqlite"], tmp_path / "out")
    assert (done.rows, done.marks, done.differing) == (2, 1, ())
    with Gradebook.open(tmp_path / "out") as made:
        assert made.rows() == (ROW, other)
        assert made.marks() == (MARK,)
        assert made.source("b" * 64) == b"graded"
    assert rows(one) == (ROW,)


def test_the_rule_for_rows_that_differ_does_not_heed_the_order(tmp_path: Path) -> None:
    """Known beats unknown, then later beats earlier; what differed is told."""
    nothing = replace(ROW, state=State.NOTHING_HANDED_IN, key="n", sha256="", graded_at="2030")
    fault = replace(ROW, state=State.FAULTED, earned=None, key="", sha256="", graded_at="2029")
    later = replace(ROW, earned=5, key="k2", graded_at="2026-02-02T12:00:00Z")
    sources = [
        book(tmp_path / str(place), row) for place, row in enumerate((nothing, fault, ROW, later))
    ]
    for place, order in enumerate(permutations(sources)):
        out = tmp_path / f"out{place}"
        done = merge(order, out)
        assert rows(out) == (later,)
        assert done.differing == (("student01", 1),)


def test_the_later_mark_stays(tmp_path: Path) -> None:
    """Whichever gradebook it is in, also the one that is merged into."""
    early = book(tmp_path / "1", ROW, replace(MARK, points=1, marked_at="2026-01-01T12:00:00Z"))
    out = book(tmp_path / "out", MARK)
    assert merge([early], out).marks == 0
    late = book(tmp_path / "2", replace(MARK, points=3, marked_at="2026-03-01T12:00:00Z"))
    assert merge([late, early], out).marks == 1
    with Gradebook.open(out) as made:
        assert [mark.points for mark in made.marks()] == [3]


def test_merging_again_changes_nothing(tmp_path: Path) -> None:
    """The same key is the same row."""
    one = book(tmp_path / "1", ROW)
    merge([one], tmp_path / "out")
    again = merge([one, one], tmp_path / "out")
    assert (again.rows, again.marks, again.differing) == (0, 0, ())


def test_all_of_it_is_written_or_nothing(tmp_path: Path) -> None:
    """A source that breaks off in the middle leaves the gradebook as it was."""
    good = book(tmp_path / "1", ROW)
    bad = book(tmp_path / "2", *(replace(ROW, student=f"s{n:03}") for n in range(300)))
    file = bad / "gradebook.sqlite"
    whole = file.read_bytes()
    file.write_bytes(whole[:8192] + b"\xff" * (len(whole) - 8192))
    out = book(tmp_path / "out", replace(ROW, earned=1, graded_at="2020"))
    before = rows(out)
    with pytest.raises(UsageError, match="damaged"):
        merge([good, bad], out)
    assert rows(out) == before


def test_what_does_not_fit_is_told(tmp_path: Path) -> None:
    """No such gradebook, one merged into itself, a run at work."""
    one = book(tmp_path / "1", ROW)
    with pytest.raises(UsageError, match="no gradebook"):
        merge([tmp_path / "nowhere"], tmp_path / "out")
    assert not (tmp_path / "out").exists()
    with pytest.raises(UsageError, match="both"):
        merge([one], tmp_path / "1")
    with held(tmp_path / "out"), pytest.raises(UsageError, match="another run"):
        merge([one], tmp_path / "out")


def test_merging_as_a_command(tmp_path: Path) -> None:
    """It says what was taken over and where two differed."""
    book(tmp_path / "1", ROW)
    book(tmp_path / "2", replace(ROW, key="k2", earned=1))
    done = run("gradebook", "merge", "out", "1", "2", folder=tmp_path)
    assert (done.status, done.out) == (0, "")
    assert "2 rows" in done.err
    assert "student01, exercise 1: more than one row" in done.err
    assert run("gradebook", "merge", "out", "3", folder=tmp_path).status == 2
