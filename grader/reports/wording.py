"""The words that every report shares, and how a learner's text is made safe to show.

A report decides where things stand; what they are called is decided here.
"""

from __future__ import annotations

import re
import shlex
import unicodedata
from collections.abc import Iterator, Sequence

from grader.model import Finding, Grade, Judgement, Verdict
from grader.results import Problem
from grader.rules import rule_numbered
from grader.traces import Trace

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


def reason(problem: Problem) -> str:
    """Return why an exercise has no grade, a sentence."""
    word = "Not graded" if problem.ours else "Nothing to grade"
    return f"{word}: {problem.why}."


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


def waiting_all(grade: Grade) -> str:
    """Return why no check at all was asked, in a sentence; empty where that is not so."""
    if not_started(grade):
        return "None of them has been asked: nothing is written yet."
    causes = {verdict.blocked_by for verdict in grade.verdicts}
    if causes == {"load"}:
        return "None of them could be asked: the file does not load."
    return ""


def heading(verdict: Verdict) -> str:
    """Return what stands above a finding."""
    failed = verdict.judgement is Judgement.FAILED
    word = "does not hold yet" if failed else "could not be asked"
    return f"Check {verdict.check.number} {word}"


CALL, LINE, PATH, NAMES = "Call", "Your line", "The way there", "Names there"
"""Headings that a report may want to treat in a way of its own; LINE is followed by a number."""


def parts(found: Finding) -> Iterator[tuple[str, str]]:
    """Yield heading and text of a finding, in the order in which it is read."""
    if found.call:
        yield CALL, found.call
    yield "Observed", found.observed
    yield "Expected", found.expected
    yield "Why", found.why
    if found.rule is not None:
        yield f"Rule {found.rule}", rule_numbered(found.rule).title
    if found.trace is not None and len(found.trace.frames) > 1:
        yield PATH, "; ".join(steps(found.trace))
    if found.line is not None:
        yield f"{LINE} {found.line}", found.source
    if found.trace is not None and found.trace.names:
        yield NAMES, "; ".join(names(found.trace))
    yield "Next step", found.next_step


def steps(trace: Trace) -> Iterator[str]:
    """Yield the learner's own calls through which an exception came, outermost first."""
    for frame in trace.frames:
        where = "the top level" if frame.function == "<module>" else f"`{frame.function}`"
        times = f", {frame.times} times" if frame.times > 1 else ""
        source = frame.source if "`" in frame.source else f"`{frame.source}`"
        yield f"line {frame.line} in {where}{times}: {source}"


def names(trace: Trace) -> Iterator[str]:
    """Yield the names that the last of these calls held, as `name = value`."""
    for name, value in trace.names:
        yield f"{name} = {value}"
    if trace.more:
        yield f"and {trace.more} more"


def closing(grade: Grade, *, everything: bool) -> str:
    """Return the last sentence of a report: what to do now.

    :param everything: whether all findings have been shown, not the first only.
    """
    number = grade.attempt.exercise.number
    hint = f"For a hint: `grade hint {number}`."
    more = len(told(grade)) - 1
    if grade.faulted:
        return FAULT
    if not_started(grade):
        return (
            f"Nothing is written yet, so nothing can be wrong. Open {grade.attempt.submission.label}, "
            f"write the first function, save, and run `{command(grade)}` again. {hint}"
        )
    if grade.earned == grade.possible:
        return f"Every check of exercise {number} holds. What is left: `grade all`."
    if more > 0 and not everything:
        count = "1 more finding" if more == 1 else f"{more} more findings"
        return f"Start with this one. {count}: `{command(grade)} --all`. {hint}"
    return f"Change your file, save, and run `{command(grade)}` again. {hint}"


def command(grade: Grade) -> str:
    """Return the command that grades this file again."""
    exercise, label = grade.attempt.exercise, grade.attempt.submission.label
    plain = f"grade exercise {exercise.number}"
    if label in {f"exercises/{exercise.slug}.py", f"{exercise.slug}.py"}:
        return plain
    return f"{plain} {shlex.quote(visible(label))}".replace("`", "\\`")


def next_of(grades: Sequence[Grade]) -> Iterator[str]:
    """Yield what to say after a list of exercises: which one is next, or that all are done."""
    for grade in grades:
        if overall(grade) is not Judgement.PASSED:
            yield f"Next: exercise {grade.attempt.exercise.number}, {grade.attempt.submission.label}."
            return
    yield "Every check of every exercise holds."
    yield from filter(None, map(explanation, grades))


def overall(grade: Grade) -> Judgement:
    """Return one judgement for a whole exercise; BLOCKED while nothing is written."""
    if grade.faulted:
        return Judgement.FAULTED
    if grade.earned == grade.possible:
        return Judgement.PASSED
    return Judgement.BLOCKED if not_started(grade) else Judgement.FAILED


def overall_word(grade: Grade) -> str:
    """Return the word for `overall`."""
    judgement = overall(grade)
    if judgement is Judgement.BLOCKED:
        return "NEW"
    return "OPEN" if judgement is Judgement.FAILED else WORDS[judgement]


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
    if text.isascii() and text.isprintable():
        return text
    out, marks = [], _MARKS  # a combining mark wants a letter to stand on, and not many beside it
    for character in text:
        marks = marks + 1 if unicodedata.category(character) in _COMBINING else 0
        if marks > _MARKS:
            out.append(_escaped(character))
        else:
            out.append(_shown(character, lines=lines))
        if character.isspace():
            marks = _MARKS
    return "".join(out)


def unobeyed(line: str) -> str:
    """Return one line of a report so that no workflow's runner takes it for a command.

    GitHub's obeys `::name::` at the start of a line, spaces before it notwithstanding, and
    `##[name]` anywhere in it.
    """
    start = line.lstrip()
    if start.startswith("::"):
        line = f"{line[: len(line) - len(start)]}\\x3a{start[1:]}"
    return line.replace("##[", "#\\x23[")


def shortened(text: str, most: int) -> str:
    """Return *text* in at most *most* characters, an ellipsis for what was cut."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


_COMMAND = re.compile(r":(?=:)|(?<=##)(?=\[)")


def inert(text: str, most: int) -> str:
    """Return *text* as one line of at most *most* characters that no workflow obeys.

    GitHub's runner obeys `::name::` and `##[name]`; where in a line depends on what a program
    prints before it, so both are taken apart wherever they stand.
    """
    return shortened(_COMMAND.sub(_apart, visible(text)), most)


def _apart(found: re.Match[str]) -> str:
    return f"{found[0]} "


def _shown(character: str, *, lines: bool) -> str:
    if character == " " or (lines and character in "\n\t"):
        return character
    if character == "\r" and lines:
        return ""
    if unicodedata.category(character) in _HIDDEN or character in _BLANK:
        return _escaped(character)
    return character


def _escaped(text: str) -> str:
    return text.encode("unicode_escape").decode("ascii")


_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
"""Unicode categories of control, format, surrogate, private and separator characters."""

_COMBINING = {"Mn", "Me"}
_MARKS = 3
"""How many combining marks one letter may carry; more would reach into the lines around it."""

_BLANK = {
    *map(
        chr, (0xA0, 0x34F, 0x115F, 0x1160, 0x1680, 0x17B4, 0x17B5, 0x202F, 0x205F, 0x2800, 0x3164)
    ),
    *map(chr, (*range(0x180B, 0x1810), *range(0x2000, 0x200B), *range(0xFE00, 0xFE10), 0xFFA0)),
    *map(chr, range(0xE0100, 0xE01F0)),
}
"""Characters of other categories that look like a space or like nothing."""

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
