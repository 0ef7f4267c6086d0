"""Finds people of a class on its roster, never by a guess."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from grader.batch.layouts.names import folded
from grader.batch.layouts.roster import RosterEntry
from grader.batch.layouts.values import StudentUpload


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterMatches:
    """Who is who.

    :param people: a student as the layout identifies them, to the line of the roster.
    """

    people: dict[str, RosterEntry]
    notes: tuple[str, ...]


def match(uploads: Iterable[StudentUpload], people: Sequence[RosterEntry]) -> RosterMatches:
    """Match those who handed in to the lines of a roster.

    In turn by id, login, email, the same with what else the layout could have called
    them, and by full name. A name counts only where it is the name of
    one line that nothing surer has claimed, and of one student.
    """
    known = {one.student: one for one in uploads}
    students = [known[student] for student in sorted(known)]
    found: dict[str, RosterEntry] = {}
    steps: tuple[Callable[[RosterEntry], Iterable[str]], ...] = (
        lambda one: (one.student.casefold(),),
        lambda one: (key.casefold() for key in one.ids),
        lambda one: one.logins,
        lambda one: (one.email.casefold(),),
    )
    ways: tuple[Callable[[StudentUpload], str], ...] = (
        lambda one: one.student,
        lambda one: one.other,
    )
    for called in ways:
        for keys in steps:
            lines = _by_key(people, keys)
            for one in students:
                at = lines.get(called(one).casefold(), [])
                if one.student not in found and len(at) == 1:
                    found[one.student] = at[0]
    taken = {person.student for person in found.values()}
    free = [person for person in people if person.student not in taken]
    by_name = _by_key(free, lambda one: one.names)
    claims: dict[str, list[str]] = defaultdict(list)
    notes = []
    for student, name in ((one.student, one.name) for one in students):
        if student in found:
            continue
        at = by_name.get(folded(name or student), [])
        if len(at) == 1:
            claims[at[0].student].append(student)
        elif at:
            listed = " and ".join(str(one.line) for one in at)
            notes.append(
                f"{student} has the name of lines {listed} of the roster; matched with neither"
            )
    for person in free:
        claimed = claims[person.student]
        if len(claimed) == 1:
            found[claimed[0]] = person
        elif claimed:
            notes.append(
                f"{' and '.join(claimed)} both have the name on line {person.line} of the roster;"
                " matched with neither"
            )
    strangers = [student for student in sorted(known) if student not in found]
    if strangers:
        notes.append(f"not on the roster, and kept: {', '.join(strangers)}")
    return RosterMatches(people=found, notes=tuple(notes))


def _by_key(
    people: Iterable[RosterEntry], keys: Callable[[RosterEntry], Iterable[str]]
) -> dict[str, list[RosterEntry]]:
    found: dict[str, list[RosterEntry]] = defaultdict(list)
    for person in people:
        for key in sorted(set(keys(person)) - {""}):
            found[key].append(person)
    return dict(found)
