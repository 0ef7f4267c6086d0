"""The JSON gradebook: the versioned contract that other programs read. It is for staff."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from grader.model import Mark, Row

SCHEMA = "gradebook/1"


def report(rows: Iterable[Row], marks: Iterable[Mark]) -> dict[str, Any]:
    """Return a gradebook as a JSON object.

    `earned` is null where the grader faulted, never 0. `mark` is what a person gave for the
    prose of that exercise, null where nobody did; its points are not part of `earned`, and where
    it is `outdated` they are for a file that was handed in before this one.
    """
    given = {(mark.student, mark.exercise): mark for mark in marks}
    return {
        "schema": SCHEMA,
        "rows": [_row(row, given.get((row.student, row.exercise))) for row in rows],
    }


def _row(row: Row, mark: Mark | None) -> dict[str, Any]:
    return {
        "student": row.student,
        "name": row.name,
        "exercise": row.exercise,
        "state": row.state.value,
        "earned": row.earned,
        "possible": row.possible,
        "file": row.file,
        "sha256": row.sha256,
        "seed": row.seed,
        "graded_at": row.graded_at,
        "why": row.why,
        "python": row.report.get("python", ""),
        "sandbox": dict(row.report.get("sandbox", {})),
        "checks": list(row.report.get("checks", ())),
        "explanation": row.report.get("explanation"),
        "mark": None
        if mark is None
        else {
            "points": mark.points,
            "comment": mark.comment,
            "marked_at": mark.marked_at,
            "outdated": mark.sha256 not in ("", row.sha256),
        },
    }
