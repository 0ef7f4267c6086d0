"""A person reads prose and gives points, at a terminal or with answers from a pipe."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from rich.console import Console
from support.graded_class import gradebook, known, small_class, tasks
from support.grading import run, solution

from grader.gradebook.review import HELP, ReviewSession, review
from grader.gradebook.store import Gradebook
from grader.gradebook.students import Explanation
from grader.model import Mark
from grader.reports.page import Page

NOW = datetime(2026, 2, 1, 12, 30, tzinfo=UTC)
WAITING = ["student01", "student02", "student04", "student05"]


def sit(answers: list[str], found: tuple[Explanation, ...]) -> tuple[list[Mark], str]:
    """Answer each question in turn; return what was saved, and what was shown."""
    saved: list[Mark] = []
    lines: Iterator[str] = iter(answers)
    shown = io.StringIO()

    def ask(question: str) -> str:
        shown.write(question)
        try:
            return next(lines) + "\n"
        except StopIteration:
            raise EOFError from None

    page = Page(Console(file=shown, width=80), plain=True)
    review(found, ReviewSession(ask=ask, save=saved.append, page=page, now=lambda: NOW))
    return saved, shown.getvalue()


def test_the_queue_has_every_explanation_that_was_handed_in() -> None:
    """Also one whose evidence fails; not one that is incomplete, and nobody who gave none."""
    assert [one.row.student for one in known()] == WAITING
    states = {one.row.student: one.state for one in known()}
    assert states["student02"] == "evidence_failing"
    assert states["student01"] == "awaiting_person"
    assert {one.possible for one in known()} == {3}


def test_each_answer_is_saved_before_the_next_question() -> None:
    """Points, a comment, a skip; then the questions end, and nothing is lost."""
    saved, shown = sit(["2", "clear", "s", "0"], known())
    first = known()[0].row
    assert saved == [
        Mark(student="student01", exercise=3, points=2, comment="",
             marked_at="2026-02-01T12:30:00Z", sha256=first.sha256),
        Mark(student="student01", exercise=3, points=2, comment="clear",
             marked_at="2026-02-01T12:30:00Z", sha256=first.sha256),
        replace(saved[2], student="student04", points=0, comment=""),
    ]  # fmt: skip
    assert "Explanation 1 of 4" in shown
    assert "1. Names the objects" in shown
    assert "2 marked now, 2 still wait" in shown


def test_what_a_reader_needs_is_shown() -> None:
    """Who, the machine's points, the text, each cited result, and the rubric."""
    _, shown = sit(["s", "q"], known())
    flat = " ".join(shown.split())
    assert "student01 - Brown, Jr" in flat
    assert "machine 8 of 8 points. What it cites holds." in flat
    assert "machine 6 of 8 points. Something that it cites does not hold." in flat
    assert "follows_module DOES NOT HOLD" in flat
    for line in next(iter(tasks().values())).rubric:
        assert " ".join(line.split()) in flat


@pytest.mark.parametrize("wrong", ["4", "-1", "1.5", "two", "²", "99999999999", "b2"])
def test_other_points_are_asked_for_again(wrong: str) -> None:
    """Only whole numbers within what is possible are taken."""
    saved, shown = sit([wrong, "3", ""], known()[:1])
    assert [mark.points for mark in saved] == [3]
    assert "is no whole number from 0 to 3" in shown


def test_one_can_go_back_keep_and_change() -> None:
    """Back shows the mark of a moment ago; Enter keeps its points, `-` removes its comment."""
    saved, shown = sit(["1", "weak", "b", "", "-", "q"], known()[:2])
    assert [(m.points, m.comment) for m in saved] == [(1, ""), (1, "weak"), (1, "weak"), (1, "")]
    assert "Enter keeps 1" in shown
    saved, _ = sit(["b", "s", "b", "b", "q"], known()[:2])
    assert saved == []


def test_a_comment_alone_leaves_the_explanation_waiting() -> None:
    """`c` keeps a comment and no points."""
    saved, shown = sit(["c", "come and see me", "q"], known()[:2])
    assert [(mark.points, mark.comment) for mark in saved] == [(None, "come and see me")]
    assert known(tuple(saved))[0].waiting
    assert "0 marked now, 2 still wait" in shown
    _, shown = sit(["q"], known(tuple(saved))[:1])
    assert "no points yet, 2026-02-01" in shown


