"""A grade read back from its JSON report, so that what was graded yesterday is told in today's words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from grader import course
from grader.host.findings import trace_from_json
from grader.model import (
    Attempt,
    Check,
    Cite,
    Exercise,
    Finding,
    Grade,
    Judgement,
    Review,
    Submission,
    Verdict,
)


def grade(report: Mapping[str, Any], source: bytes = b"") -> Grade:
    """Return the grade that a report in the form `grade/1` tells of.

    A report does not tell everything: the exercise has no functions and hints, and printed
    output stands with the first check.

    :param source: the graded file, where the lines around a finding are wanted.
    """
    number, title = report["exercise"], report["title"]
    checks = report["checks"]
    exercise = Exercise(
        number=number,
        slug=checks[0]["id"].partition(".")[0] if checks else "",
        title=title,
        points=report["possible"],
        functions=(),
        hints=("", "", ""),
    )
    submission = Submission(
        id=report["file"], label=report["file"], files={f"{exercise.slug}.py": source}
    )
    return Grade(
        attempt=Attempt(exercise=exercise, submission=submission, seed=report["seed"]),
        verdicts=tuple(
            _verdict(check, number, "" if place else report["printed"])
            for place, check in enumerate(checks)
        ),
        python=report["python"],
        sandbox=dict(report["sandbox"]),
        review=_review(report.get("explanation")),
    )


def _verdict(check: Mapping[str, Any], exercise: int, printed: str) -> Verdict:
    return Verdict(
        check=Check(
            id=check["id"],
            number=check["number"],
            exercise=exercise,
            rule=course.rule_numbered(check["rule"]),
            sentence=check["sentence"],
            points=check["possible"],
        ),
        judgement=Judgement(check["judgement"]),
        finding=_finding(check["finding"]),
        seconds=check["seconds"],
        blocked_by=check["blocked_by"] or "",
        evidence=tuple(check.get("evidence", ())),
        printed=printed,
    )


def _finding(told: Mapping[str, Any] | None) -> Finding | None:
    if told is None:
        return None
    return Finding(**{**told, "trace": trace_from_json(told.get("trace"))})


def _review(told: Mapping[str, Any] | None) -> Review | None:
    if told is None:
        return None
    return Review(
        state=told["state"],
        texts=dict(told.get("texts", {})),
        cites=tuple(Cite(id=cite["id"], holds=cite["holds"]) for cite in told["cites"]),
        score=told["score"],
    )
