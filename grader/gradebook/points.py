"""Totals for another program: one for each student of a gradebook, or the reason for none.

The total itself is `grader.gradebook.students.StudentRecord.total`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from grader.gradebook.students import StudentRecord, worth
from grader.model import State
from grader.reports.escape import visible_id


@dataclass(frozen=True, slots=True, kw_only=True)
class StudentPoints:
    """The total of one student.

    :param points: None where another program's cell is to stay as it is.
    :param possible: maximum of *points*; the same for everybody of a class.
    :param why: for None, the reason; else a note on these points, if any.
    :param faulted: True if points are missing because the grader failed.
    """

    student: str
    name: str
    points: int | None
    possible: int
    why: str = ""
    faulted: bool = False

    @property
    def label(self) -> str:
        """Id and name of the student, for messages."""
        shown = visible_id(self.student)
        return f"{shown} ({visible_id(self.name)})" if self.name else shown


def student_points(
    students: Sequence[StudentRecord], *, marked: bool, zero_for_missing: bool
) -> tuple[StudentPoints, ...]:
    """Return the total of each student, all with the same maximum.

    A zero for work that could not be read is a teacher's to give, as for work that is missing.

    :param marked: add the points that a person gave; a student whose explanation still waits for
        them gets none.
    :param zero_for_missing: 0 for a student who handed in nothing, or nothing that could be read.
    """
    most = worth(students)
    return tuple(_total(one, most, marked=marked, zero=zero_for_missing) for one in students)


def _total(
    record: StudentRecord, most: Mapping[int, int], *, marked: bool, zero: bool
) -> StudentPoints:
    points, why = record.earned, ""
    lacking = sorted(most.keys() - {row.exercise for row in record.rows})
    unreadable = [row.exercise for row in record.rows if row.state is State.UNREADABLE]
    graded = any(row.state is State.GRADED for row in record.rows)
    if points is None:
        why = "; ".join(f"exercise {row.exercise}: {row.why}" for row in record.faulted)
        why = f"the grader made a mistake of its own ({why})"
    elif lacking:
        points, why = None, f"not graded yet ({_exercises(lacking)})"
    elif not record.handed_in and not zero:
        points, why = None, "nothing handed in"
    elif not graded and not zero:
        points, why = None, f"nothing that could be read ({_exercises(unreadable)})"
    elif marked and record.waiting:
        points, why = None, "the explanation waits for a person's points"
    elif unreadable:
        why = f"no points for what could not be read ({_exercises(unreadable)})"
    if points is not None and marked:
        points = record.total
    return StudentPoints(
        student=record.student,
        name=record.name,
        points=points,
        possible=sum(most.values())
        + (sum(record.personal.get(number, 0) for number in most) if marked else 0),
        why=why,
        faulted=bool(record.faulted),
    )


def _exercises(numbers: Iterable[int]) -> str:
    return f"exercise {', '.join(str(number) for number in numbers)}"
