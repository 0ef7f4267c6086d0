"""Which students of a gradebook are meant, and in which order they come."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Sequence

from grader.errors import UsageError
from grader.gradebook.marking import StudentRecord
from grader.model import Row, State

_WORST = (State.FAULTED, State.UNREADABLE, State.NOTHING_HANDED_IN, State.GRADED)

SORTS: dict[str, Callable[[StudentRecord], tuple[object, ...]]] = {
    "name": lambda record: (record.name.casefold() or record.student.casefold(), record.student),
    "student": lambda record: (record.student,),
    "points": lambda record: (record.earned is None, -(record.earned or 0), record.student),
    "state": lambda record: (_WORST.index(worst(record)), record.student),
}
"""What a class can be sorted by; points with the highest first, states with faults first."""


def worst(record: StudentRecord) -> State:
    """Return the state of a student's rows that most needs looking at."""
    return min((row.state for row in record.rows), key=_WORST.index)


def misconceptions(row: Row) -> set[str]:
    """Return the names of the misconceptions that were found in a row."""
    return {
        check["finding"]["misconception"]
        for check in row.report.get("checks", ())
        if check["finding"] and check["finding"]["misconception"]
    }


def chosen(
    students: Sequence[StudentRecord], *, text: str, state: State | None, misconception: str
) -> list[StudentRecord]:
    """Return the students who fit all of these.

    :param text: is part of their id or name; case does not matter.
    :param state: is that of one of their rows; any where it is None.
    :param misconception: was found in one of their rows; any where it is empty.
    """
    return [
        record
        for record in students
        if text.casefold() in f"{record.student}\n{record.name}".casefold()
        and (state is None or any(row.state is state for row in record.rows))
        and (not misconception or any(misconception in misconceptions(row) for row in record.rows))
    ]


def student_named(students: Sequence[StudentRecord], student: str) -> StudentRecord:
    """Return one student by id.

    :raises UsageError: when nobody has it; with those whose id or name is near.
    """
    for record in students:
        if record.student == student:
            return record
    near = [one.student for one in chosen(students, text=student, state=None, misconception="")]
    near += difflib.get_close_matches(student, [one.student for one in students])
    listed = ", ".join(dict.fromkeys(near[:5]))
    raise UsageError(
        f"the gradebook has no student {student}",
        f"Is it one of these: {listed}?" if listed else "`grade gradebook show OUT` lists them.",
    )


def misconception_named(rows: Iterable[Row], said: str) -> str:
    """Return the name of a misconception that was found, however it was written.

    :param said: the name as the exports have it, or as the class report prints it.
    :raises UsageError: when no row has it; with those that there are.
    """
    found = sorted(set[str]().union(*map(misconceptions, rows)))
    for name in found:
        if _in_words(name) == _in_words(said):
            return name
    raise UsageError(
        f"no row of the gradebook has the misconception {said}",
        f"It has {', '.join(found)}." if found else "No misconception was found in this class.",
    )


def _in_words(name: str) -> list[str]:
    return name.casefold().replace("_", " ").split()
