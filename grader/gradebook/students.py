"""The students of a gradebook: each with rows, explanations and totals; searched and sorted."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from grader.errors import UsageError
from grader.model import Cite, Grade, Mark, ReviewTask, Row, State
from grader.reports.json import read_grade

NOT_SUBMITTED = "not_submitted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """An explanation that a student handed in, for a person to read.

    :param row: the graded row that has it.
    :param texts: part to text, in the order of the task.
    :param state: as in `grader.model.Review`, but for `not_submitted`.
    :param mark: a person's, also one for an earlier file; None if there is none.
    """

    row: Row
    task: ReviewTask
    state: str
    texts: Mapping[str, str]
    cites: tuple[Cite, ...]
    mark: Mark | None = None

    @property
    def possible(self) -> int:
        """Points that a person can give: one for each line of the rubric."""
        return len(self.task.rubric)

    @property
    def outdated(self) -> bool:
        """Whether the mark is for an earlier file."""
        return self.mark is not None and not self.mark.is_for(self.row.sha256)

    @property
    def waiting(self) -> bool:
        """Whether this file has no points from a person yet."""
        return self.mark is None or self.mark.points is None or self.outdated


@dataclass(frozen=True, slots=True, kw_only=True)
class StudentRecord:
    """The rows, explanations and totals of one student. A mark never changes `Row.earned`.

    :param rows: one for each exercise, in order.
    :param prose: exercise to its explanation, where one was handed in.
    :param personal: exercise to the points that a person can give in it.
    """

    student: str
    name: str
    rows: tuple[Row, ...]
    prose: Mapping[int, Explanation]
    personal: Mapping[int, int]

    @property
    def faulted(self) -> tuple[Row, ...]:
        """Rows without points because the grader failed."""
        return tuple(row for row in self.rows if row.earned is None)

    @property
    def earned(self) -> int | None:
        """Points of the checks; None where a row is faulted."""
        return None if self.faulted else sum(row.earned or 0 for row in self.rows)

    @property
    def possible(self) -> int:
        """Points of all checks."""
        return sum(row.possible for row in self.rows)

    @property
    def given(self) -> int | None:
        """Points that a person gave; None where there are none yet."""
        points = [p.mark.points for p in self.prose.values() if p.mark and not p.waiting]
        return sum(one or 0 for one in points) if points else None

    @property
    def waiting(self) -> tuple[Explanation, ...]:
        """Explanations without points from a person."""
        return tuple(prose for prose in self.prose.values() if prose.waiting)

    @property
    def total(self) -> int | None:
        """Points of checks and person; None while a row is faulted or an explanation waits."""
        if self.earned is None or self.waiting:
            return None
        return self.earned + (self.given or 0)

    @property
    def handed_in(self) -> bool:
        """Whether there is a file for any exercise."""
        return any(row.state is not State.NOTHING_HANDED_IN for row in self.rows)


def grade_in(row: Row) -> Grade | None:
    """Return the grade that a row holds; None for a row without one."""
    return read_grade(row.report) if row.report else None


def explanation_in(row: Row, task: ReviewTask | None, mark: Mark | None) -> Explanation | None:
    """Return the explanation in a row; None where none was handed in."""
    if task is None or row.state is not State.GRADED:
        return None
    grade = grade_in(row)
    review = None if grade is None else grade.review
    if review is None or review.state == NOT_SUBMITTED:
        return None
    return Explanation(
        row=row,
        task=task,
        state=review.state,
        texts={part: review.texts.get(part, "") for part in task.parts},
        cites=review.cites,
        mark=mark,
    )


def student_records(
    rows: Iterable[Row],
    marks: Iterable[Mark],
    tasks: Mapping[int, ReviewTask],
    exercise: int | None = None,
) -> tuple[StudentRecord, ...]:
    """Return one record a student, sorted by student.

    :param tasks: exercise to its prose part.
    :param exercise: number of the only one to count; None for all.
    """
    given = {(mark.student, mark.exercise): mark for mark in marks}
    by_student: dict[str, list[Row]] = {}
    for row in sorted(rows, key=lambda one: (one.student, one.exercise)):
        if exercise in (None, row.exercise):
            by_student.setdefault(row.student, []).append(row)
    return tuple(
        StudentRecord(
            student=student,
            name=next((row.name for row in own if row.name), ""),
            rows=tuple(own),
            prose={
                row.exercise: found
                for row in own
                if (
                    found := explanation_in(
                        row, tasks.get(row.exercise), given.get((student, row.exercise))
                    )
                )
            },
            personal={number: len(task.rubric) for number, task in tasks.items()},
        )
        for student, own in by_student.items()
    )


def worth(students: Iterable[StudentRecord]) -> dict[int, int]:
    """Return exercise to the points of its checks, the maximum over all rows.

    A row may come from a kit that had fewer checks, and a student may lack a row.
    """
    most: dict[int, int] = {}
    for row in (row for record in students for row in record.rows):
        most[row.exercise] = max(row.possible, most.get(row.exercise, 0))
    return most


_WORST = (State.FAULTED, State.UNREADABLE, State.NOTHING_HANDED_IN, State.GRADED)

SORTS: dict[str, Callable[[StudentRecord], tuple[object, ...]]] = {
    "name": lambda record: (record.name.casefold() or record.student.casefold(), record.student),
    "student": lambda record: (record.student,),
    "points": lambda record: (record.earned is None, -(record.earned or 0), record.student),
    "state": lambda record: (_WORST.index(worst(record)), record.student),
}
"""Sort keys of students: points with the highest first, states with faults first."""


def worst(record: StudentRecord) -> State:
    """Return the state among a student's rows that most needs attention."""
    return min((row.state for row in record.rows), key=_WORST.index)


