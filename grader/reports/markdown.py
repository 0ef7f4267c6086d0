"""The report as GitHub-flavoured Markdown, for pull requests and notes.

Everything a learner wrote is shown as code, in a fence that it cannot close, or
escaped where it stands in a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from grader.model import Grade, Verdict
from grader.reports import wording
from grader.reports.wording import WORDS, visible

_SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#+!|~@&$:-])")
_FRAGMENT = re.compile(r"`([^`]+)`")


def escaped(text: str) -> str:
    """Return *text* as one line of Markdown that shows just its characters."""
    return _SPECIAL.sub(r"\\\1", visible(text))


def code(text: str) -> str:
    """Return *text* as inline code, whatever backquotes it has."""
    shown = visible(text)
    longest = max((len(run) for run in re.findall(r"`+", shown)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if "`" in shown else ""
    return f"{fence}{pad}{shown}{pad}{fence}"


def prose(text: str) -> str:
    """Return a sentence of a finding: its fragments in backquotes stay code, the rest is text."""
    if text.count("`") % 2:
        return escaped(text)
    pieces = _FRAGMENT.split(text)
    return "".join(code(p) if at % 2 else escaped(p) for at, p in enumerate(pieces))


def report(grades: Sequence[Grade]) -> str:
    """Return the report of one or more graded exercises."""
    return "\n".join(line for grade in grades for line in _exercise(grade)) + "\n"


def _exercise(grade: Grade) -> Iterator[str]:
    exercise = grade.attempt.exercise
    yield f"## Exercise {exercise.number}: {escaped(exercise.title)}"
    yield ""
    yield f"{code(grade.attempt.submission.label)}: {wording.score(grade)}"
    yield ""
    yield "| | Check | What holds |"
    yield "|---|---|---|"
    for verdict in grade.verdicts:
        note = f" ({escaped(wording.waiting_for(verdict))})" if verdict.blocked_by else ""
        row = f"| {WORDS[verdict.judgement]} | {verdict.check.number} "
        yield f"{row}| {escaped(verdict.check.sentence)}{note} |"
    yield ""
    for verdict in wording.told(grade):
        yield from _finding(verdict)
    explained = wording.explanation(grade)
    if explained:
        yield escaped(explained)
        yield ""
    if grade.faulted:
        yield escaped(wording.FAULT)
        yield ""
    text = wording.printed(grade)
    if text:
        yield "Printed by the code:"
        yield ""
        yield from ("    " + line for line in visible(text, lines=True).splitlines()[:40])
        yield ""


def _finding(verdict: Verdict) -> Iterator[str]:
    if verdict.finding is None:
        return
    yield f"### {wording.heading(verdict)}"
    yield ""
    for label, text in wording.parts(verdict.finding):
        literal = label in {wording.CALL, wording.NAMES} or label.startswith(wording.LINE)
        yield f"- **{label}**: {code(text) if literal else prose(text)}"
    yield ""
