"""The wording that all reports share: of judgements, scores, findings and next steps.

A report decides the place of each text; this module has the texts.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence

from grader import course
from grader.model import (
    Blocker,
    Cite,
    Finding,
    Grade,
    Judgement,
    SourceScan,
    Traceback,
    Ungraded,
    Verdict,
)
from grader.reports.escape import visible

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


def status(grade: Grade) -> str:
    """Return `passed`, `failed` or `faulted`."""
    if grade.faulted:
        return "faulted"
    return "passed" if grade.earned == grade.possible else "failed"


def fault(faulted: Grade | Verdict) -> str:
    """Return the sentences about faults of the grader, each reason once."""
    verdicts = faulted.verdicts if isinstance(faulted, Grade) else (faulted,)
    reasons = dict.fromkeys(visible(one.fault) for one in verdicts if one.fault)
    return " ".join((FAULT, *(f"The reason: {reason}." for reason in reasons)))


def score(grade: Grade) -> str:
    """Return points and checks in words."""
    held = sum(verdict.judgement is Judgement.PASSED for verdict in grade.verdicts)
    points = f"{grade.earned} of {grade.possible} points"
    return f"{points}, {held} of {len(grade.verdicts)} checks hold"


def reason(problem: Ungraded) -> str:
    """Return why an exercise has no grade, a sentence."""
    word = "Not graded" if problem.ours else "Nothing to grade"
    return f"{word}: {problem.why}."


def findings(grade: Grade) -> list[tuple[Verdict, Finding]]:
    """Return each finding behind its verdict, in teaching order."""
    return [(one, one.finding) for one in grade.verdicts if one.finding is not None]


def not_started(grade: Grade) -> bool:
    """Return whether no function has been begun: no points, and no other finding."""
    names = {found.misconception for _, found in findings(grade)}
    return grade.earned == 0 and names == {"not_started"} and not grade.faulted


def waiting_for(verdict: Verdict) -> str:
    """Return why a check was blocked."""
    return not_asked(verdict.blocked_by)


def not_asked(blocked_by: str) -> str:
    """Return why a check was blocked, from the value of `Verdict.blocked_by`."""
    match blocked_by:
        case Blocker.LOADING:
            return "not run: the file does not load"
        case Blocker.FALSE_ANSWERS:
            return "not run: a false answer came before"
        case Blocker.TIME_LIMIT:
            return "not run: the time limit was used up before"
        case "":
            return "not run"
        case by if by[0].isdigit():
            return f"not run: needs {by}"
        case function:
            return f"not run: waits for {function}"


def waiting_all(grade: Grade) -> str:
    """Return why all checks were blocked, in a sentence; empty where some were not."""
    if not_started(grade):
        return "None of them has been asked: nothing is written yet."
    causes = {verdict.blocked_by for verdict in grade.verdicts}
    if causes == {Blocker.LOADING}:
        return "None of them could be asked: the file does not load."
    return ""


def heading(verdict: Verdict) -> str:
    """Return the heading of a finding."""
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
        yield f"Rule {found.rule}", course.recorded_rule(found.rule).title
    if found.trace is not None and len(found.trace.frames) > 1:
        yield PATH, "; ".join(steps(found.trace))
    if found.line is not None:
        yield f"{LINE} {found.line}", found.source
    if found.trace is not None and found.trace.names:
        yield NAMES, "; ".join(names(found.trace))
    yield "Next step", found.next_step


def steps(trace: Traceback) -> Iterator[str]:
    """Yield the learner's own calls through which an exception came, outermost first."""
    for frame in trace.frames:
        where = "the top level" if frame.function == "<module>" else f"`{frame.function}`"
        times = f", {frame.times} times" if frame.times > 1 else ""
        source = frame.source if "`" in frame.source else f"`{frame.source}`"
        yield f"line {frame.line} in {where}{times}: {source}"


def names(trace: Traceback) -> Iterator[str]:
    """Yield the names that the last of these calls held, as `name = value`."""
    for name, value in trace.names:
        yield f"{name} = {value}"
    if trace.more:
        yield f"and {trace.more} more"


def closing(grade: Grade, *, everything: bool) -> str:
    """Return the last sentence of a report: the next step.

    :param everything: whether all findings have been shown, not the first only.
    """
    number = grade.attempt.exercise.number
    hint = f"For a hint: `grade hint {number}`."
    more = len(findings(grade)) - 1
    if grade.faulted:
        return fault(grade)
    if not_started(grade):
        return (
            f"Nothing is written yet, so nothing can be wrong. Open {grade.attempt.submission.label}, "
            f"begin with the first thing it asks for, save, and run `{command(grade)}` again. {hint}"
        )
    if grade.earned == grade.possible:
        prose = "the explanation, then " if _lacks_prose(grade) else ""
        return f"Every check of exercise {number} holds. What is left: {prose}`grade all`."
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
    """Yield the sentences after a list of exercises: the next one, or that all are finished."""
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
    """Return the sentences about the prose of an attempt; empty where there is none.

    The state, and whether each id that it cites holds. Never a score: a person gives that.
    """
    if grade.review is None or not_started(grade):
        return ""
    task = grade.attempt.exercise.review  # None where a grade was read back from a report
    cited = [
        f"{cite.id} {evidence(cite)}"
        for cite in grade.review.cites
        if task is None or cite.id in task.evidence
    ]
    listed = f" Cited: {', '.join(cited)}." if cited else ""
    return " ".join([REVIEW_STATES[grade.review.state], *grade.review.lacks]) + listed


def evidence(cite: Cite) -> str:
    """Return whether a cited part of a check holds: the predicate of a sentence."""
    if cite.holds is None:
        return "is not compared yet"
    return "holds" if cite.holds else "does not hold"


def places_to_look(scan: SourceScan | None) -> str:
    """Return the lines at which staff should look, and what could not be scanned; empty for none."""
    if scan is None:
        return ""
    lines = [str(line) for line in scan.lines]
    shown = ", ".join(lines[:_LINES])
    more = f" and {len(lines) - _LINES} more" if len(lines) > _LINES else ""
    found = f"look at {'line' if len(lines) == 1 else 'lines'} {shown}{more}" if lines else ""
    unscanned = f"not scanned: {scan.unscanned}" if scan.unscanned else ""
    return "; ".join(filter(None, (found, unscanned)))


_LINES = 8
"""Lines to look at that are listed."""


def _lacks_prose(grade: Grade) -> bool:
    return grade.review is not None and grade.review.state == "not_submitted"


def printed(grade: Grade) -> str:
    """Return the output that the learner's code printed in the first check with a finding, else in any."""
    for verdict in (*(one for one, _ in findings(grade)), *grade.verdicts):
        if verdict.printed:
            return verdict.printed
    return ""


REVIEW_STATES = {
    "not_submitted": "Your explanation is not handed in yet.",
    "awaiting_person": (
        "Your explanation is stored for your reviewer. The grader has not judged it; what it "
        "cites holds."
    ),
    "evidence_open": (
        "Your explanation is stored for your reviewer. Something that it cites has not been compared "
        "yet, so nothing is known of it."
    ),
    "evidence_failing": (
        "Your explanation is stored for your reviewer. Something that it cites does not hold yet, "
        "so it points at evidence that speaks against it."
    ),
}
"""State of a `grader.model.Review` to the sentence that a learner reads."""
