"""Each student's `results.json` says what the gradebook says, a person's points included."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.graded_class import AT, known, small_class, tasks

from grader import course
from grader.errors import Fault, UsageError
from grader.gradebook import gradescope_export, review, students
from grader.gradebook.lms import comment
from grader.gradebook.students import StudentRecord
from grader.model import Mark

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

EXERCISES = {one.number: one for one in course.exercises()}


def mark(student: str, points: int | None, *, sha256: str = "") -> Mark:
    """Return a person's mark for the explanation of *student*; of another text with a *sha256*."""
    (prose,) = [one for one in known() if one.row.student == student]
    return Mark(
        student=student,
        exercise=3,
        points=points,
        comment="Look <b>again</b>\x1b[1m",
        marked_at=AT,
        sha256=sha256 or prose.row.sha256,
    )


def tally(student: str, *marks: Mark) -> StudentRecord:
    """Return what the small class' gradebook says of *student*."""
    rows = [row for row, _ in small_class()]
    (found,) = [
        one for one in students.student_records(rows, marks, tasks()) if one.student == student
    ]
    return found


def test_points_of_a_person_are_a_test_of_their_own() -> None:
    """They add to the score; the comment is text, whatever is in it."""
    one = tally("student01", mark("student01", 2))
    without = gradescope_export.results(one, EXERCISES, marked=False)
    with_them = gradescope_export.results(one, EXERCISES, marked=True)
    (given,) = [test for test in with_them["tests"] if test not in without["tests"]]
    assert with_them["score"] == without["score"] + 2
    assert (given["number"], given["score"]) == ("3.person", 2)
    assert given["max_score"] == len(tasks()[3].rubric)
    assert given["status"] == "failed"
    assert given["output_format"] == "text"
    assert "\x1b" not in given["output"]
    full = gradescope_export.results(
        tally("student01", mark("student01", given["max_score"])), EXERCISES, marked=True
    )
    assert full["tests"][-1]["status"] == "passed"


@pytest.mark.parametrize(
    "marks",
    # Made in the test: they need a class that is graded, and every run collects this file.
    [tuple, lambda: [mark("student01", None)], lambda: [mark("student01", 2, sha256="0" * 64)]],
    ids=["unread", "a comment alone", "another text"],
)
def test_an_explanation_that_still_waits_adds_nothing(marks: Callable[[], Iterable[Mark]]) -> None:
    """No test, and no zero."""
    one = tally("student01", *marks())
    assert gradescope_export.results(one, EXERCISES, marked=True) == gradescope_export.results(
        one, EXERCISES, marked=False
    )


def test_a_total_is_known_when_every_explanation_has_been_read() -> None:
    """Before, and with a fault of ours, there is none."""
    earned = tally("student01").earned
    assert earned is not None
    assert tally("student01").total is None
    assert tally("student01", mark("student01", 2)).total == earned + 2
    assert tally("student04", mark("student04", 2)).total is None
    assert tally("student03").total == 0


def test_what_was_not_graded_says_why_and_our_fault_says_nothing() -> None:
    """A missing file is a zero; a fault of ours is not published."""
    told = gradescope_export.results(tally("student03"), EXERCISES, marked=False)
    assert told["score"] == 0
    assert "nothing was handed in" in str(told)
    unread = gradescope_export.results(tally("student05"), EXERCISES, marked=False)
    assert "the file is larger than 1 MiB" in str(unread)
    with pytest.raises(Fault):
        gradescope_export.results(tally("student04"), EXERCISES, marked=False)


def test_a_student_with_no_explanation_can_be_looked_for_in_vain() -> None:
    """With everything, or with what waits, or one student's, marked or not."""
    waiting = known((mark("student01", 2),))
    names = [
        one.row.student for one in review.chosen_explanations(waiting, student="", everything=True)
    ]
    assert "student01" in names
    unread = review.chosen_explanations(waiting, student="", everything=False)
    assert [one.row.student for one in unread] == [name for name in names if name != "student01"]
    assert len(review.chosen_explanations(waiting, student="student01", everything=False)) == 1
    with pytest.raises(UsageError, match="no explanation of student03"):
        review.chosen_explanations(waiting, student="student03", everything=False)


def test_a_comment_says_what_a_person_wrote_beside_the_first_finding() -> None:
    """Each exercise on lines of its own, and markup of others shown as text."""
    said = comment.comment(tally("student02", mark("student02", 1)))
    assert "Exercise 2: " in said
    assert "Your explanation: 1 of" in said
    assert "Look &lt;b&gt;again&lt;/b&gt;" in said
    outdated = comment.comment(tally("student02", mark("student02", 1, sha256="0" * 64)))
    assert "Your explanation" not in outdated
    commented = comment.comment(tally("student02", mark("student02", None)))
    assert "Your explanation: Look" in commented
