"""The report as GitHub-flavoured Markdown, for pull requests and notes.

A learner's text becomes code, in backquotes that it cannot close, or is escaped in a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from grader.model import Finding, Grade, Verdict
from grader.reports import wording
from grader.reports.escape import shortened, visible
from grader.reports.wording import WORDS

_SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#+!|~@&$:-])")
_FRAGMENT = re.compile(r"`([^`]+)`")
_PRINTED_LINES, _WIDEST, _LONGEST = 40, 400, 1_000


# GitHub makes links of addresses, mail and people's names, numbers of issues and commits, and
# pictures of `:names:`, after the Markdown has been read: a backslash does not stop it, code does.
# A text may have been cut in the middle of an address, so how one begins is enough.
_LINKED = re.compile(r"[@/]|www\.|mailto:|xmpp:|:\w+:|#\d|GH-\d|\b[0-9a-f]{7,}\b", re.IGNORECASE)


def escaped(text: str) -> str:
    """Return *text* as one line of Markdown that shows just its characters."""
    return " ".join(map(_word, visible(text).split(" ")))


def _word(word: str) -> str:
    if not _LINKED.search(word):
        return _SPECIAL.sub(r"\\\1", word)
    core = word.rstrip(".,;:!?)") or word
    return code(core) + _SPECIAL.sub(r"\\\1", word[len(core) :])


def code(text: str) -> str:
    """Return *text* as inline code, whatever backquotes it has; nothing where there is none."""
    shown = visible(text)
    if not shown.strip():
        return ""
    longest = max((len(run) for run in re.findall(r"`+", shown)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if "`" in shown else ""
    return f"{fence}{pad}{shown}{pad}{fence}"


def prose(text: str) -> str:
    """Return a sentence of a finding: its fragments in backquotes stay code, the rest is text."""
    if text.count("`") % 2:
        return escaped(text)
    pieces = _FRAGMENT.split(text)
    shown = ""
    for at, piece in enumerate(pieces):
        part = code(piece) if at % 2 else escaped(piece)
        # Two codes side by side would be one, or none, by their backquotes.
        shown += f" {part}" if shown.endswith("`") and part.startswith("`") else part
    return shown


def report(grades: Sequence[Grade]) -> str:
    """Return the report of one or more graded exercises."""
    return "\n".join(line for grade in grades for line in _exercise(grade)) + "\n"


def _exercise(grade: Grade) -> Iterator[str]:
    exercise = grade.attempt.exercise
    yield f"## Exercise {exercise.number}: {escaped(exercise.title)}"
    yield ""
    label = shortened(grade.attempt.submission.label, _LONGEST)
    yield f"{code(label)}: {wording.score(grade)}"
    yield ""
    yield "| | Check | What holds |"
    yield "|---|---|---|"
    for verdict in grade.verdicts:
        note = f" ({escaped(wording.waiting_for(verdict))})" if verdict.blocked_by else ""
        row = f"| {WORDS[verdict.judgement]} | {verdict.check.number} "
        yield f"{row}| {escaped(verdict.check.sentence)}{note} |"
    yield ""
    for verdict, found in wording.findings(grade):
        yield from _finding(verdict, found)
    explained = shortened(wording.explanation(grade), _LONGEST)
    if explained:
        yield escaped(explained)
        yield ""
    if grade.faulted:
        yield escaped(wording.fault(grade))
        yield ""
    text = wording.printed(grade)
    if text:
        yield "Printed by the code:"
        yield ""
        rows = visible(text, lines=True).splitlines()
        yield from (f"    {shortened(row, _WIDEST)}" for row in rows[:_PRINTED_LINES])
        yield ""
        if len(rows) > _PRINTED_LINES:
            yield f"… and {len(rows) - _PRINTED_LINES} lines more"
            yield ""


def _finding(verdict: Verdict, found: Finding) -> Iterator[str]:
    yield f"### {wording.heading(verdict)}"
    yield ""
    for label, text in wording.parts(found):
        literal = label in {wording.CALL, wording.NAMES} or label.startswith(wording.LINE)
        cut = shortened(text, _LONGEST)
        yield f"- **{label}**: {code(cut) if literal else prose(cut)}"
    yield ""
