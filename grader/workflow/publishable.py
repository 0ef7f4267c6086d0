"""Guards what a grade book takes over: a fault of ours never leaves as points."""

from __future__ import annotations

from collections.abc import Sequence

from grader.errors import Fault
from grader.model import Grade, Judgement, Result


def only_countable(results: Sequence[Result]) -> None:
    """Let results pass whose points may be published, all of them.

    :raises Fault: naming each exercise that was not graded, and why.
    """
    told = [_told(result) for result in results if not result.countable]
    if told:
        raise Fault(
            f"no points are reported, because the grader itself failed: {'; '.join(told)}",
            "Nothing of this is a zero. Grade again; if it comes back, send this text to the "
            "people who maintain the kit.",
        )


def _told(result: Result) -> str:
    number = result.exercise.number
    if not isinstance(result, Grade):
        return f"exercise {number}: {result.why}"
    faulted = [v for v in result.verdicts if v.judgement is Judgement.FAULTED]
    reasons = "; ".join(dict.fromkeys(verdict.fault for verdict in faulted if verdict.fault))
    checks = f"exercise {number}: check {', '.join(verdict.check.number for verdict in faulted)}"
    return f"{checks} ({reasons})" if reasons else checks
