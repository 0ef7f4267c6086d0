"""A person reads the prose of a class, one explanation after the other, and gives points.

Each answer is saved before the next question is asked, so that ending at any moment
loses nothing, and the next call goes on where this one ended.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from grader.gradebook.marking import Prose, mark_for, points_in
from grader.gradebook.table import show_prose
from grader.model import Mark
from grader.reports.escape import visible
from grader.reports.terminal import Page

HELP = (
    "A number gives that many points: one for each line of the rubric that the text meets.",
    "Enter keeps the points that are there. c leaves a comment without points.",
    "s skips, b goes back to the one before, q ends. Everything is saved as soon as you answer.",
)
_STATES = {
    "awaiting_person": "What it cites holds.",
    "evidence_failing": "Something that it cites does not hold.",
}


@dataclass(slots=True, kw_only=True)
class Desk:
    """What a review needs of the world outside.

    :param ask: puts a question and returns the answer; raises EOFError when there are no more.
    :param save: keeps a mark, durably, before it returns.
    :param page: where everything is shown.
    :param now: gives the time.
    """

    ask: Callable[[str], str]
    save: Callable[[Mark], None]
    page: Page
    now: Callable[[], datetime]
    saved: dict[tuple[str, int], Mark] = field(default_factory=dict)

    def keep(self, one: Prose, points: int | None, comment: str) -> Prose:
        """Save a mark and return the explanation with it."""
        mark = mark_for(one, points, comment, self.now())
        self.save(mark)
        self.saved[mark.student, mark.exercise] = mark
        return replace(one, mark=mark)


def review(waiting: Sequence[Prose], desk: Desk) -> None:
    """Go through explanations until all are seen, or the person ends it."""
    at = 0
    while at < len(waiting):
        one = waiting[at]
        mark = desk.saved.get((one.row.student, one.row.exercise), one.mark)
        one = replace(one, mark=mark)
        _show(one, at, len(waiting), desk)
        try:
            step = _answered(one, desk)
        except (EOFError, KeyboardInterrupt):
            desk.page.line()
            break
        if step is None:
            break
        at = max(at + step, 0)
    _close(waiting, desk)


def _show(one: Prose, at: int, of: int, desk: Desk) -> None:
    page, row = desk.page, one.row
    name = f" · {visible(row.name)}" if row.name else ""
    page.line()
    page.line(f"Explanation {at + 1} of {of} · {visible(row.student)}{name}", "bold")
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


def _answered(one: Prose, desk: Desk) -> int | None:
    """Ask until there is an answer; return how many steps to go on, None to end."""
    there = one.mark.points if one.mark else None
    kept = f", Enter keeps {there}" if there is not None else ""
    while True:
        answer = desk.ask(f"Points 0 to {one.possible}{kept}, or s b c q ?: ").strip().casefold()
        points = points_in(answer, one.possible) if answer else there
        if points is not None:
            _comment(desk.keep(one, points, _said(one)), desk)
            return 1
        match answer:
            case "s":
                return 1
            case "b":
                return -1
            case "q":
                return None
            case "c":
                _comment(one, desk)
                return 1
            case "?":
                for line in HELP:
                    desk.page.wrapped(line)
            case "":
                desk.page.line("Nobody has given points yet. A number, or s to skip.")
            case _:
                desk.page.wrapped(
                    f"{visible(answer)} is no whole number from 0 to {one.possible}. ? for help."
                )


def _said(one: Prose) -> str:
    return one.mark.comment if one.mark else ""


def _comment(one: Prose, desk: Desk) -> None:
    there = _said(one)
    question = "Comment (Enter keeps it, - removes it): " if there else "Comment (Enter for none): "
    said = desk.ask(question).strip()
    if not said:
        return
    points = None if one.mark is None or one.outdated else one.mark.points
    desk.keep(one, points, "" if said == "-" else said)


def _close(waiting: Sequence[Prose], desk: Desk) -> None:
    still = [
        one
        for one in waiting
        if replace(one, mark=desk.saved.get((one.row.student, one.row.exercise), one.mark)).waiting
    ]
    given = sum(mark.points is not None for mark in desk.saved.values())
    desk.page.line(f"{given} marked now, {len(still)} still wait.")
    if still:
        desk.page.wrapped("Run the same command again to go on.")
