"""The roster of a class: a CSV file from Canvas, Moodle, Classroom or by hand; read, and matched."""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from grader.batch.layouts.file_names import folded, printable
from grader.batch.layouts.model import StudentUpload
from grader.errors import SubmissionError, UsageError
from grader.gradebook.lms.csv_file import CANVAS_TEST_STUDENTS
from grader.submissions import read as read_file

LARGEST = 16 << 20
"""Bytes of the largest roster that is read."""

_HEADER_WITHIN = 10
_ID, _LOGIN, _EMAIL, _NAME, _FIRST, _LAST = "id", "login", "email", "name", "first", "last"

# Column, in lower case and in the order in which a column becomes the student's word, to its use.
# Canvas: gradebook export. Moodle: offline grading worksheet. gh classroom: grades CSV.
# Classroom 50: scores.csv. A plain list has `student`.
_COLUMNS: dict[str, str] = {
    "student": _ID, "id": _ID, "identifier": _ID, "login": _LOGIN, "github_username": _LOGIN,
    "username": _LOGIN, "sis login id": _LOGIN, "sis user id": _LOGIN, "id number": _LOGIN,
    "roster_identifier": _LOGIN, "email": _EMAIL, "email address": _EMAIL, "name": _NAME,
    "full name": _NAME, "first_name": _FIRST, "first name": _FIRST, "last_name": _LAST,
    "last name": _LAST, "surname": _LAST,
}  # fmt: skip
_PARTICIPANT = re.compile(r"\D*?(\d+)")
_COLUMNS_SHOWN = "student, login, github_username, username, identifier, email, name"


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterEntry:
    """One student on a roster.

    :param student: id in the gradebook; unique.
    :param line: line number in the file, from 1.
    :param ids: ids on platforms, as they write them.
    :param logins: user names, case-folded.
    :param names: spellings of the full name, letters and digits only, case-folded.
    """

    student: str
    name: str
    email: str
    line: int
    ids: frozenset[str]
    logins: frozenset[str]
    names: frozenset[str]


def read_roster(path: Path) -> tuple[RosterEntry, ...]:
    """Read a roster, in the order of its lines.

    The header may stand below a few other lines; the delimiter is a comma, a semicolon or a tab.
    Lines without a student are left out: blank ones, Canvas' points possible and its test student.

    :raises UsageError: when the file cannot be read, has no known column, or has a student twice.
    """
    rows, header = _table(_text(path), path)
    people = [
        person
        for line, row in rows
        if (person := _person(dict(zip(header, row, strict=False)), line)) is not None
    ]
    _refuse_twice(people, path, "student", lambda one: frozenset({one.student.casefold()}))
    _refuse_twice(people, path, "id", lambda one: one.ids)
    _refuse_twice(people, path, "login", lambda one: one.logins)
    _refuse_twice(people, path, "email", lambda one: frozenset({one.email.casefold()} - {""}))
    if not people:
        raise UsageError(
            f"the roster {path} names nobody", "Put a line for each student below the header."
        )
    return tuple(people)


def _text(path: Path) -> str:
    """Return the text of a roster, in one of the encodings that spreadsheets write."""
    try:
        data = read_file(path.resolve(), str(path), LARGEST)
    except SubmissionError as error:
        raise UsageError(error.message, "Name the CSV file of the roster.") from error
    if len(data) > LARGEST:
        raise UsageError(
            f"the roster {path} is larger than {LARGEST >> 20} MiB", "Name a CSV file."
        )
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UsageError(
            f"the roster {path} is not UTF-8 (byte {error.start})",
            "Save it from the spreadsheet as `CSV UTF-8`.",
        ) from error


