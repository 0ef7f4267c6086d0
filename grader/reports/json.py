"""The JSON report `grade/1`, written and read: the versioned contract that other programs use.

The JSON form of a single verdict is that of `grader.host.protocol`. A gradebook keeps each grade as
the report for staff.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from grader import course
from grader.host.protocol import read_review, read_verdict, review_as_json, verdict_as_json
from grader.model import (
    Attempt,
    Audience,
    Check,
    Exercise,
    Grade,
    PlaceToLook,
    Review,
    SourceScan,
    Submission,
    Verdict,
)
from grader.reports import wording

SCHEMA = "grade/1"


def grade_as_json(grade: Grade, audience: Audience) -> dict[str, Any]:
    """Return one grade as a JSON object; what is for staff is left out of a learner's."""
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
        "checks": [_check_as_json(verdict, audience) for verdict in grade.verdicts],
        "printed": wording.printed(grade),
    }
    if grade.review is not None:
        body["explanation"] = _explanation_as_json(grade.review, audience)
    if grade.scan is not None and audience is Audience.STAFF:
        body["look_at"] = _scan_as_json(grade.scan)
    return body


def grades_as_json(grades: Sequence[Grade], audience: Audience) -> dict[str, Any]:
    """Return the grades of several exercises as one JSON object."""
    return {"schema": SCHEMA, "exercises": [grade_as_json(grade, audience) for grade in grades]}


def _check_as_json(verdict: Verdict, audience: Audience) -> dict[str, Any]:
    body = {
        "id": verdict.check.id,
        "number": verdict.check.number,
        "sentence": verdict.check.sentence,
        "rule": verdict.check.rule.number,
        **verdict_as_json(verdict),
    }
    if audience is not Audience.STAFF:
        del body["evidence"]
    return body


def _explanation_as_json(review: Review, audience: Audience) -> dict[str, Any]:
    body = review_as_json(review)
    if audience is not Audience.STAFF:
        del body["texts"]
    return body


def _scan_as_json(scan: SourceScan) -> dict[str, Any]:
    return {
        "lines": list(scan.lines),
        "places": [{"line": place.line, "what": place.what} for place in scan.places],
        "unscanned": scan.unscanned,
    }


def read_scan(report: Mapping[str, Any]) -> SourceScan | None:
    """Return the scan in a JSON object of `grade_as_json`; None where the file was not scanned."""
    body = report.get("look_at")
    if body is None:
        return None
    return SourceScan(
        places=tuple(PlaceToLook(line=one["line"], what=one["what"]) for one in body["places"]),
        unscanned=body["unscanned"],
    )


def read_grade(report: Mapping[str, Any], source: bytes = b"") -> Grade:
    """Return the grade in a JSON object of `grade_as_json`.

    A report does not hold everything: the exercise has no functions, hints and limits, its checks
    have no needs and its prose nothing that it lacks, and what was printed stands with the first
    check. Reported again, the grade gives the same report.

    :param source: the graded file, where the lines around a finding are wanted.
    """
    checks = report["checks"]
    exercise = Exercise(
        number=report["exercise"],
        slug=checks[0]["id"].partition(".")[0] if checks else "",
        title=report["title"],
        points=report["possible"],
        functions=(),
        hints=("", "", ""),
    )
    submission = Submission(
        id=report["file"], label=report["file"], files={f"{exercise.slug}.py": source}
    )
    explanation = report.get("explanation")
    return Grade(
        attempt=Attempt(exercise=exercise, submission=submission, seed=report["seed"]),
        verdicts=tuple(
            read_verdict(body, _read_check(body, exercise), "" if place else report["printed"])
            for place, body in enumerate(checks)
        ),
        python=report["python"],
        sandbox=dict(report["sandbox"]),
        review=None if explanation is None else read_review(explanation, lacks=()),
        scan=read_scan(report),
    )


def _read_check(body: Mapping[str, Any], exercise: Exercise) -> Check:
    return Check(
        id=body["id"],
        number=body["number"],
        exercise=exercise.number,
        rule=course.recorded_rule(body["rule"]),
        sentence=body["sentence"],
        points=body["possible"],
    )
