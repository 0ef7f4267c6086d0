"""Layout of a Canvas gradebook export: where students, points and their maximum stand.

The form is what Canvas itself writes and reads (`lib/gradebook_exporter.rb` and
`lib/gradebook_importer.rb` of instructure/canvas-lms): titles `Student` or `LastName`,
`FirstName`; `ID`; maybe `SIS User ID`, `SIS Login ID`, `Integration ID`, `Root Account`;
`Section`; assignments as `Title (id)`; read-only totals. Then maybe a row that marks those
posted by hand, a row `Points Possible`, and the students with a test student among them.
Divided by commas or semicolons, with a decimal comma in some languages.
"""

from __future__ import annotations

import re

from grader.errors import UsageError
from grader.gradebook.lms.csv_file import CANVAS_TEST_STUDENTS, CsvLine, Worksheet, column_named
from grader.gradebook.lms.fill import PointsLayout, columns_named, key, listed, number

_ASSIGNMENT = re.compile(r"(?P<title>.*\S)\s+\((?P<id>\d+)\)\s*", re.DOTALL)
_POSTING = re.compile(r"\s*(Muted|Manual Posting.*)?\s*", re.IGNORECASE | re.DOTALL)
_LOCKED = {"EX": "excused", "N/A": "not assigned to them"}


def layout(sheet: Worksheet, column: str) -> PointsLayout:
    """Return the layout of a Canvas export.

    :param column: title of the assignment's column, with or without its id, or the id alone;
        empty where the file has one assignment only.
    :raises UsageError: when the file is no such export, or has no such column to fill.
    """
    header = sheet.lines[0]
    section = column_named(sheet, header, ("Section",))
    if section is None or column_named(sheet, header, ("ID",)) is None:
        raise UsageError(
            f"{sheet.name} is no gradebook that Canvas exported: no columns ID and Section",
            "In Canvas, choose Grades, Export, Export Entire Gradebook.",
        )
    maxima, places = _lines(sheet)
    at = _column(sheet, section, column, maxima)
    maximum = maxima.value(at) if maxima is not None else ""
    cells = {place: sheet.lines[place].value(at).strip() for place in places}
    return PointsLayout(
        column=at,
        places=places,
        keys=[
            key(sheet, places, title, found)
            for title in ("ID", "SIS User ID", "SIS Login ID")
            if (found := column_named(sheet, header, (title,))) is not None
        ],
        naming=columns_named(sheet, ("Student", "LastName", "FirstName", "ID")),
        maxima=frozenset(value for value in [number(maximum)] if value is not None),
        comma="," if "," in maximum else ".",
        locked={
            place: f"{cell}, {_LOCKED[cell.upper()]}"
            for place, cell in cells.items()
            if cell.upper() in _LOCKED
        },
        test_students=frozenset(place for place in places if _is_test(sheet.lines[place])),
    )


def _lines(sheet: Worksheet) -> tuple[CsvLine | None, list[int]]:
    """Return the line of points possible, and the positions of the students' lines."""
    maxima, places = None, []
    for place, line in enumerate(sheet.lines[1:], start=1):
        if "Points Possible" in line.value(0) and maxima is None:
            maxima = line
        elif not all(_POSTING.fullmatch(value) for value in line.values):
            places.append(place)
    return maxima, places


def _is_test(line: CsvLine) -> bool:
    name = " ".join(line.value(0).split()).casefold()
    two = f"{line.value(0).strip()}, {line.value(1).strip()}".casefold()
    return bool({name, two} & CANVAS_TEST_STUDENTS)


def _column(sheet: Worksheet, section: int, wanted: str, maxima: CsvLine | None) -> int:
    titles = sheet.lines[0].values
    writable = [
        place
        for place in range(section + 1, len(titles))
        if _ASSIGNMENT.fullmatch(titles[place]) and not _read_only(place, maxima)
    ]
    if wanted:
        found = [place for place in range(section + 1, len(titles)) if _is(titles[place], wanted)]
    else:
        found = writable
    if len(found) == 1 and not _read_only(found[0], maxima):
        return found[0]
    named = listed(titles[place] for place in writable)
    next_step = f"Name one with --column: {named}." if writable else "Make the assignment first."
    if len(found) == 1:
        raise UsageError(f"{sheet.name}: Canvas does not let {titles[found[0]]} change", next_step)
    what = f"columns called {wanted}" if wanted else "assignments"
    raise UsageError(f"{sheet.name} has {len(found) or 'no'} {what}", next_step)


def _is(title: str, wanted: str) -> bool:
    """Whether *wanted* is the title, the title without its id, or the id."""
    parts = _ASSIGNMENT.fullmatch(title)
    return wanted.strip() in {title.strip(), *(parts.groups() if parts else ())}


def _read_only(column: int, maxima: CsvLine | None) -> bool:
    cell = maxima.value(column) if maxima is not None else ""
    return "read only" in " ".join(cell.split()).casefold()
