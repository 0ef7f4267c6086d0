"""Layout of Moodle's offline grading worksheet: where students, points and their maximum stand.

The form is what Moodle's assignment writes and reads (`mod/assign/gradingtable.php` and
`mod/assign/feedback/offline/importgradeslib.php` of moodle/moodle): `Identifier` holds
`Participant 12345`, `Grade` the points, `Maximum Grade` their maximum; the number
identifies the student. `Last modified (grade)` is left alone: by it Moodle notices grades
given meanwhile. Titles and the word before the number are in the teacher's
language, and so is the decimal comma.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from grader.errors import UsageError
from grader.gradebook.lms.csv_file import Worksheet, column_named
from grader.gradebook.lms.fill import (
    Key,
    PointsLayout,
    columns_named,
    identity,
    key,
    listed,
    number,
)

_PARTICIPANT = re.compile(r"\s*(?P<word>\D*?)\s*(?P<id>\d+)\s*")


def layout(sheet: Worksheet, column: str) -> PointsLayout:
    """Return the layout of a Moodle worksheet.

    :param column: title of the column of grades, where it is not `Grade`.
    :raises UsageError: when the file is no such worksheet, or has no such column.
    """
    header = sheet.lines[0]
    places = [place for place, line in enumerate(sheet.lines) if place and any(line.values)]
    identifier = _identifier(sheet, places)
    at = column_named(sheet, header, (column or "Grade",))
    if at is None:
        raise UsageError(
            f"{sheet.name} has no column {column or 'Grade'}",
            f"Name one with --column: {listed(header.values)}.",
        )
    most = column_named(sheet, header, ("Maximum Grade",))
    maxima = [] if most is None else [sheet.lines[place].value(most) for place in places]
    grades = [sheet.lines[place].value(at) for place in places]
    locked = column_named(sheet, header, ("Grade can be changed",))
    return PointsLayout(
        column=at,
        places=places,
        keys=_keys(sheet, places, identifier),
        naming=[
            identifier,
            *columns_named(sheet, ("Full name", "First name", "Last name", "Surname")),
        ],
        maxima=frozenset(value for cell in maxima if (value := number(cell)) is not None),
        comma="," if any("," in cell for cell in [*maxima, *grades]) else ".",
        locked={
            place: "Moodle does not let this grade change"
            for place in places
            if locked is not None and identity(sheet.lines[place].value(locked)) == "no"
        },
    )


def _identifier(sheet: Worksheet, places: Sequence[int]) -> int:
    """Return the column of identifiers: by its title, or because of what all its cells hold."""
    named = column_named(sheet, sheet.lines[0], ("Identifier",))
    if named is not None:
        return named
    for column in range(len(sheet.lines[0].cells)):
        parts = [_PARTICIPANT.fullmatch(sheet.lines[place].value(column)) for place in places]
        words = {part["word"] for part in parts if part}
        if parts and all(parts) and len(words) == 1 and words != {""}:
            return column
    raise UsageError(
        f"{sheet.name} is no grading worksheet of Moodle: no column Identifier, and none that "
        "holds a word and a number such as `Participant 12345`",
        "In Moodle, open the assignment, View all submissions, Download grading worksheet.",
    )


def _keys(sheet: Worksheet, places: Sequence[int], identifier: int) -> list[Key]:
    """Return the number in the identifier as a key, the whole identifier, and the other columns."""
    numbers: dict[str, list[int]] = {}
    for place in places:
        if part := _PARTICIPANT.fullmatch(sheet.lines[place].value(identifier)):
            numbers.setdefault(part["id"], []).append(place)
    title = sheet.lines[0].value(identifier).strip()
    others = [
        key(sheet, places, other, column)
        for other in ("ID number", "Username", "Email address")
        if (column := column_named(sheet, sheet.lines[0], (other,))) is not None
    ]
    return [(title, numbers), key(sheet, places, title, identifier), *others]
