"""The review queue as a spreadsheet, there and back.

Out: a line for each explanation, with what a reviewer needs to read. Back: `points` and
`comment` count, the rest says whose they are. The whole file is checked before anything
of it is kept, and what is wrong is told with its line.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Sequence
from datetime import datetime

from grader.errors import UsageError
from grader.gradebook.lms.csv_file import CsvLine, Worksheet, column_named, read, restored, safe
from grader.gradebook.marking import Explanation, mark_for, points_in
from grader.model import Mark

_COLUMNS = ("student", "name", "exercise", "machine", "evidence")
_TO_FILL = ("points", "possible", "comment", "marked_at", "sha256")


def written(waiting: Sequence[Explanation]) -> bytes:
    """Return explanations as CSV in UTF-8, with the mark of byte order that Excel looks for."""
    parts = tuple(dict.fromkeys(part for one in waiting for part in one.task.parts))
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([*_COLUMNS, *(f"text: {part}" for part in parts), "rubric", *_TO_FILL])
    for one in waiting:
        row, mark = one.row, one.mark
        cites = (f"{cite.id} {'holds' if cite.holds else 'DOES NOT HOLD'}" for cite in one.cites)
        cells: list[object] = [
            row.student,
            row.name,
            row.exercise,
            f"{row.earned} of {row.possible}",
            ", ".join(cites),
            *(one.texts.get(part, "") for part in parts),
            "\n".join(one.task.rubric),
            "" if one.waiting or mark is None else mark.points,
            one.possible,
            mark.comment if mark and not one.outdated else "",
            mark.marked_at if mark else "",
            row.sha256,
        ]
        writer.writerow([safe(str(cell)) for cell in cells])
    return codecs.BOM_UTF8 + out.getvalue().encode("utf-8", "backslashreplace")


def marks(
    content: bytes, name: str, known: Sequence[Explanation], now: datetime
) -> tuple[Mark, ...]:
    """Return the marks that a filled sheet gives, but for those that change nothing.

    A line with neither points nor comment gives none.

    :param name: how messages name the file.
    :param known: every explanation of the gradebook.
    :raises UsageError: with the line, when points are no whole number within what is
        possible, somebody is unknown or stands there twice, the student has handed in another
        file meanwhile, or somebody else has marked meanwhile.
    """
    sheet = read(content, name)
    columns = {title: _column(sheet, title) for title in ("student", "exercise", "points")}
    optional = {
        title: column_named(sheet, sheet.lines[0], (title,))
        for title in ("comment", "marked_at", "sha256")
    }
    by_key = {(one.row.student, str(one.row.exercise)): one for one in known}
    seen: dict[tuple[str, str], int] = {}
    found = []
    for line in sheet.lines[1:]:
        said = {title: restored(line.value(column)) for title, column in columns.items()}
        said |= {
            title: restored(line.value(column))
            for title, column in optional.items()
            if column is not None
        }
        if not any(value.strip() for value in said.values()):
            continue
        key = (said["student"], said["exercise"].strip())
        if key in seen:
            raise _wrong(sheet, line, f"{key[0]} stands on line {seen[key]} already")
        seen[key] = line.number
        if key not in by_key:
            raise _wrong(sheet, line, f"there is no explanation of {key[0]} in exercise {key[1]}")
        mark = _mark(sheet, line, said, by_key[key], now)
        if mark is not None:
            found.append(mark)
    return tuple(found)


def _mark(
    sheet: Worksheet, line: CsvLine, said: dict[str, str], one: Explanation, now: datetime
) -> Mark | None:
    text, comment = said["points"].strip(), said.get("comment", "").strip()
    points = points_in(text, one.possible)
    if text and points is None:
        raise _wrong(
            sheet, line, f"points of {one.row.student}: {text} is no whole number from 0 to "
            f"{one.possible}",
        )  # fmt: skip
    there = one.mark
    same = there is not None and not one.outdated
    before = (there.points, there.comment) if there and same else (None, "")
    if (points, comment) == before or (not text and not comment):
        return None
    if said.get("sha256", one.row.sha256) != one.row.sha256:
        raise _wrong(sheet, line, f"{one.row.student} has handed in another file meanwhile")
    if "marked_at" in said and there and said["marked_at"].strip() != there.marked_at:
        raise _wrong(
            sheet, line, f"{one.row.student} was marked at {there.marked_at}, after this file was "
            "written",
        )  # fmt: skip
    return mark_for(one, points, comment, now)


def _column(sheet: Worksheet, title: str) -> int:
    found = column_named(sheet, sheet.lines[0], (title,))
    if found is None:
        raise UsageError(
            f"{sheet.name} has no column {title}",
            "Fill in a file that `grade gradebook review OUT --export FILE.csv` wrote.",
        )
    return found


def _wrong(sheet: Worksheet, line: CsvLine, what: str) -> UsageError:
    return UsageError(
        f"{sheet.name}, line {line.number}: {what}",
        "Nothing of the file was kept. Put it right, or export again, and import it once more.",
    )
