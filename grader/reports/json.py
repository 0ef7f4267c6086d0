"""The JSON report: the versioned contract that other programs read."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from grader.model import Audience, Grade, Verdict
from grader.reports import wording

SCHEMA = "grade/1"


def report(grade: Grade, audience: Audience) -> dict[str, Any]:
    """Return one graded exercise as a JSON object."""
    exercise = grade.attempt.exercise
    body: dict[str, Any] = {
        "schema": SCHEMA,
        "exercise": exercise.number,
        "title": exercise.title,
        "file": grade.attempt.submission.label,
        "seed": grade.attempt.seed,
        "python": grade.python,
        "earned": grade.earned,
        "possible": grade.possible,
        "status": wording.status(grade),
        "sandbox": dict(grade.sandbox),
        "checks": [check(verdict, audience) for verdict in grade.verdicts],
        "printed": wording.printed(grade),
    }
    if grade.review is not None:
        body["explanation"] = {
            "state": grade.review.state,
            "cites": [{"id": cite.id, "holds": cite.holds} for cite in grade.review.cites],
            "score": grade.review.score,
        }
        if audience is Audience.STAFF:
            body["explanation"]["texts"] = dict(grade.review.texts)
    return body


def report_of_all(grades: tuple[Grade, ...], audience: Audience) -> dict[str, Any]:
    """Return several graded exercises as one JSON object."""
    return {"schema": SCHEMA, "exercises": [report(grade, audience) for grade in grades]}


def check(verdict: Verdict, audience: Audience) -> dict[str, Any]:
    """Return one check's part; what is for staff is left out of a learner's."""
    body = {
        "id": verdict.check.id,
        "number": verdict.check.number,
        "sentence": verdict.check.sentence,
        "rule": verdict.check.rule.number,
        "judgement": verdict.judgement.value,
        "earned": verdict.earned,
        "possible": verdict.check.points,
        "seconds": verdict.seconds,
        "blocked_by": verdict.blocked_by or None,
        "finding": None if verdict.finding is None else asdict(verdict.finding),
    }
    if audience is Audience.STAFF:
        body["evidence"] = list(verdict.evidence)
    return body
