"""Filling of one column of points in a teacher's own CSV file, for Canvas and for Moodle.

A `PointsLayout` has the positions in the file of one system; the rest is the same for both.
Nothing is guessed: a student without points keeps the cell as it was and is listed in the notes;
two lines for one student, or two students on one line, are an error that names them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from grader.errors import UsageError
from grader.gradebook.lms.csv_file import CsvLine, Worksheet, column_named, read
from grader.gradebook.points import StudentPoints
from grader.reports.csv_text import safe
from grader.reports.escape import visible_id

Key = tuple[str, Mapping[str, Sequence[int]]]
"""Title of a column that identifies students, and the text of its cells to positions of lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PointsLayout:
    """Positions of columns and lines in the file of one system. Lines are positions in `Worksheet.lines`.

    :param column: the column of points.
    :param places: lines of students.
    :param keys: columns that identify a student, the surest first.
    :param naming: columns with a student's name, for messages.
    :param maxima: every number of points possible that the file states.
    :param comma: decimal sign that the file uses, `.` or `,`.
    :param locked: lines whose points must stay, each with the reason.
    :param test_students: lines of students that the system made up for trying a course out.
    """

    column: int
    places: Sequence[int]
    keys: Sequence[Key]
    naming: Sequence[int]
    maxima: frozenset[Fraction]
    comma: str
    locked: Mapping[int, str]
    test_students: frozenset[int] = field(default=frozenset())


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledFile:
    """A file that has been filled in.

    :param count: cells of points that were written.
    :param notes: a line each on students who were left out, and on what was done to the points.
    :param faulted: True if somebody was left out because the grader failed.
    """

    content: bytes
    count: int
    notes: tuple[str, ...]
    faulted: bool


