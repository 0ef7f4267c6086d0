"""What goes into a teacher's own file: whose points, on which line, out of how many.

Nothing is guessed. Whoever gets no points keeps the cell as it was and is told of; two
lines for one student, or two students for one line, are an error that names them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from grader.errors import UsageError
from grader.gradebook.lms.csv_file import CsvLine, Worksheet, column_named
from grader.gradebook.students import StudentRecord, worth
from grader.model import State


@dataclass(frozen=True, slots=True, kw_only=True)
class StudentPoints:
    """One student's points on their way into a file.

    :param points: None where the cell is to stay as it is.
    :param possible: what they are out of; the same for everybody of a class.
    :param why: for None, the reason; else what should be known of these points, if anything.
    :param faulted: whether it is our own fault that there are none.
    """

    student: str
    name: str
    points: int | None
    possible: int
    why: str = ""
    faulted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledFile:
    """A file that has been filled in.

    :param count: of the cells that were written.
    :param notes: a line each on whoever was left out, and on what was done to the points.
    :param faulted: whether anybody was left out by our own fault.
    """

    content: bytes
    count: int
    notes: tuple[str, ...]
    faulted: bool


def entries(
    students: Sequence[StudentRecord], *, marked: bool, zero_for_missing: bool
) -> tuple[StudentPoints, ...]:
    """Return what each student gets, out of what the whole class is out of.

    A zero for work that nobody could read is a teacher's to give, as for work that is missing.

    :param marked: add the points that a person gave; who still waits for them gets none.
    :param zero_for_missing: who handed in nothing at all gets a zero, and so does somebody
        of whose work nothing could be read.
    """
    most = worth(students)
    return tuple(_entry(one, most, marked=marked, zero=zero_for_missing) for one in students)


def _entry(
    record: StudentRecord, most: Mapping[int, int], *, marked: bool, zero: bool
) -> StudentPoints:
    points, why = record.earned, ""
    lacking = sorted(most.keys() - {row.exercise for row in record.rows})
    unreadable = [row.exercise for row in record.rows if row.state is State.UNREADABLE]
    graded = any(row.state is State.GRADED for row in record.rows)
    if points is None:
        why = "; ".join(f"exercise {row.exercise}: {row.why}" for row in record.faulted)
        why = f"the grader made a mistake of its own ({why})"
    elif lacking:
        points, why = None, f"not graded yet ({_exercises(lacking)})"
    elif not record.handed_in and not zero:
        points, why = None, "nothing handed in"
    elif not graded and not zero:
        points, why = None, f"nothing that could be read ({_exercises(unreadable)})"
    elif marked and record.waiting:
        points, why = None, "the explanation waits for a person's points"
    elif unreadable:
        why = f"no points for what could not be read ({_exercises(unreadable)})"
    if points is not None and marked:
        points = record.total
    return StudentPoints(
        student=record.student,
        name=record.name,
        points=points,
        possible=sum(most.values())
        + (sum(record.personal.get(number, 0) for number in most) if marked else 0),
        why=why,
        faulted=bool(record.faulted),
    )


def _exercises(numbers: Iterable[int]) -> str:
    return f"exercise {', '.join(str(number) for number in numbers)}"


def matched(
    sheet: Worksheet,
    places: Sequence[int],
    keys: Sequence[tuple[str, Mapping[str, Sequence[int]]]],
    students: Sequence[StudentPoints],
) -> dict[str, int]:
    """Return student to the position of their line; by the first key that knows them.

    :param keys: title of a column, and what its cells say to the positions of their lines.
    :raises UsageError: when that is ambiguous, or when nobody is found at all.
    """
    found: dict[str, int] = {}
    for entry in students:
        for title, index in keys:
            at = index.get(identity(entry.student), ())
            if len(at) > 1:
                lines = ", ".join(str(sheet.lines[place].number) for place in at)
                raise UsageError(
                    f"{sheet.name}: {entry.student} stands on lines {lines} ({title})",
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
            f"for {students[0].student} and {len(students) - 1} more",
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
                f"both {other} and {student} are on it",
                "Name the column that tells them apart with --match.",
            )


def index(sheet: Worksheet, places: Sequence[int], column: int) -> dict[str, list[int]]:
    """Return what the cells of a column say to the positions of their lines."""
    found: dict[str, list[int]] = {}
    for place in places:
        if said := identity(sheet.lines[place].value(column)):
            found.setdefault(said, []).append(place)
    return found


def chosen_key(
    sheet: Worksheet, places: Sequence[int], title: str
) -> tuple[str, dict[str, list[int]]]:
    """Return the column that a teacher named with --match, and its index.

    :raises UsageError: when there is none; with those that there are.
    """
    column = column_named(sheet, sheet.lines[0], (title,))
    if column is None:
        raise UsageError(
            f"{sheet.name} has no column {title}", f"It has {listed(sheet.lines[0].values)}."
        )
    return title, index(sheet, places, column)


def columns_named(sheet: Worksheet, titles: Iterable[str]) -> list[int]:
    """Return the columns with these titles, of those that there are."""
    found = (column_named(sheet, sheet.lines[0], (title,)) for title in titles)
    return [column for column in found if column is not None]


def listed(titles: Iterable[str]) -> str:
    """Return titles of columns in a row, for a sentence."""
    return "; ".join(title.strip() for title in titles)


def identity(text: str) -> str:
    """Return *text* as it is compared: case and outer blanks do not tell people apart."""
    return text.strip().casefold()


def number(text: str) -> Fraction | None:
    """Return the number in a cell, with a decimal point or comma; None where there is none."""
    text = text.strip().replace(",", ".")
    if text.count(".") > 1 or not text.replace(".", "").isdecimal() or not text.isascii():
        return None
    return Fraction(text if not text.endswith(".") else text[:-1])


def scale(
    sheet: Worksheet, possible: int, maximum: Fraction | None, *, wanted: bool
) -> tuple[Fraction, str]:
    """Return what points are multiplied by, and a line on what is done to them.

    :param maximum: the points possible that the file says, None where it says nothing.
    :raises UsageError: when they differ from ours and scaling is not wanted, or cannot be done.
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
    """Return points as text: whole if they are, else with two decimals, half rounded up."""
    hundredths = (points * 100 * 2 + 1) // 2
    whole, rest = divmod(int(hundredths), 100)
    return f"{whole}{comma}{rest:02}".rstrip("0") if rest else str(whole)


