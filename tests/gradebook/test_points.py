"""What each student of a class gets in a teacher's file: out of the same points for everybody."""

from __future__ import annotations

from support.graded_class import bare, tasks

from grader.gradebook.points import StudentPoints, student_points
from grader.gradebook.students import student_records
from grader.model import Row, State


def graded(student: str, exercise: int, earned: int = 8, possible: int = 8) -> Row:
    """Return a row with points."""
    return Row(
        student=student, exercise=exercise, state=State.GRADED, earned=earned, possible=possible
    )


def given(*rows: Row, marked: bool = False, zero: bool = False) -> dict[str, StudentPoints]:
    """Return student to what they get."""
    students = student_records(rows, (), tasks())
    found = student_points(students, marked=marked, zero_for_missing=zero)
    return {entry.student: entry for entry in found}


def test_all_are_out_of_what_the_class_is_out_of() -> None:
    """Who is first in the alphabet may have left early; a row may be of an older kit."""
    rows = [graded("student02", number) for number in (1, 2, 3)]
    rows += [graded("student03", 1, 7, 7), graded("student03", 2), graded("student03", 3)]
    found = given(graded("student01", 1), *rows)
    assert {entry.possible for entry in found.values()} == {24}
    assert (found["student02"].points, found["student03"].points) == (24, 23)
    personal = len(tasks()[3].rubric)
    assert {entry.possible for entry in given(*rows, marked=True).values()} == {24 + personal}
    assert given(graded("student01", 1), marked=True)["student01"].possible == 8


def test_a_row_that_is_not_there_is_no_zero() -> None:
    """The cell stays as it is, and which exercise lacks is told."""
    found = given(graded("student01", 2), *(graded("student02", number) for number in (1, 2, 3)))
    assert found["student01"].points is None
    assert found["student01"].why == "not graded yet (exercise 1, 3)"
    assert not found["student01"].faulted


def test_what_nobody_could_read_is_a_zero_only_when_the_teacher_says_so() -> None:
    """Beside other work it has no points, and that is told."""
    rows = [
        bare("student01", 1, State.UNREADABLE),
        bare("student01", 2, State.NOTHING_HANDED_IN),
        bare("student02", 1, State.UNREADABLE),
        graded("student02", 2),
    ]
    found = given(*rows)
    assert found["student01"].points is None
    assert found["student01"].why == "nothing that could be read (exercise 1)"
    assert (found["student02"].points, found["student02"].possible) == (8, 16)
    assert found["student02"].why == "no points for what could not be read (exercise 1)"
    assert given(*rows, zero=True)["student01"].points == 0