def test_a_mark_for_an_earlier_file_waits_again() -> None:
    """Handing in another file does not carry points over; what was given is shown."""
    (mark,), _ = sit(["2"], known()[:1])
    rows = tuple(row for row, _ in small_class())
    again = tuple(replace(row, sha256="0" * 64) if row.exercise == 3 else row for row in rows)
    assert not known((mark,))[0].waiting
    assert known((mark,), again)[0].waiting
    saved, shown = sit(["", "", "q"], known((mark,), again)[:1])
    assert "handed in before this one" in shown
    assert "2 of 3, for an earlier file, 2026-02-01" in shown
    assert "no points yet" not in shown
    assert "Enter keeps 2" in shown
    assert [(one.points, one.sha256) for one in saved] == [(2, "0" * 64)]


def test_the_command_goes_on_where_it_ended(tmp_path: Path) -> None:
    """Two calls with answers from a pipe, the second at what is left; `--student` at one alone."""
    out = gradebook(tmp_path / "out")

    def call(text: str, *more: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", "from grader.cli.entry import main; main()",
             "gradebook", "review", str(out), *more],
            input=text.encode(), capture_output=True, timeout=60, check=True,
            env={**os.environ, "COLUMNS": "80"},
        )  # fmt: skip
        assert done.stderr == b""
        return done.stdout.decode()

    assert "1 marked now, 3 still wait" in call("3\nfine \x1b[31m\n")
    second = call("1\n\n2\n\n0\n\xff\n")
    assert "Explanation 1 of 3" in second
    assert "3 marked now, 0 still wait" in second
    assert "No explanation waits" in call("")
    assert "3 of 3" in call("q\n", "--student", "student01")
    with Gradebook.open(out) as book:
        assert {m.student: m.points for m in book.marks()} == dict(
            zip(WAITING, (3, 1, 2, 0), strict=True)
        )
        assert next(row for row in book.rows() if row.exercise == 3).earned == 8
    table = run("gradebook", "show", out, folder=tmp_path).out
    assert "3/3" in table
    assert "\x1b" not in table


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo terminals")
def test_on_a_terminal_a_question_is_answered_by_a_line(tmp_path: Path) -> None:
    """Driven through a pseudo-terminal, ended in the middle by end-of-file."""
    out = gradebook(tmp_path / "out")
    ours, theirs = os.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", "from grader.cli.entry import main; main()",
         "gradebook", "review", str(out), "--plain"],
        stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    os.close(theirs)
    try:
        os.write(ours, b"2\nread on a terminal\n\x04")
        shown, errors = process.communicate(timeout=60)
    finally:
        process.kill()
        process.wait()
        os.close(ours)
    assert (process.returncode, errors) == (0, b"")
    assert b"1 marked now, 3 still wait" in shown
    with Gradebook.open(out) as book:
        assert [(m.points, m.comment) for m in book.marks()] == [(2, "read on a terminal")]


def test_solutions_texts_reach_staff_only() -> None:
    """What is stored for a reviewer is in no learner's report."""
    assert "There are three objects" in solution(3)
    row = next(row for row, _ in small_class() if row.exercise == 3 and row.report)
    assert row.report["explanation"]["texts"]["objects"].startswith("There are three objects")


def test_help_is_given_and_an_empty_answer_gives_no_points() -> None:
    """Both ask again; nothing is saved by them."""
    saved, shown = sit(["?", "", "s"], known()[:1])
    assert saved == []
    assert all(line.split()[0] in shown for line in HELP)
    assert "Nobody has given points yet" in shown
    assert shown.count("Points 0 to 3") == 3


def test_the_table_ends_with_the_command_that_goes_on(tmp_path: Path) -> None:
    """With the folder of this gradebook, as a shell takes it; and nothing where nobody waits."""
    gradebook(tmp_path / "its grades")
    done = run("gradebook", "show", "its grades", folder=tmp_path)
    assert done.out.endswith("Next: grade gradebook review 'its grades'\n")
    done = run("gradebook", "show", "its grades", "--exercise", "1", folder=tmp_path)
    assert (done.status, "Next:" in done.out) == (0, False)
