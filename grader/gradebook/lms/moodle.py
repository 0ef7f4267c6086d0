"""Moodle: fills the grades of an offline grading worksheet, and nothing else of it.

The form is what Moodle's assignment writes and reads (`mod/assign/gradingtable.php` and
`mod/assign/feedback/offline/importgradeslib.php` of moodle/moodle): `Identifier` holds
`Participant 12345`, `Grade` the points, `Maximum Grade` what they are out of; the number in
the identifier says who it is. `Last modified (grade)` is left alone: by it Moodle sees that
somebody graded meanwhile. Titles and the word before the number are in the teacher's
language, and so is the decimal comma.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction

from grader.errors import UsageError
from grader.gradebook.lms.csv_file import Worksheet, column_named, read, safe
from grader.gradebook.lms.fill_points import (
    FilledFile,
    StudentPoints,
    chosen_key,
    columns_named,
    filled,
    identity,
    index,
    listed,
    matched,
    number,
    scale,
    shown,
    strangers,
)

_PARTICIPANT = re.compile(r"\s*(?P<word>\D*?)\s*(?P<id>\d+)\s*")
_OTHER_KEYS = ("ID number", "Username", "Email address")


def fill(
    content: bytes,
    name: str,
    students: Sequence[StudentPoints],
    *,
    column: str = "",
    match: str = "",
    out_of: int | None = None,
    scaled: bool = False,
    feedback: Mapping[str, str] | None = None,
) -> FilledFile:
    """Return a teacher's worksheet with the points of *students* in its column of grades.

    :param content: the downloaded file.
    :param name: how messages name it.
    :param column: title of the column of grades, where it is not `Grade`.
    :param match: title of the column that says who somebody is, in place of the identifier
        and of `ID number`, `Username` and `Email address` in that order.
    :param out_of: the points possible, where the file does not say them.
    :param scaled: whether points may be scaled to the file's points possible.
    :param feedback: student to HTML for `Feedback comments`; a comment that is there stays.
    :raises UsageError: when the file is no such worksheet, or it is not clear what goes where.
    """
    sheet = read(content, name)
    header = sheet.lines[0]
    places = [place for place, line in enumerate(sheet.lines) if place and any(line.values)]
    who = _identifier(sheet, places)
    at = column_named(sheet, header, (column or "Grade",))
    if at is None:
        raise UsageError(
            f"{name} has no column {column or 'Grade'}",
            f"Name one with --column: {listed(header.values)}.",
        )
    factor, comma, note = _scale(sheet, places, at, students, out_of, scaled=scaled)
    found = matched(sheet, places, _keys(sheet, places, who, match), students)
    values, kept = {}, []
    locked = column_named(sheet, header, ("Grade can be changed",))
    for entry in students:
        place = found.get(entry.student)
        if place is None or entry.points is None:
            continue
        if locked is not None and identity(sheet.lines[place].value(locked)) == "no":
            kept.append(f"left as it was: {entry.student}: Moodle does not let this grade change")
            continue
        values[place] = shown(entry.points * factor, comma)
    if feedback is not None:
        sheet, said = _commented(sheet, feedback, {s: p for s, p in found.items() if p in values})
        kept += said
    naming = [who, *columns_named(sheet, ("Full name", "First name", "Last name", "Surname"))]
    others = strangers(sheet, places, found, naming)
    return filled(sheet, at, values, [note, *kept, *others], students, found)


def _identifier(sheet: Worksheet, places: Sequence[int]) -> int:
    """Return the column of identifiers: by its title, or because of what all its cells say."""
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


def _keys(
    sheet: Worksheet, places: Sequence[int], who: int, match: str
) -> list[tuple[str, dict[str, list[int]]]]:
    header = sheet.lines[0]
    if match:
        return [chosen_key(sheet, places, match)]
    numbers: dict[str, list[int]] = {}
    for place in places:
        if part := _PARTICIPANT.fullmatch(sheet.lines[place].value(who)):
            numbers.setdefault(part["id"], []).append(place)
    title = header.value(who).strip()
    keys = [(title, numbers), (title, index(sheet, places, who))]
    for other in _OTHER_KEYS:
        column = column_named(sheet, header, (other,))
        if column is not None:
            keys.append((other, index(sheet, places, column)))
    return keys


def _scale(
    sheet: Worksheet,
    places: Sequence[int],
    grades: int,
    students: Sequence[StudentPoints],
    out_of: int | None,
    *,
    scaled: bool,
) -> tuple[Fraction, str, str]:
    """Return the factor for points, the sign between whole and part, and a line to tell."""
    column = column_named(sheet, sheet.lines[0], ("Maximum Grade",))
    said = [sheet.lines[place].value(column) for place in places] if column is not None else []
    all_of_them = {value for text in said if (value := number(text)) is not None}
    if len(all_of_them) > 1 and out_of is None:
        raise UsageError(
            f"{sheet.name} has more than one Maximum Grade", "Say which with --out-of."
        )
    maximum = Fraction(out_of) if out_of is not None else next(iter(all_of_them), None)
    possible = students[0].possible if students else 0
    factor, note = scale(sheet, possible, maximum, wanted=scaled)
    written = [*said, *(sheet.lines[place].value(grades) for place in places)]
    return factor, "," if any("," in text for text in written) else ".", note


def _commented(
    sheet: Worksheet, feedback: Mapping[str, str], found: Mapping[str, int]
) -> tuple[Worksheet, list[str]]:
    column = column_named(sheet, sheet.lines[0], ("Feedback comments",))
    if column is None:
        raise UsageError(
            f"{sheet.name} has no column Feedback comments",
            "In Moodle, switch on Feedback comments in the assignment, and download again.",
        )
    texts, said = {}, []
    for student, place in found.items():
        if sheet.lines[place].value(column).strip():
            said.append(f"comment left as it was: {student}: there is one already")
        elif feedback.get(student):
            texts[place] = safe(feedback[student])
    return sheet.filled(column, texts), said
