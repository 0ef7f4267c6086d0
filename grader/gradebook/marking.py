"""What a person adds to a gradebook: points for prose; and what a student has in all.

A machine's points and a person's stay apart: `Row.earned` is never changed by a mark.
An explanation is worth one point for each line of its rubric.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from grader.errors import UsageError
from grader.model import Cite, Mark, ReviewTask, Row, State

NOT_SUBMITTED = "not_submitted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """An explanation that was handed in, for a person to read.

    :param row: whose it is; graded.
    :param texts: what was written, by part, in the order of the task.
    :param state: `awaiting_person` or `evidence_failing`, as in `grader.model.Review`.
    :param mark: what a person gave or said before; None if nobody did.
    """

    row: Row
    task: ReviewTask
    state: str
    texts: Mapping[str, str]
    cites: tuple[Cite, ...]
    mark: Mark | None = None

    @property
    def possible(self) -> int:
        """Points that a person can give."""
        return len(self.task.rubric)

    @property
    def outdated(self) -> bool:
        """Whether the mark is for a file that was handed in before this one."""
        return self.mark is not None and self.mark.sha256 not in ("", self.row.sha256)

    @property
    def waiting(self) -> bool:
        """Whether no points have been given yet for what is handed in now."""
        return self.mark is None or self.mark.points is None or self.outdated


@dataclass(frozen=True, slots=True, kw_only=True)
class StudentRecord:
    """One student over all exercises of a gradebook, or over those that were asked for.

    :param rows: one for each exercise, in order.
    :param prose: exercise to the explanation that was handed in for it.
    :param personal: exercise to the points that a person can give in it.
    """

    student: str
    name: str
    rows: tuple[Row, ...]
    prose: Mapping[int, Explanation]
    personal: Mapping[int, int]

    @property
    def faulted(self) -> tuple[Row, ...]:
        """The rows that have no points because the grader failed."""
        return tuple(row for row in self.rows if row.earned is None)

    @property
    def earned(self) -> int | None:
        """The machine's points; None where one row has none because of a fault of ours."""
        return None if self.faulted else sum(row.earned or 0 for row in self.rows)

    @property
    def possible(self) -> int:
        """Points that the machine can give."""
        return sum(row.possible for row in self.rows)

    @property
    def given(self) -> int | None:
        """Points that a person gave; None where nobody has given any."""
        points = [p.mark.points for p in self.prose.values() if p.mark and not p.waiting]
        return sum(one or 0 for one in points) if points else None

    @property
    def waiting(self) -> tuple[Explanation, ...]:
        """The explanations that a person has not given points for."""
        return tuple(prose for prose in self.prose.values() if prose.waiting)

    @property
    def total(self) -> int | None:
        """Both kinds of points together; None until every explanation has been marked."""
        if self.earned is None or self.waiting:
            return None
        return self.earned + (self.given or 0)

    @property
    def handed_in(self) -> bool:
        """Whether there is anything to give points for."""
        return any(row.state is not State.NOTHING_HANDED_IN for row in self.rows)


def prose(row: Row, task: ReviewTask | None, mark: Mark | None) -> Explanation | None:
    """Return the explanation in *row*, or None where none was handed in."""
    told = row.report.get("explanation")
    if task is None or told is None or row.state is not State.GRADED:
        return None
    if told["state"] == NOT_SUBMITTED:
        return None
    return Explanation(
        row=row,
        task=task,
        state=told["state"],
        texts={part: told["texts"].get(part, "") for part in task.parts},
        cites=tuple(Cite(id=cite["id"], holds=cite["holds"]) for cite in told["cites"]),
        mark=mark,
    )


def student_records(
    rows: Iterable[Row],
    marks: Iterable[Mark],
    tasks: Mapping[int, ReviewTask],
    exercise: int | None = None,
) -> tuple[StudentRecord, ...]:
    """Return one tally a student, sorted by student.

    :param tasks: exercise to its prose part.
    :param exercise: count this one alone.
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
                    found := prose(row, tasks.get(row.exercise), given.get((student, row.exercise)))
                )
            },
            personal={number: len(task.rubric) for number, task in tasks.items()},
        )
        for student, own in by_student.items()
    )


def worth(students: Iterable[StudentRecord]) -> dict[int, int]:
    """Return each exercise to the points that the machine can give for it, the most that a row says.

    A row may be of a kit that had fewer checks, and a student may have no row of an exercise.
    """
    most: dict[int, int] = {}
    for row in (row for record in students for row in record.rows):
        most[row.exercise] = max(row.possible, most.get(row.exercise, 0))
    return most


def queue(students: Sequence[StudentRecord]) -> tuple[Explanation, ...]:
    """Return every explanation for a person to read, by exercise and then by student."""
    found = [one for record in students for one in record.prose.values()]
    return tuple(sorted(found, key=lambda one: (one.row.exercise, one.row.student)))


def chosen(
    waiting: Sequence[Explanation], *, student: str, everything: bool
) -> tuple[Explanation, ...]:
    """Return what a person reads now.

    :param student: theirs alone, marked or not; empty for everybody's.
    :param everything: also what has been marked already.
    :raises UsageError: when that student has handed in no explanation.
    """
    if not student:
        return tuple(one for one in waiting if everything or one.waiting)
    found = tuple(one for one in waiting if one.row.student == student)
    if not found:
        raise UsageError(
            f"the gradebook has no explanation of {student}",
            "`grade gradebook show OUT --filter TEXT` lists students.",
        )
    return found


def points_in(text: str, possible: int) -> int | None:
    """Return the points that *text* says: a whole number from 0 to *possible*; else None."""
    text = text.strip()
    if text.isascii() and text.isdigit() and len(text) < 10 and int(text) <= possible:
        return int(text)
    return None


def mark_for(one: Explanation, points: int | None, comment: str, now: datetime) -> Mark:
    """Return the mark that a person gives for an explanation at *now*."""
    return Mark(
        student=one.row.student,
        exercise=one.row.exercise,
        points=points,
        comment=comment,
        marked_at=now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        sha256=one.row.sha256,
    )
