"""The gradebook as text: the class in a table, or one student in full.

Every state is a word; a faulted row has FAULT in place of points.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from rich.cells import cell_len, set_cell_size
from rich.console import Console, JustifyMethod
from rich.table import Table
from rich.text import Text

from grader.gradebook.students import Explanation, StudentRecord, worst, worth
from grader.model import Audience, Cite, Mark, Row, State
from grader.reports import terminal, wording
from grader.reports.escape import escaped_command, visible, visible_id
from grader.reports.json import read_grade, read_scan
from grader.reports.page import Page

_FAULT = "FAULT"
_STATES = {
    State.NOTHING_HANDED_IN: "none",
    State.UNREADABLE: "unreadable",
    State.FAULTED: _FAULT,
}
_TOLD = {
    State.FAULTED: "FAULT",
    State.UNREADABLE: "unreadable",
    State.NOTHING_HANDED_IN: "nothing",
    State.GRADED: "graded",
}

_IN_WORDS = {
    State.FAULTED: "FAULT, the grader made a mistake of its own: no points yet, and no zero",
    State.UNREADABLE: "What was handed in could not be read",
    State.NOTHING_HANDED_IN: "Nothing handed in",
}


def show(
    students: Sequence[StudentRecord], console: Console, *, folder: Path, whole: int, plain: bool
) -> None:
    """Write a table with a line for each student, and a summary with the next command.

    :param folder: of the gradebook, for the next command.
    :param whole: number of students in the gradebook; *students* may be a part of them.
    """
    page = Page(console, plain=plain)
    possible = worth(students)
    exercises = sorted(possible)
    personal = any(record.prose for record in students)
    titles = [
        "Student",
        "Name",
        *(f"Ex {exercise}\nof {possible[exercise]}" for exercise in exercises),
        f"All\nof {sum(possible.values())}",
        *(["Person"] if personal else []),
        "State",
    ]
    lines = []
    for record in students:
        by_exercise = {row.exercise: row for row in record.rows}
        points = [_points(by_exercise.get(exercise)) for exercise in exercises]
        person = [_person(record)] if personal else []
        state = _where(record, worst(record))
        lines.append([record.student, record.name, *points, _all(record), *person, state])
    shown = [[page.possible(visible_id(text)) for text in line] for line in lines]
    widths = _widths(titles, shown, console.width)
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    last = len(titles) - 1
    for place, (title, width) in enumerate(zip(titles, widths, strict=True)):
        if width:
            justify: JustifyMethod = "right" if 1 < place < last else "left"
            table.add_column(
                title, width=width, justify=justify, no_wrap=place == 1, overflow="fold"
            )
    cut = page.possible("…")
    for record, line in zip(students, shown, strict=True):
        line[1] = _cut(line[1], widths[1], cut)
        style = "bold magenta" if record.faulted else ""
        cells = zip(line, widths, strict=True)
        table.add_row(*(Text(text, style=style) for text, width in cells if width))
    console.print(table)
    console.print()
    for sentence in _summary(students, whole):
        console.print(Text(escaped_command(sentence)))
    _show_places(students, page)
    if any(record.waiting for record in students):  # in one line, so that it can be copied
        page.line(f"Next: grade gradebook review {visible(shlex.quote(str(folder)))}")


def _widths(titles: Sequence[str], lines: Sequence[Sequence[str]], room: int) -> list[int]:
    """Return the width of each column in cells; names get the rest, or no column where it is too small."""
    widths = [
        max(cell_len(text) for title in [titles[place]] for text in title.splitlines())
        for place in range(len(titles))
    ]
    for line in lines:
        widths = [max(pair) for pair in zip(widths, map(cell_len, line), strict=True)]
    widths[0], widths[-1] = min(widths[0], _WIDEST_ID), min(widths[-1], _WIDEST_STATE)
    left = room - sum(widths) + widths[1] - 2 * (len(widths) - 1)
    if left < widths[1]:
        widths[-1] = max(widths[-1] + min(left, 0), min(widths[-1], _NARROWEST_STATE))
    named = any(line[1] for line in lines)
    widths[1] = min(widths[1], left) if named and left >= _NARROWEST_NAME else 0
    return widths


def _cut(name: str, width: int, mark: str) -> str:
    """Return a name in at most *width* cells, with *mark* at its end where it was cut."""
    if cell_len(name) <= width:
        return name
    return set_cell_size(name, width - cell_len(mark)) + mark


_WIDEST_ID, _WIDEST_STATE, _NARROWEST_NAME, _NARROWEST_STATE = 24, 17, 8, 10


def _points(row: Row | None) -> str:
    if row is None:
        return ""
    if row.earned is None:
        return _FAULT
    if row.state is State.UNREADABLE:
        return "unread"
    return _STATES.get(row.state, str(row.earned))


def _all(record: StudentRecord) -> str:
    if record.earned is None:
        return _FAULT
    return str(record.earned) if record.handed_in else "none"


def _person(record: StudentRecord) -> str:
    if not record.prose:
        return ""
    possible = sum(prose.possible for prose in record.prose.values())
    return "waits" if record.given is None else f"{record.given}/{possible}"


def _where(record: StudentRecord, state: State) -> str:
    exercises = [str(row.exercise) for row in record.rows if row.state is state]
    if len(exercises) == len(record.rows):
        return _TOLD[state]
    return f"{_STATES[state]} in {', '.join(exercises)}"


def _summary(students: Sequence[StudentRecord], whole: int) -> Iterable[str]:
    part = "" if len(students) == whole else f" of {whole}"
    yield f"{len(students)}{part} {'student' if whole == 1 else 'students'}."
    faults = sum(row.earned is None for record in students for row in record.rows)
    if faults:
        yield (
            f"{faults} FAULT: the grader made a mistake of its own there, and it is no zero. Run "
            "`grade batch` again with --rerun faulted."
        )
    waiting = sum(len(record.waiting) for record in students)
    if waiting:
        waits = "1 explanation waits" if waiting == 1 else f"{waiting} explanations wait"
        yield f"{waits} for a person."


def _show_places(students: Sequence[StudentRecord], page: Page) -> None:
    """Write the lines to look at, a line for each row that has any."""
    found = [
        (f"  {visible_id(record.student)}, exercise {row.exercise}: ", places)
        for record in students
        for row in record.rows
        if (places := wording.places_to_look(read_scan(row.report)))
    ]
    if found:
        page.wrapped("Places to look, which are no verdict:")
    for first, places in found:
        page.wrapped(visible(places), indent=4, first=first)


def show_student(
    record: StudentRecord, console: Console, *, sources: Callable[[str], bytes], plain: bool
) -> None:
    """Write one student in full: the report on each exercise, evidence for staff, and explanations.

    :param sources: SHA-256 to the graded file.
    """
    page = Page(console, plain=plain)
    name = f" · {visible_id(record.name)}" if record.name else ""
    page.line(f"{visible_id(record.student)}{name}", "bold")
    earned = f"{_FAULT}, no points yet" if record.earned is None else f"{record.earned} points"
    page.line(f"{earned} of {record.possible}")
    for row in record.rows:
        page.line()
        if row.state is State.GRADED:
            grade = read_grade(row.report, sources(row.sha256))
            terminal.report(grade, console, everything=True, plain=plain, audience=Audience.STAFF)
            if grade.scan is not None and (places := wording.places_to_look(grade.scan)):
                page.wrapped(visible(places), indent=4, first="  staff, no verdict: ")
                for place in grade.scan.places:
                    page.wrapped(visible(place.what), indent=6, first=f"    line {place.line}: ")
            for verdict in grade.verdicts:
                for line in verdict.evidence:
                    first = f"  staff, {verdict.check.number}:"
                    page.wrapped(visible(line), indent=17, first=first)
        else:
            page.line(f"Exercise {row.exercise}", "bold")
            page.wrapped(f"{_IN_WORDS[row.state]}. {visible(row.why)}".rstrip())
        if row.file:
            page.wrapped(f"file {visible_id(row.file)}", style="dim")
        prose = record.prose.get(row.exercise)
        if prose is not None:
            page.line()
            show_prose(prose, page)


def evidence_status(cite: Cite) -> str:
    """Return whether a cited part of a check holds, in words, in capitals unless it does."""
    told = wording.evidence(cite)
    return told if cite.holds else told.upper()


def show_prose(prose: Explanation, page: Page) -> None:
    """Write an explanation, its cites, and its mark."""
    for part, text in prose.texts.items():
        page.line(part.capitalize(), "bold")
        for line in visible(text, lines=True).expandtabs(4).splitlines() or [""]:
            page.wrapped(line, indent=4)
    page.line("Cites", "bold")
    for cite in prose.cites:
        page.wrapped(f"{visible(cite.id)} {evidence_status(cite)}", indent=4)
    if prose.mark is not None:
        page.line("Marked by a person", "bold")
        page.wrapped(f"{_given(prose, prose.mark)}, {prose.mark.marked_at}", indent=4)
        if prose.mark.comment:
            page.wrapped(visible(prose.mark.comment), indent=4)


def _given(prose: Explanation, mark: Mark) -> str:
    if mark.points is None:
        return "no points yet"
    earlier = ", for an earlier file" if prose.outdated else ""
    return f"{mark.points} of {prose.possible}{earlier}"
