"""Review of a class's explanations by a person, who gives points: at a terminal or in a spreadsheet."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from grader.errors import UsageError
from grader.gradebook.lms.csv_file import CsvLine, Worksheet, column_named, read
from grader.gradebook.students import Explanation, StudentRecord
from grader.gradebook.table import evidence_status, show_prose
from grader.model import Mark
from grader.reports.csv_text import csv_text, prose_cell, restored
from grader.reports.escape import visible, visible_id
from grader.reports.page import Page


def review_queue(students: Sequence[StudentRecord]) -> tuple[Explanation, ...]:
    """Return all explanations, by exercise and then by student."""
    found = [one for record in students for one in record.prose.values()]
    return tuple(sorted(found, key=lambda one: (one.row.exercise, one.row.student)))


def chosen_explanations(
    waiting: Sequence[Explanation], *, student: str, everything: bool
) -> tuple[Explanation, ...]:
    """Return the explanations to read now.

    :param student: id of the only student, marked or not; empty for all students.
    :param everything: include explanations that have a mark.
    :raises UsageError: when that student has handed in no explanation.
    """
    if not student:
        return tuple(one for one in waiting if everything or one.waiting)
    found = tuple(one for one in waiting if one.row.student == student)
    if not found:
        raise UsageError(
            f"the gradebook has no explanation of {student}",
            "`grade gradebook show OUT --filter TEXT` lists students.",
        )
    return found


def points_in(text: str, possible: int) -> int | None:
    """Return the points in *text*, a whole number from 0 to *possible*; None for any other text."""
    text = text.strip()
    if text.isascii() and text.isdigit() and len(text) < 10 and int(text) <= possible:
        return int(text)
    return None


def mark_for(one: Explanation, points: int | None, comment: str, now: datetime) -> Mark:
    """Return a mark for an explanation, given at *now*."""
    return Mark(
        student=one.row.student,
        exercise=one.row.exercise,
        points=points,
        comment=comment,
        marked_at=now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        sha256=one.row.sha256,
    )


HELP = (
    "A number gives that many points: one for each line of the rubric that the text meets.",
    "Enter keeps the points that are there. c leaves a comment without points.",
    "s skips, b goes back to the one before, q ends. Everything is saved as soon as you answer.",
)
_STATES = {
    "awaiting_person": "What it cites holds.",
    "evidence_open": "Something that it cites is not compared yet.",
    "evidence_failing": "Something that it cites does not hold.",
}


@dataclass(slots=True, kw_only=True)
class ReviewSession:
    """A review at a terminal. Each mark is saved before the next question.

    :param ask: prints a question and returns the input; raises EOFError at its end.
    :param save: writes a mark durably.
    :param page: for all output.
    :param now: a clock.
    :param saved: student and exercise to the mark given in this session.
    """

    ask: Callable[[str], str]
    save: Callable[[Mark], None]
    page: Page
    now: Callable[[], datetime]
    saved: dict[tuple[str, int], Mark] = field(default_factory=dict)

    def keep(self, one: Explanation, points: int | None, comment: str) -> Explanation:
        """Save a mark and return the explanation with it."""
        mark = mark_for(one, points, comment, self.now())
        self.save(mark)
        self.saved[mark.student, mark.exercise] = mark
        return replace(one, mark=mark)


def review(waiting: Sequence[Explanation], session: ReviewSession) -> None:
    """Ask for points for one explanation after the other, until the last or the end of input."""
    at = 0
    while at < len(waiting):
        one = waiting[at]
        mark = session.saved.get((one.row.student, one.row.exercise), one.mark)
        one = replace(one, mark=mark)
        _show(one, at, len(waiting), session)
        try:
            step = _answered(one, session)
        except (EOFError, KeyboardInterrupt):
            session.page.line()
            break
        if step is None:
            break
        at = max(at + step, 0)
    _close(waiting, session)


def _show(one: Explanation, at: int, of: int, session: ReviewSession) -> None:
    page, row = session.page, one.row
    name = f" · {visible_id(row.name)}" if row.name else ""
    page.line()
    page.line(f"Explanation {at + 1} of {of} · {visible_id(row.student)}{name}", "bold")
    page.wrapped(
        f"Exercise {row.exercise}, machine {row.earned} of {row.possible} points. "
        f"{_STATES[one.state]}"
    )
    if one.outdated:
        page.wrapped("The mark below is for a file that was handed in before this one.")
    page.line()
    show_prose(one, page)
    page.line("Rubric, a point each", "bold")
    for number, line in enumerate(one.task.rubric, start=1):
        page.wrapped(line, indent=4, first=f" {number}.")
    page.line()


def _answered(one: Explanation, session: ReviewSession) -> int | None:
    """Ask until the input is valid; return the steps to go on, None to end."""
    there = one.mark.points if one.mark else None
    kept = f", Enter keeps {there}" if there is not None else ""
    while True:
        answer = session.ask(f"Points 0 to {one.possible}{kept}, or s b c q ?: ").strip().casefold()
        points = points_in(answer, one.possible) if answer else there
        if points is not None:
            _ask_comment(session.keep(one, points, _comment_on(one)), session)
            return 1
        match answer:
            case "s":
                return 1
            case "b":
                return -1
            case "q":
                return None
            case "c":
                _ask_comment(one, session)
                return 1
            case "?":
                for line in HELP:
                    session.page.wrapped(line)
            case "":
                session.page.line("Nobody has given points yet. A number, or s to skip.")
            case _:
                session.page.wrapped(
                    f"{visible(answer)} is no whole number from 0 to {one.possible}. ? for help."
                )


def _comment_on(one: Explanation) -> str:
    return one.mark.comment if one.mark else ""


def _ask_comment(one: Explanation, session: ReviewSession) -> None:
    there = _comment_on(one)
    question = "Comment (Enter keeps it, - removes it): " if there else "Comment (Enter for none): "
    comment = session.ask(question).strip()
    if not comment:
        return
    points = None if one.mark is None or one.outdated else one.mark.points
    session.keep(one, points, "" if comment == "-" else comment)


def _close(waiting: Sequence[Explanation], session: ReviewSession) -> None:
    still = [
        one
        for one in waiting
        if replace(
            one, mark=session.saved.get((one.row.student, one.row.exercise), one.mark)
        ).waiting
    ]
    given = sum(mark.points is not None for mark in session.saved.values())
    session.page.line(f"{given} marked now, {len(still)} still wait.")
    if still:
        session.page.wrapped("Run the same command again to go on.")


_COLUMNS = ("student", "name", "exercise", "machine", "evidence")
_TO_FILL = ("points", "possible", "comment", "marked_at", "sha256")


def written_sheet(waiting: Sequence[Explanation]) -> bytes:
    """Return explanations as CSV in UTF-8, with the byte order mark that Excel needs.

    A line for each explanation; `points` and `comment` are to be filled in. Cells are those of `csv_text`,
    and `marks_in_sheet` finds students and comments by what these show of them.
    """
    parts = tuple(dict.fromkeys(part for one in waiting for part in one.task.parts))
    texts = [f"text: {part}" for part in parts]
    titles = [*_COLUMNS, *texts, "rubric", *_TO_FILL]
    lines = (_cells(one, parts) for one in waiting)
    text = csv_text(titles, lines, prose={*texts, "rubric", "comment"})
    return codecs.BOM_UTF8 + text.encode("utf-8")


def _cells(one: Explanation, parts: Sequence[str]) -> list[object]:
    row, mark = one.row, one.mark
    cites = (f"{cite.id} {evidence_status(cite)}" for cite in one.cites)
    return [
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


def marks_in_sheet(
    content: bytes, name: str, known: Sequence[Explanation], now: datetime
) -> tuple[Mark, ...]:
    """Return the new marks in a filled sheet; the whole sheet is checked before any is returned.

    A line with neither points nor comment, or without a change, has none.

    :param name: file name, for messages.
    :param known: all explanations of the gradebook.
    :raises UsageError: with the line, when points are no whole number in range, a student is
        unknown, occurs twice or looks like another one, or has another file or another mark since the
        sheet was written.
    """
    sheet = read(content, name)
    columns = {title: _column(sheet, title) for title in ("student", "exercise", "points")}
    optional = {
        title: column_named(sheet, sheet.lines[0], (title,))
        for title in ("comment", "marked_at", "sha256")
    }
    by_key: dict[tuple[str, str], list[Explanation]] = {}
    for one in known:
        by_key.setdefault((visible_id(one.row.student), str(one.row.exercise)), []).append(one)
    seen: dict[tuple[str, str], int] = {}
    found = []
    for line in sheet.lines[1:]:
        cells = {title: restored(line.value(column)) for title, column in columns.items()}
        cells |= {
            title: restored(line.value(column))
            for title, column in optional.items()
            if column is not None
        }
        if not any(value.strip() for value in cells.values()):
            continue
        key = (visible_id(cells["student"]), cells["exercise"].strip())
        if key in seen:
            raise _wrong(sheet, line, f"{key[0]} stands on line {seen[key]} already")
        seen[key] = line.number
        if key not in by_key:
            raise _wrong(sheet, line, f"there is no explanation of {key[0]} in exercise {key[1]}")
        if len(by_key[key]) > 1:  # an id may have the characters of another one's escape in it
            raise _wrong(sheet, line, f"several students look like {key[0]}")
        mark = _mark(sheet, line, cells, by_key[key][0], now)
        if mark is not None:
            found.append(mark)
    return tuple(found)


def _mark(
    sheet: Worksheet, line: CsvLine, cells: dict[str, str], one: Explanation, now: datetime
) -> Mark | None:
    text, comment = cells["points"].strip(), cells.get("comment", "").strip()
    points = points_in(text, one.possible)
    if text and points is None:
        raise _wrong(
            sheet, line, f"points of {one.row.student}: {text} is no whole number from 0 to "
            f"{one.possible}",
        )  # fmt: skip
    there = one.mark
    same = there is not None and not one.outdated
    if there and same and prose_cell(comment) == prose_cell(there.comment).strip():
        comment = there.comment  # the cell shows the comment, and need not be it
    before = (there.points, there.comment) if there and same else (None, "")
    if (points, comment) == before or (not text and not comment):
        return None
    if cells.get("sha256", one.row.sha256) != one.row.sha256:
        raise _wrong(sheet, line, f"{one.row.student} has handed in another file meanwhile")
    if "marked_at" in cells and there and cells["marked_at"].strip() != there.marked_at:
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