def filled(
    sheet: Worksheet,
    column: int,
    values: Mapping[int, str],
    notes: Sequence[str],
    students: Sequence[StudentPoints],
    found: Mapping[str, int],
) -> FilledFile:
    """Return the file with *values* in *column*, and what there is to tell about it."""
    said = [note for note in notes if note]
    for entry in students:
        if entry.student not in found:
            said.append(
                f"not in {sheet.name}: {who(entry)}{f' ({entry.why})' if entry.why else ''}"
            )
        elif entry.points is None:
            said.append(f"left as it was: {who(entry)}: {entry.why}")
        elif entry.why and found[entry.student] in values:
            said.append(f"filled in: {who(entry)}: {entry.why}")
    return FilledFile(
        content=sheet.filled(column, dict(values)).content(),
        count=len(values),
        notes=tuple(said),
        faulted=any(entry.faulted for entry in students),
    )


def who(entry: StudentPoints) -> str:
    """Return how a message names a student."""
    return f"{entry.student} ({entry.name})" if entry.name else entry.student


def strangers(
    sheet: Worksheet, places: Sequence[int], found: Mapping[str, int], names: Sequence[int]
) -> list[str]:
    """Return a line on each line of the file that is about nobody in the gradebook."""
    known = set(found.values())
    return [
        f"not in the gradebook: line {line.number}, {_named(line, names)}"
        for place in places
        if place not in known
        for line in [sheet.lines[place]]
    ]


def _named(line: CsvLine, columns: Sequence[int]) -> str:
    said = [value for column in columns if (value := line.value(column).strip())]
    return ", ".join(said) if said else "who is not named"
