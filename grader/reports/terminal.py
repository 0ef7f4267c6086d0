"""The report on a terminal or in a pipe: the score, the first finding and the next step.

Every judgement is a word as well as a sign, and every part has its name before it, so the
report reads in order aloud. Nothing of a learner's text is obeyed by the terminal, fragments
of code are not broken, and no line is wider than asked.
"""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console

from grader.model import Audience, Finding, Grade, Judgement, Verdict
from grader.reports import wording
from grader.reports.escape import visible
from grader.reports.page import Page
from grader.reports.wording import WORDS
from grader.submissions import source_lines, source_of

_LABEL = 12
_STACKED = 72
"""Below this width a part's text stands under its name instead of beside it."""

_PRINTED_LINES, _PRINTED_IN_ALL = 20, 200
_TAB = 4
_LITTLE = 3
"""Characters of a line above that say nothing: none, a bracket, the end of a docstring."""


def report(
    grade: Grade,
    console: Console,
    *,
    everything: bool,
    plain: bool,
    audience: Audience = Audience.LEARNER,
) -> None:
    """Write one graded exercise.

    :param everything: all findings, not the first only.
    :param audience: staff get no sentence about the next step.
    """
    page = Page(console, plain=plain)
    exercise = grade.attempt.exercise
    page.wrapped(f"Exercise {exercise.number} · {exercise.title}", style="bold")
    page.wrapped(visible(grade.attempt.submission.label))
    page.wrapped(wording.score(grade))
    page.line()
    _checks(page, grade)
    found = wording.findings(grade)
    lines = source_lines(source_of(grade.attempt.submission, exercise)) if found else []
    for verdict, finding in found if everything else found[:1]:
        page.line()
        _finding(page, verdict, finding, lines)
    _printed(page, grade, _PRINTED_IN_ALL if everything else _PRINTED_LINES)
    page.line()
    _explanation(page, grade)
    if audience is Audience.LEARNER:
        page.wrapped(visible(wording.closing(grade, everything=everything)))
    page.line(f"Seed {grade.attempt.seed}, Python {grade.python or 'unknown'}")


def _checks(page: Page, grade: Grade) -> None:
    common = wording.waiting_all(grade)
    for verdict in grade.verdicts:
        sign, style = page.sign(verdict.judgement)
        lead = f"{sign} {WORDS[verdict.judgement]:<5} {verdict.check.number}  "
        text = verdict.check.sentence
        if verdict.judgement is Judgement.BLOCKED and not common:
            text = f"{text} ({wording.waiting_for(verdict)})"
        page.wrapped(text, indent=len(lead), first=lead, lead_style=style)
    if common:
        page.line()
        page.wrapped(common)


def _finding(page: Page, verdict: Verdict, found: Finding, lines: Sequence[str]) -> None:
    page.line(wording.heading(verdict), "bold")
    for label, text in wording.parts(found):
        shown = visible(text)
        if label == wording.CALL and page.width < _STACKED:
            page.line(f"  {label}", "bold")
            page.code(shown, indent=4)
        elif label == wording.CALL:
            page.code(shown, indent=_LABEL, first=f"  {label}")
        elif label.startswith(wording.LINE):
            page.line(f"  {label}", "bold")
            _source(page, found, lines)
        elif label == wording.NAMES and found.trace is not None:
            page.line(f"  {label}", "bold")
            for name in wording.names(found.trace):
                page.code(visible(name), indent=4)
        elif label == wording.PATH and found.trace is not None:
            page.line(f"  {label}", "bold")
            for frame in wording.steps(found.trace):
                page.wrapped(visible(frame), indent=4)
        elif page.width < _STACKED:
            page.line(f"  {label}", "bold")
            page.wrapped(shown, indent=4)
        else:
            page.wrapped(shown, indent=_LABEL, first=f"  {label}")


def _source(page: Page, found: Finding, lines: Sequence[str]) -> None:
    """Write the learner's line, and the one above it where that is not empty."""
    number = found.line
    if number is None:
        return
    numbers = [one for one in (number - 1, number) if 1 <= one <= len(lines)]
    shown = [(one, _shown(lines[one - 1])) for one in numbers]
    if len(shown) == 2 and len(shown[0][1].strip()) <= _LITTLE:
        del shown[0]
    caret = None
    if found.column is not None and shown:
        caret = len(_shown(lines[number - 1][: found.column - 1]))
    page.source(shown, at=number, caret=caret)


def _shown(line: str) -> str:
    """Return a line of a file with its tabs as spaces and everything else visible."""
    return visible(line.rstrip("\r\n"), lines=True).expandtabs(_TAB)


def _printed(page: Page, grade: Grade, most: int) -> None:
    text = wording.printed(grade)
    if not text:
        return
    page.line()
    page.line("Printed by your code", "bold")
    rows = visible(text, lines=True).expandtabs(_TAB).splitlines()
    for row in rows[:most]:
        page.quoted(row)
    if len(rows) > most:
        more = len(rows) - most
        page.line(f"  … and {more} {'line' if more == 1 else 'lines'} more")


def _explanation(page: Page, grade: Grade) -> None:
    prose = wording.explanation(grade)
    if prose:
        page.wrapped(visible(prose))
        page.line()


def summary(grades: Sequence[Grade], console: Console, *, plain: bool) -> None:
    """Write one line for each exercise, and the points in all."""
    page = Page(console, plain=plain)
    for grade in grades:
        exercise = grade.attempt.exercise
        sign, style = page.sign(wording.overall(grade))
        lead = f"{sign} {wording.overall_word(grade):<5} {exercise.number}  "
        page.wrapped(
            f"{exercise.title}: {grade.earned} of {grade.possible} points",
            indent=len(lead), first=lead, lead_style=style,
        )  # fmt: skip
    page.line()
    earned, possible = sum(g.earned for g in grades), sum(g.possible for g in grades)
    page.line(f"{earned} of {possible} points in all", "bold")
    page.line()
    for sentence in wording.next_of(grades):
        page.wrapped(visible(sentence))