def _table(text: str, path: Path) -> tuple[list[tuple[int, list[str]]], list[str]]:
    """Return the lines below the header with their numbers, and the header in lower case."""
    broken: UsageError | None = None
    for delimiter in ",;\t":
        rows, error = _rows(text, delimiter, path)
        for place, (_, row) in enumerate(rows[:_HEADER_WITHIN]):
            header = [" ".join(cell.split()).casefold() for cell in row]
            if set(header) & set(_COLUMNS):
                if error is not None:
                    raise error
                return rows[place + 1 :], header
        broken = broken or error
    raise broken or UsageError(
        f"the roster {path} has no header with a column that is known",
        f"Give it a first line with one or more of: {_COLUMNS_SHOWN}.",
    )


def _rows(
    text: str, delimiter: str, path: Path
) -> tuple[list[tuple[int, list[str]]], UsageError | None]:
    """Return the lines with their numbers, up to an error of CSV, and that error.

    Quotation marks are read strictly: one that is never closed would swallow the students below.
    """
    rows: list[tuple[int, list[str]]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begin = 1
    try:
        for row in reader:
            rows.append((reader.line_num, row))
            begin = reader.line_num + 1
    except csv.Error as error:
        return rows, UsageError(
            f"line {begin} of the roster {path} is not CSV: {error}",
            "Look at the quotation marks there, or save it from the spreadsheet as `CSV UTF-8`.",
        )
    return rows, None


def _person(row: Mapping[str, str], line: int) -> RosterEntry | None:
    """Return the student on one line; None for a line without one."""
    if "id" in row and "name" not in row:  # Canvas: Student is a name, ID the identity
        row = {"name" if column == "student" else column: cell for column, cell in row.items()}
    found: dict[str, list[str]] = {}
    for column, kind in _COLUMNS.items():
        cell = " ".join(printable(row.get(column, "")).split())
        if column == "identifier" and (match := _PARTICIPANT.fullmatch(cell)):
            cell = match[1]
        if cell:
            found.setdefault(kind, []).append(cell)
    both = " ".join(found.get(_FIRST, [])[:1] + found.get(_LAST, [])[:1])
    name = next(iter(found.get(_NAME, [])), both)
    words = [
        *found.get(_ID, []),
        *found.get(_LOGIN, []),
        *found.get(_EMAIL, []),
        *([name] if name else []),
    ]
    keyed = any(found.get(kind) for kind in (_ID, _LOGIN, _EMAIL))
    if not words or (not keyed and folded(name) == "pointspossible"):
        return None
    if {"id", "section"} <= row.keys() and name.casefold() in CANVAS_TEST_STUDENTS:
        return None
    return RosterEntry(
        student=words[0],
        name=name,
        email=next(iter(found.get(_EMAIL, [])), ""),
        line=line,
        ids=frozenset(found.get(_ID, [])),
        logins=frozenset(login.casefold() for login in found.get(_LOGIN, [])),
        names=frozenset(ways(name) | ways(both)),
    )


def ways(name: str) -> frozenset[str]:
    """Return the spellings of a name: as it is, and with the last name moved to the other end."""
    words = name.replace(",", " ").split()
    last, comma, first = name.partition(",")
    turned = [f"{first} {last}"] if comma else [" ".join([*words[-1:], *words[:-1]])]
    return frozenset(folded(one) for one in [name, *turned]) - {""}


def _refuse_twice(
    people: list[RosterEntry], path: Path, what: str, keys: Callable[[RosterEntry], frozenset[str]]
) -> None:
    lines: dict[str, int] = {}
    for person in people:
        for key in sorted(keys(person)):
            if key in lines:
                raise UsageError(
                    f"the roster {path} has the {what} {key} on line {lines[key]} and again on line {person.line}",
                    "Leave one line for each student.",
                )
            lines[key] = person.line


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterMatches:
    """Students of a layout found on a roster.

    :param people: id in the layout to the line of the roster.
    """

    people: dict[str, RosterEntry]
    notes: tuple[str, ...]


def match_roster(uploads: Iterable[StudentUpload], people: Sequence[RosterEntry]) -> RosterMatches:
    """Match students who handed in to the lines of a roster, never by a guess.

    They are matched by id, login and email, then by the same with the layout's other id, then by
    full name. A name counts only where one line and one student have it, and nothing surer has
    claimed the line.
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
