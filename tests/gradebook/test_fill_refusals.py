"""What a teacher's file does not say clearly is asked for, and never guessed."""

from __future__ import annotations

from fractions import Fraction

import pytest

from grader.errors import UsageError
from grader.gradebook.lms import moodle
from grader.gradebook.lms.csv_file import read
from grader.gradebook.lms.fill import fill, number, scale
from grader.gradebook.points import StudentPoints

SHEET = b"Identifier,Username,Grade,Maximum Grade\nParticipant 7,ann,,24\nParticipant 8,ben,,24\n"


def entry(student: str, points: int = 12) -> StudentPoints:
    """Return what a student gets."""
    return StudentPoints(student=student, name="", points=points, possible=24)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("12", Fraction(12)),
        (" 12,5 ", Fraction(25, 2)),
        ("12.", Fraction(12)),
        ("1.2.3", None),
        ("-1", None),
        ("", None),
        ("٣", None),
        ("EX", None),
    ],
)
def test_a_cell_is_a_number_or_it_is_none(text: str, said: Fraction | None) -> None:
    """With a decimal point or comma, and ASCII digits."""
    assert number(text) == said


@pytest.mark.parametrize(
    ("maximum", "possible", "wanted", "says"),
    [
        (None, 24, True, "does not say how many points are possible"),
        (Fraction(100), 24, False, "gives 100 points, and the gradebook 24"),
        (Fraction(0), 24, True, "cannot be scaled from 24 to 0"),
        (Fraction(100), 0, True, "cannot be scaled from 0 to 100"),
    ],
)
def test_points_are_scaled_only_from_something_to_something(
    maximum: Fraction | None, possible: int, wanted: bool, says: str
) -> None:
    """And only when that was asked for."""
    with pytest.raises(UsageError, match=says):
        scale(read(b"ID\n", "file.csv"), possible, maximum, wanted=wanted)


def test_points_of_a_file_that_does_not_say_its_own_are_ours() -> None:
    """It is told, because the teacher may know better."""
    factor, note = scale(read(b"ID\n", "file.csv"), 24, None, wanted=False)
    assert factor == 1
    assert note == "points are out of 24; file.csv does not say its own"


def test_moodle_finds_students_in_the_column_that_is_named() -> None:
    """And in that alone; one that is not there is told with those that are."""
    done = fill(moodle.layout, SHEET, "file.csv", (entry("ben"),), match="Username")
    assert done.content == SHEET.replace(b"8,ben,,24", b"8,ben,12,24")
    with pytest.raises(UsageError, match="no line is about a student"):
        fill(moodle.layout, SHEET, "file.csv", (entry("8"),), match="Username")
    with pytest.raises(UsageError, match="has no column Login") as caught:
        fill(moodle.layout, SHEET, "file.csv", (entry("ben"),), match="Login")
    assert "Identifier; Username; Grade" in caught.value.next_step


def test_moodle_passes_over_a_line_without_a_participant() -> None:
    """The others are found by their numbers all the same."""
    sheet = SHEET + b"everybody,,,\n"
    done = fill(moodle.layout, sheet, "file.csv", (entry("7"),))
    assert done.content == sheet.replace(b"7,ann,,24", b"7,ann,12,24")


def test_moodle_wants_one_maximum() -> None:
    """Two can be told apart only by who wrote them."""
    sheet = SHEET.replace(b"ben,,24", b"ben,,50")
    with pytest.raises(UsageError, match="more than one Maximum Grade") as caught:
        fill(moodle.layout, sheet, "file.csv", (entry("7"),))
    assert "--out-of" in caught.value.next_step
    assert fill(moodle.layout, sheet, "file.csv", (entry("7"),), out_of=24).count == 1


def test_moodle_takes_comments_only_where_it_has_a_column_for_them() -> None:
    """They would be lost otherwise, and nobody would know."""
    with pytest.raises(UsageError, match="no column Feedback comments"):
        fill(moodle.layout, SHEET, "file.csv", (entry("7"),), feedback={"7": "well done"})


def test_moodle_keeps_a_comment_and_writes_none_where_there_is_nothing_to_say() -> None:
    """A person's words stay, and an empty comment is left empty."""
    sheet = SHEET.replace(b"Maximum Grade\n", b"Maximum Grade,Feedback comments\n").replace(
        b"ann,,24", b"ann,,24,Come and see me"
    )
    done = fill(
        moodle.layout,
        sheet,
        "file.csv",
        (entry("7"), entry("8")),
        feedback={"7": "well done", "8": ""},
    )
    assert b"well done" not in done.content
    assert b"Participant 7,ann,12,24,Come and see me" in done.content
    assert b"Participant 8,ben,12,24\n" in done.content
    assert "comment left as it was: 7: there is one already" in done.notes