def misconceptions(grade: Grade | None) -> list[str]:
    """Return the misconceptions in the findings of a grade, each once, in teaching order."""
    findings = (verdict.finding for verdict in grade.verdicts) if grade is not None else ()
    names = (one.misconception for one in findings if one is not None)
    return list(dict.fromkeys(filter(None, names)))


def filter_students(
    students: Sequence[StudentRecord], *, text: str, state: State | None, misconception: str
) -> list[StudentRecord]:
    """Return the students who match every condition.

    :param text: part of the id or name, in any case.
    :param state: of one of the rows; None for any.
    :param misconception: found in one of the rows; empty for any.
    """
    return [
        record
        for record in students
        if text.casefold() in f"{record.student}\n{record.name}".casefold()
        and (state is None or any(row.state is state for row in record.rows))
        and (
            not misconception
            or any(misconception in misconceptions(grade_in(row)) for row in record.rows)
        )
    ]


def student_named(students: Sequence[StudentRecord], student: str) -> StudentRecord:
    """Return one student by id.

    :raises UsageError: when there is none; it names students with a similar id or name.
    """
    for record in students:
        if record.student == student:
            return record
    near = [
        one.student for one in filter_students(students, text=student, state=None, misconception="")
    ]
    near += difflib.get_close_matches(student, [one.student for one in students])
    listed = ", ".join(dict.fromkeys(near[:5]))
    raise UsageError(
        f"the gradebook has no student {student}",
        f"Is it one of these: {listed}?" if listed else "`grade gradebook show OUT` lists them.",
    )


def misconception_named(rows: Iterable[Row], wanted: str) -> str:
    """Return the name of a misconception in the gradebook.

    :param wanted: the name, in the form of the exports or of the class report.
    :raises UsageError: when no row has it; it names those that there are.
    """
    found = sorted({name for row in rows for name in misconceptions(grade_in(row))})
    for name in found:
        if _in_words(name) == _in_words(wanted):
            return name
    raise UsageError(
        f"no row of the gradebook has the misconception {wanted}",
        f"It has {', '.join(found)}." if found else "No misconception was found in this class.",
    )


def _in_words(name: str) -> list[str]:
    return name.casefold().replace("_", " ").split()
