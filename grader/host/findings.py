"""Reads an examiner's report: pytest-json-report's, in which each test carries a verdict.

A test whose outcome and verdict disagree, or that has none, is a fault of ours.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from grader import course
from grader.model import (
    Attempt,
    Check,
    Cite,
    Finding,
    Frame,
    Grade,
    Judgement,
    Review,
    Trace,
    Verdict,
)

_OUTCOMES = {
    "passed": Judgement.PASSED,
    "failed": Judgement.FAILED,
    "skipped": Judgement.BLOCKED,
}


def grades_from(report: dict[str, Any], attempts: Sequence[Attempt]) -> tuple[Grade, ...]:
    """Return the grades in a report; a check whose verdict is missing or doubtful is FAULTED."""
    found: dict[tuple[int, str], dict[str, Any]] = {}
    reviews: dict[int, Review] = {}
    broken: list[str] = []
    for test in report["tests"]:
        metadata = test.get("metadata") or {}
        if "review" in metadata:
            reviews[metadata["attempt"]] = _review(metadata["review"])
        elif _OUTCOMES.get(test.get("outcome")) is _judgement(metadata):
            found[metadata["attempt"], metadata["check"]] = metadata
        else:
            call = test.get("call") or test.get("setup") or {}
            broken.append(f"{test.get('nodeid')}: {str(call.get('longrepr'))[-2000:]}")
    return tuple(
        _grade(attempt, place, found, reviews.get(place), tuple(broken))
        for place, attempt in enumerate(attempts)
    )


def _judgement(metadata: dict[str, Any]) -> Judgement | None:
    return Judgement(metadata["judgement"]) if "judgement" in metadata else None


def _grade(
    attempt: Attempt,
    place: int,
    found: dict[tuple[int, str], dict[str, Any]],
    review: Review | None,
    broken: tuple[str, ...],
) -> Grade:
    verdicts = []
    python = ""
    sandbox: dict[str, str] = {}
    for check in course.checks(attempt.exercise):
        metadata = found.get((place, check.id))
        if metadata is None or (attempt.exercise.review is not None and review is None):
            evidence = tuple(line for line in broken if f"[{place}]" in line) or broken
            verdicts.append(Verdict(check=check, judgement=Judgement.FAULTED, evidence=evidence))
            continue
        python = metadata["python"] or python
        sandbox = metadata["sandbox"] or sandbox
        verdicts.append(_verdict(check, metadata))
    return Grade(
        attempt=attempt, verdicts=tuple(verdicts), python=python, sandbox=sandbox, review=review
    )


def _review(body: dict[str, Any]) -> Review:
    cites = tuple(Cite(id=one, holds=holds) for one, holds in body["cites"])
    lacks = tuple(body["lacks"])
    return Review(state=body["state"], texts=body["texts"], cites=cites, lacks=lacks)


def _verdict(check: Check, metadata: dict[str, Any]) -> Verdict:
    finding = metadata["finding"]
    return Verdict(
        check=check,
        judgement=Judgement(metadata["judgement"]),
        finding=None if finding is None else _finding(finding),
        seconds=metadata["seconds"],
        blocked_by=metadata["blocked_by"],
        evidence=tuple(metadata["evidence"]),
        printed=metadata["printed"],
    )


def _finding(body: dict[str, Any]) -> Finding:
    return Finding(**(body | {"trace": trace_from_json(body["trace"])}))


def trace_from_json(body: Mapping[str, Any] | None) -> Trace | None:
    """Return the trace in a finding's JSON; None where it has none."""
    if body is None:
        return None
    return Trace(
        frames=tuple(Frame(**frame) for frame in body["frames"]),
        names=tuple((name, shown) for name, shown in body["names"]),
        more=body["more"],
    )
