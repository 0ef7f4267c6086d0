"""Canvas: fills one column of the gradebook that a teacher exported, and nothing else of it.

The form is what Canvas itself writes and reads (`lib/gradebook_exporter.rb` and
`lib/gradebook_importer.rb` of instructure/canvas-lms): titles `Student` or `LastName`,
`FirstName`; `ID`; maybe `SIS User ID`, `SIS Login ID`, `Integration ID`, `Root Account`;
`Section`; assignments as `Title (id)`; read-only totals. Then maybe a row that says which
are posted by hand, a row `Points Possible`, and the students with a test student among them.
Divided by commas or semicolons, with a decimal comma in some languages.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from grader.errors import UsageError
from grader.gradebook.lms.csv_file import CANVAS_TEST_STUDENTS, Worksheet, column_named, read
from grader.gradebook.lms.fill_points import (
    FilledFile,
    StudentPoints,
    chosen_key,
    columns_named,
    filled,
    index,
    listed,
    matched,
    number,
    scale,
    shown,
    strangers,
)

_ASSIGNMENT = re.compile(r"(?P<title>.*\S)\s+\((?P<id>\d+)\)\s*", re.DOTALL)
_NAMING = ("Student", "LastName", "FirstName", "ID")
_KEYS = ("ID", "SIS User ID", "SIS Login ID")
_POSTING = re.compile(r"\s*(Muted|Manual Posting.*)?\s*", re.IGNORECASE | re.DOTALL)
_KEPT = {"EX": "excused", "N/A": "not assigned to them"}


def fill(
    content: bytes,
    name: str,
    students: Sequence[StudentPoints],
    *,
    column: str = "",
    match: str = "",
    out_of: int | None = None,
    scaled: bool = False,
) -> FilledFile:
    """Return a teacher's export with the points of *students* in one column.

    :param content: the exported file.
    :param name: how messages name it.
    :param column: title of the assignment's column, with or without its id, or the id alone;
        empty where the file has one assignment only.
    :param match: title of the column that says who somebody is, in place of `ID`,
        `SIS User ID` and `SIS Login ID` in that order.
    :param out_of: the points possible, where the file does not say them rightly.
    :param scaled: whether points may be scaled to the file's points possible.
    :raises UsageError: when the file is no such export, or it is not clear what goes where.
    """
    sheet = read(content, name)
    section = column_named(sheet, sheet.lines[0], ("Section",))
    if section is None or column_named(sheet, sheet.lines[0], ("ID",)) is None:
        raise UsageError(
            f"{name} is no gradebook that Canvas exported: no columns ID and Section",
            "In Canvas, choose Grades, Export, Export Entire Gradebook.",
        )
    points_row, places = _rows(sheet)
    at = _column(sheet, section, column, points_row)
    told = sheet.lines[points_row].value(at) if points_row is not None else ""
    maximum = Fraction(out_of) if out_of is not None else number(told)
    possible = students[0].possible if students else 0
    factor, note = scale(sheet, possible, maximum, wanted=scaled)
    found = matched(sheet, places, _keys(sheet, places, match), students)
    values, kept = {}, []
    comma = "," if "," in told else "."
    for entry in students:
        place = found.get(entry.student)
        if place is None or entry.points is None:
            continue
        before = sheet.lines[place].value(at).strip()
        if before.upper() in _KEPT:
            kept.append(f"left as it was: {entry.student}: {before}, {_KEPT[before.upper()]}")
            continue
        values[place] = shown(entry.points * factor, comma)
    people = [place for place in places if not _is_test(sheet, place)]
    others = strangers(sheet, people, found, columns_named(sheet, _NAMING))
    return filled(sheet, at, values, [note, *kept, *others], students, found)


def _rows(sheet: Worksheet) -> tuple[int | None, list[int]]:
    """Return the position of the row of points possible, and those of the students' rows."""
    points_row, places = None, []
    for place, line in enumerate(sheet.lines[1:], start=1):
        values = line.values
        if "Points Possible" in line.value(0) and points_row is None:
            points_row = place
        elif not all(_POSTING.fullmatch(value) for value in values):
            places.append(place)
    return points_row, places


def _is_test(sheet: Worksheet, place: int) -> bool:
    line = sheet.lines[place]
    name = " ".join(line.value(0).split()).casefold()
    two = f"{line.value(0).strip()}, {line.value(1).strip()}".casefold()
    return bool({name, two} & CANVAS_TEST_STUDENTS)


def _keys(
    sheet: Worksheet, places: Sequence[int], match: str
) -> list[tuple[str, dict[str, list[int]]]]:
    if match:
        return [chosen_key(sheet, places, match)]
    keys = []
    for title in _KEYS:
        column = column_named(sheet, sheet.lines[0], (title,))
        if column is not None:
            keys.append((title, index(sheet, places, column)))
    return keys


def _column(sheet: Worksheet, section: int, wanted: str, points_row: int | None) -> int:
    titles = sheet.lines[0].values
    open_to = [
        place
        for place in range(section + 1, len(titles))
        if _ASSIGNMENT.fullmatch(titles[place]) and not _read_only(sheet, place, points_row)
    ]
    if wanted:
        found = [place for place in range(section + 1, len(titles)) if _is(titles[place], wanted)]
    else:
        found = open_to
    if len(found) == 1 and not _read_only(sheet, found[0], points_row):
        return found[0]
    named = listed(titles[place] for place in open_to)
    next_step = f"Name one with --column: {named}." if open_to else "Make the assignment first."
    if len(found) == 1:
        raise UsageError(f"{sheet.name}: Canvas does not let {titles[found[0]]} change", next_step)
    what = f"columns called {wanted}" if wanted else "assignments"
    raise UsageError(f"{sheet.name} has {len(found) or 'no'} {what}", next_step)


def _is(title: str, wanted: str) -> bool:
    """Say whether *wanted* is the title, the title without its id, or the id."""
    parts = _ASSIGNMENT.fullmatch(title)
    names = {title.strip(), *(parts.groups() if parts else ())}
    return wanted.strip() in names


def _read_only(sheet: Worksheet, column: int, points_row: int | None) -> bool:
    said = sheet.lines[points_row].value(column) if points_row is not None else ""
    return "read only" in " ".join(said.split()).casefold()
