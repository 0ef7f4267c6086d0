"""The words that every report shares, and how a learner's text is made safe to show.

A report decides where things stand; what they are called is decided here.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from grader.model import Finding, Grade, Judgement, Verdict
from grader.rules import rule_numbered

WORDS = {
    Judgement.PASSED: "PASS",
    Judgement.FAILED: "FAIL",
    Judgement.BLOCKED: "WAIT",
    Judgement.FAULTED: "FAULT",
}
"""One word for each judgement; signs and colours only go with it."""

FAULT = (
    "The grader made a mistake of its own here. It is not a zero and says nothing about your "
    "answer; the same file can be graded again. Please tell your instructor."
)

NOT_CONFINED = "Your code is not confined on this machine; `grade doctor` says what is enforced."


def status(grade: Grade) -> str:
    """Return `passed`, `failed` or `faulted`."""
    if grade.faulted:
        return "faulted"
    return "passed" if grade.earned == grade.possible else "failed"


def score(grade: Grade) -> str:
    """Return points and checks in words."""
    held = sum(verdict.judgement is Judgement.PASSED for verdict in grade.verdicts)
    points = f"{grade.earned} of {grade.possible} points"
    return f"{points}, {held} of {len(grade.verdicts)} checks hold"


def told(grade: Grade) -> tuple[Verdict, ...]:
    """Return the verdicts that have something to tell, in teaching order."""
    return tuple(verdict for verdict in grade.verdicts if verdict.finding is not None)


def not_started(grade: Grade) -> bool:
    """Say whether no function has been begun: nothing held, and nothing was found but that."""
    names = {verdict.finding.misconception for verdict in told(grade) if verdict.finding}
    return grade.earned == 0 and names == {"not_started"} and not grade.faulted


def waiting_for(verdict: Verdict) -> str:
    """Return why a blocked check was not asked."""
    return not_asked(verdict.blocked_by)


def not_asked(blocked_by: str) -> str:
    """Return why a check was not asked, from what `Verdict.blocked_by` says."""
    match blocked_by:
        case "load":
            return "not run: the file does not load"
        case "time limit":
            return "not run: the time limit was used up before"
        case "":
            return "not run"
        case by if by[0].isdigit():
            return f"not run: needs {by}"
        case function:
            return f"not run: waits for {function}"


def parts(found: Finding) -> Iterator[tuple[str, str]]:
    """Yield heading and text of a finding, in the order in which it is read."""
    if found.call:
        yield "Call", found.call
    yield "Observed", found.observed
    yield "Expected", found.expected
    yield "Why", found.why
    if found.rule is not None:
        yield f"Rule {found.rule}", rule_numbered(found.rule).title
    if found.line is not None:
        yield f"Your line {found.line}", found.source
    yield "Next step", found.next_step


def explanation(grade: Grade) -> str:
    """Return what a learner reads about the prose of an attempt; empty where there is none.

    The state, and what became of each thing that the prose cites. Never a score: that is a
    person's to give.
    """
    if grade.review is None or not_started(grade):
        return ""
    cited = [
        f"{cite.id} {'holds' if cite.holds else 'does not hold'}" for cite in grade.review.cites
    ]
    listed = f" Cited: {', '.join(cited)}." if cited else ""
    return REVIEW_STATES[grade.review.state] + listed


def printed(grade: Grade) -> str:
    """Return what the learner's code printed: in the first check with a finding, else the first."""
    for verdict in (*told(grade), *grade.verdicts):
        if verdict.printed:
            return verdict.printed
    return ""


def visible(text: str, *, lines: bool = False) -> str:
    """Return *text* with whatever a terminal would obey, or an eye would miss, shown as escapes.

    :param lines: leave line ends and tabs as they are.
    """
    return "".join(_shown(character, lines=lines) for character in text)


def unobeyed(line: str) -> str:
    """Return one line of a report so that no workflow's runner takes it for a command.

    GitHub's obeys `::name::` at the start of a line, spaces before it notwithstanding, and
    `##[name]` anywhere in it.
    """
    start = line.lstrip()
    if start.startswith("::"):
        line = f"{line[: len(line) - len(start)]}\\x3a{start[1:]}"
    return line.replace("##[", "#\\x23[")


def _shown(character: str, *, lines: bool) -> str:
    if character == " " or (lines and character in "\n\t"):
        return character
    if character == "\r" and lines:
        return ""
    if unicodedata.category(character) in _HIDDEN:
        return character.encode("unicode_escape").decode("ascii")
    return character


_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
"""Unicode categories of control, format, surrogate, private and separator characters."""

REVIEW_STATES = {
    "not_submitted": (
        "Your explanation is not handed in yet: it wants a text in each of its parts, and at least "
        "two ids in CITES, one of them a function."
    ),
    "awaiting_person": (
        "Your explanation is stored for your reviewer. The grader has not judged it; what it "
        "cites holds."
    ),
    "evidence_failing": (
        "Your explanation is stored for your reviewer. Something that it cites does not hold yet, "
        "so it points at evidence that speaks against it."
    ),
}
"""What a learner reads about prose; the states are those of `grader.model.Review`."""
