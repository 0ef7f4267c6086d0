"""A person reads the prose of a class, one explanation after the other, and gives points.

Each answer is saved before the next question is asked, so that ending at any moment
loses nothing, and the next call goes on where this one ended.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from grader.gradebook.marking import Explanation, mark_for, points_in
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
class ReviewSession:
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

    def keep(self, one: Explanation, points: int | None, comment: str) -> Explanation:
        """Save a mark and return the explanation with it."""
        mark = mark_for(one, points, comment, self.now())
        self.save(mark)
        self.saved[mark.student, mark.exercise] = mark
        return replace(one, mark=mark)


def review(waiting: Sequence[Explanation], session: ReviewSession) -> None:
    """Go through explanations until all are seen, or the person ends it."""
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


def _answered(one: Explanation, session: ReviewSession) -> int | None:
    """Ask until there is an answer; return how many steps to go on, None to end."""
    there = one.mark.points if one.mark else None
    kept = f", Enter keeps {there}" if there is not None else ""
    while True:
        answer = session.ask(f"Points 0 to {one.possible}{kept}, or s b c q ?: ").strip().casefold()
        points = points_in(answer, one.possible) if answer else there
        if points is not None:
            _comment(session.keep(one, points, _said(one)), session)
            return 1
        match answer:
            case "s":
                return 1
            case "b":
                return -1
            case "q":
                return None
            case "c":
                _comment(one, session)
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


def _said(one: Explanation) -> str:
    return one.mark.comment if one.mark else ""


def _comment(one: Explanation, session: ReviewSession) -> None:
    there = _said(one)
    question = "Comment (Enter keeps it, - removes it): " if there else "Comment (Enter for none): "
    said = session.ask(question).strip()
    if not said:
        return
    points = None if one.mark is None or one.outdated else one.mark.points
    session.keep(one, points, "" if said == "-" else said)


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
