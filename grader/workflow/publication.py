"""The condition for publishing points to another system: no result has a fault of ours."""

from __future__ import annotations

from collections.abc import Sequence

from grader.errors import Fault
from grader.model import Grade, Judgement, Result


def require_countable(results: Sequence[Result]) -> None:
    """Raise unless the points of all results may be published.

    :raises Fault: naming each exercise that was not graded, and why.
    """
    reasons = [_reason(result) for result in results if not result.countable]
    if reasons:
        raise Fault(
            f"no points are reported, because the grader itself failed: {'; '.join(reasons)}",
            "Nothing of this is a zero. Grade again; if it comes back, send this text to the "
            "people who maintain the kit.",
        )


def _reason(result: Result) -> str:
    number = result.exercise.number
    if not isinstance(result, Grade):
        return f"exercise {number}: {result.why}"
    faulted = [v for v in result.verdicts if v.judgement is Judgement.FAULTED]
    reasons = "; ".join(dict.fromkeys(verdict.fault for verdict in faulted if verdict.fault))
    checks = f"exercise {number}: check {', '.join(verdict.check.number for verdict in faulted)}"
    return f"{checks} ({reasons})" if reasons else checks
