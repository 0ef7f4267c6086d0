"""Which students of a gradebook are meant, and in which order they come."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Sequence

from grader.errors import UsageError
from grader.gradebook.marking import Tally
from grader.model import Row, State

_WORST = (State.FAULTED, State.UNREADABLE, State.NOTHING_HANDED_IN, State.GRADED)

SORTS: dict[str, Callable[[Tally], tuple[object, ...]]] = {
    "name": lambda tally: (tally.name.casefold() or tally.student.casefold(), tally.student),
    "student": lambda tally: (tally.student,),
    "points": lambda tally: (tally.earned is None, -(tally.earned or 0), tally.student),
    "state": lambda tally: (_WORST.index(worst(tally)), tally.student),
}
"""What a class can be sorted by; points with the highest first, states with faults first."""


def worst(tally: Tally) -> State:
    """Return the state of a student's rows that most needs looking at."""
    return min((row.state for row in tally.rows), key=_WORST.index)


def misconceptions(row: Row) -> set[str]:
    """Return the names of the misconceptions that were found in a row."""
    return {
        check["finding"]["misconception"]
        for check in row.report.get("checks", ())
        if check["finding"] and check["finding"]["misconception"]
    }


def chosen(
    students: Sequence[Tally], *, text: str, state: State | None, misconception: str
) -> list[Tally]:
    """Return the students who fit all of these.

    :param text: is part of their id or name; case does not matter.
    :param state: is that of one of their rows; any where it is None.
    :param misconception: was found in one of their rows; any where it is empty.
    """
    return [
        tally
        for tally in students
        if text.casefold() in f"{tally.student}\n{tally.name}".casefold()
        and (state is None or any(row.state is state for row in tally.rows))
        and (not misconception or any(misconception in misconceptions(row) for row in tally.rows))
    ]


def student_named(students: Sequence[Tally], student: str) -> Tally:
    """Return one student by id.

    :raises UsageError: when nobody has it; with those whose id or name is near.
    """
    for tally in students:
        if tally.student == student:
            return tally
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