def fill(
    layout_of: Callable[[Worksheet, str], PointsLayout],
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
    """Return a teacher's file with the points of *students* in one column, otherwise unchanged.

    :param layout_of: `canvas.layout` or `moodle.layout`.
    :param content: the exported file.
    :param name: file name, for messages.
    :param column: title (for Canvas also the id) of the column of points; empty for the only one.
    :param match: title of the column that identifies a student, in place of the layout's own.
    :param out_of: the points possible, where the file does not state them rightly.
    :param scaled: points may be scaled to the points possible in the file.
    :param feedback: student to HTML for `Feedback comments`; a comment that is there stays.
    :raises UsageError: when the file is no such export, or it is not clear what goes where.
    """
    sheet = read(content, name)
    layout = layout_of(sheet, column)
    if len(layout.maxima) > 1 and out_of is None:
        raise UsageError(f"{name} has more than one Maximum Grade", "Say which with --out-of.")
    maximum = Fraction(out_of) if out_of is not None else next(iter(layout.maxima), None)
    factor, note = scale(sheet, students[0].possible if students else 0, maximum, wanted=scaled)
    keys = [_chosen_key(sheet, layout.places, match)] if match else layout.keys
    found = _matched(sheet, layout.places, keys, students)
    values: dict[int, str] = {}
    notes = [note] if note else []
    for one in students:
        place = found.get(one.student)
        if place is None or one.points is None:
            continue
        if place in layout.locked:
            notes.append(f"left as it was: {one.label}: {layout.locked[place]}")
        else:
            values[place] = shown(one.points * factor, layout.comma)
    if feedback is not None:
        sheet, kept = _commented(sheet, feedback, {s: p for s, p in found.items() if p in values})
        notes += kept
    people = [place for place in layout.places if place not in layout.test_students]
    notes += _strangers(sheet, people, found, layout.naming)
    for one in students:
        if one.student not in found:
            notes.append(f"not in {name}: {one.label}{f' ({one.why})' if one.why else ''}")
        elif one.points is None:
            notes.append(f"left as it was: {one.label}: {one.why}")
        elif one.why and found[one.student] in values:
            notes.append(f"filled in: {one.label}: {one.why}")
    return FilledFile(
        content=sheet.filled(layout.column, values).content(),
        count=len(values),
        notes=tuple(notes),
        faulted=any(one.faulted for one in students),
    )


def _matched(
    sheet: Worksheet,
    places: Sequence[int],
    keys: Sequence[Key],
    students: Sequence[StudentPoints],
) -> dict[str, int]:
    """Return student to the position of the line, by the first key that has the student.

    :raises UsageError: when that is ambiguous, or no student is found at all.
    """
    found: dict[str, int] = {}
    for entry in students:
        for title, index in keys:
            at = index.get(identity(entry.student), ())
            if len(at) > 1:
                lines = ", ".join(str(sheet.lines[place].number) for place in at)
                raise UsageError(
                    f"{sheet.name}: {entry.label} stands on lines {lines} ({title})",
                    "Remove the line that does not belong to that student.",
                )
            if at:
                found[entry.student] = at[0]
                break
    _one_student_a_line(sheet, found)
    if places and students and not found:
        titles = ", ".join(title for title, _ in keys)
        raise UsageError(
            f"{sheet.name}: no line is about a student of this gradebook; looked at {titles}, "
            f"for {students[0].label} and {len(students) - 1} more",
            "Name the column that says who they are with --match, or grade with a --roster.",
        )
    return found


def _one_student_a_line(sheet: Worksheet, found: Mapping[str, int]) -> None:
    owners: dict[int, str] = {}
    for student, place in found.items():
        other = owners.setdefault(place, student)
        if other != student:
            raise UsageError(
                f"{sheet.name}, line {sheet.lines[place].number}: "
                f"both {visible_id(other)} and {visible_id(student)} are on it",
                "Name the column that tells them apart with --match.",
            )


def key(sheet: Worksheet, places: Sequence[int], title: str, column: int) -> Key:
    """Return a column as a key to the lines at *places*."""
    found: dict[str, list[int]] = {}
    for place in places:
        if cell := identity(sheet.lines[place].value(column)):
            found.setdefault(cell, []).append(place)
    return title, found


def _chosen_key(sheet: Worksheet, places: Sequence[int], title: str) -> Key:
    """Return the column that a teacher named with --match, as a key.

    :raises UsageError: when there is none; it names those that there are.
    """
    column = column_named(sheet, sheet.lines[0], (title,))
    if column is None:
        raise UsageError(
            f"{sheet.name} has no column {title}", f"It has {listed(sheet.lines[0].values)}."
        )
    return key(sheet, places, title, column)


def columns_named(sheet: Worksheet, titles: Iterable[str]) -> list[int]:
    """Return the columns with these titles; without those that do not exist."""
    found = (column_named(sheet, sheet.lines[0], (title,)) for title in titles)
    return [column for column in found if column is not None]


def listed(titles: Iterable[str]) -> str:
    """Return titles of columns as text, for a message."""
    return "; ".join(title.strip() for title in titles)


def identity(text: str) -> str:
    """Return *text* for comparison: without outer blanks, case-folded."""
    return text.strip().casefold()


def number(text: str) -> Fraction | None:
    """Return the number in a cell, with a decimal point or comma; None for any other text."""
    text = text.strip().replace(",", ".")
    if text.count(".") > 1 or not text.replace(".", "").isdecimal() or not text.isascii():
        return None
    return Fraction(text if not text.endswith(".") else text[:-1])


def scale(
    sheet: Worksheet, possible: int, maximum: Fraction | None, *, wanted: bool
) -> tuple[Fraction, str]:
    """Return the factor for points, and a note on it.

    :param possible: maximum in the gradebook.
    :param maximum: maximum in the file; None where it has none.
    :param wanted: scaling is allowed.
    :raises UsageError: when the two differ and scaling is not allowed, or is impossible.
    """
    if maximum is None:
        if wanted:
            raise UsageError(
                f"{sheet.name} does not say how many points are possible",
                "Say so with --out-of.",
            )
        return Fraction(1), f"points are out of {possible}; {sheet.name} does not say its own"
    if maximum == possible:
        return Fraction(1), ""
    if not wanted:
        raise UsageError(
            f"{sheet.name} gives {shown(maximum)} points, and the gradebook {possible}",
            f"Set it to {possible} there, or let points be scaled with --scale.",
        )
    if maximum <= 0 or possible <= 0:
        raise UsageError(
            f"points cannot be scaled from {possible} to {shown(maximum)}",
            "Say what they are out of with --out-of.",
        )
    return maximum / possible, (
        f"points are scaled from {possible} to {shown(maximum)}, rounded to two decimals"
    )


def shown(points: Fraction, comma: str = ".") -> str:
    """Return points as text: a whole number, or up to two decimals, half rounded up."""
    hundredths = (points * 100 * 2 + 1) // 2
    whole, rest = divmod(int(hundredths), 100)
    return f"{whole}{comma}{rest:02}".rstrip("0") if rest else str(whole)


def _strangers(
    sheet: Worksheet, places: Sequence[int], found: Mapping[str, int], names: Sequence[int]
) -> list[str]:
    """Return a note on each line of the file whose student is not in the gradebook."""
    known = set(found.values())
    return [
        f"not in the gradebook: line {line.number}, {_named(line, names)}"
        for place in places
        if place not in known
        for line in [sheet.lines[place]]
    ]


def _named(line: CsvLine, columns: Sequence[int]) -> str:
    names = [value for column in columns if (value := line.value(column).strip())]
    return ", ".join(names) if names else "who is not named"


def _commented(
    sheet: Worksheet, feedback: Mapping[str, str], found: Mapping[str, int]
) -> tuple[Worksheet, list[str]]:
    column = column_named(sheet, sheet.lines[0], ("Feedback comments",))
    if column is None:
        raise UsageError(
            f"{sheet.name} has no column Feedback comments",
            "In Moodle, switch on Feedback comments in the assignment, and download again.",
        )
    texts, notes = {}, []
    for student, place in found.items():
        if sheet.lines[place].value(column).strip():
            notes.append(f"comment left as it was: {visible_id(student)}: there is one already")
        elif feedback.get(student):
            texts[place] = safe(feedback[student])
    return sheet.filled(column, texts), notes
