"""Sample rows of a gradebook, made without grading, for what the class report counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from grader.gradebook.html_report.class_view import view
from grader.gradebook.html_report.values import ClassView
from grader.model import Mark, Row, State

SOURCE = b"def one():\n    return 1\n"


def finding(misconception: str | None = "same_by_name", **other: Any) -> dict[str, Any]:
    """Return a finding in the form of the JSON report."""
    return {
        "misconception": misconception,
        "rule": 2,
        "call": "one()",
        "observed": "1",
        "expected": "2",
        "why": f"Why {misconception}.",
        "next_step": "Look.",
        "line": 2,
        "source": "    return 1",
    } | other


def check(number: str, found: Mapping[str, Any] | None = None, **other: Any) -> dict[str, Any]:
    """Return a check in the form of the JSON report: passed, or failed with a finding."""
    return {
        "id": f"exercise_{number}",
        "number": number,
        "sentence": f"Sentence {number}.",
        "rule": 1,
        "judgement": "failed" if found else "passed",
        "possible": 1,
        "seconds": 0.0,
        "blocked_by": None,
        "finding": found,
        "evidence": [],
    } | other


def row(student: str, checks: Sequence[Mapping[str, Any]], **other: Any) -> Row:
    """Return a graded row with a point for each check that passed."""
    told = {
        "exercise": 1, "title": "Title", "file": "", "seed": "", "possible": len(checks),
        "python": "3.12.1", "sandbox": {}, "printed": "", "checks": list(checks),
    }  # fmt: skip
    fields: dict[str, Any] = {
        "student": student,
        "exercise": 1,
        "state": State.GRADED,
        "earned": sum(one["judgement"] == "passed" for one in checks),
        "possible": len(checks),
        "sha256": "a" * 64,
        "report": told | other.pop("report", {}),
    }
    return Row(**(fields | other))


def empty(student: str, state: State, exercise: int = 1) -> Row:
    """Return a row of two points that is not graded."""
    earned = None if state is State.FAULTED else 0
    return Row(student=student, exercise=exercise, state=state, earned=earned, possible=2)


def seen(*rows: Row, marks: Sequence[Mark] = (), source: bytes = SOURCE) -> ClassView:
    """Return the class with these rows, each with the same file."""
    return view(rows, marks, lambda _: source)
