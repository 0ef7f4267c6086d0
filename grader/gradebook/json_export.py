"""The JSON export `gradebook/1`: a versioned contract with other programs, for staff."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from grader.model import Mark, Row

SCHEMA = "gradebook/1"


def report(rows: Iterable[Row], marks: Iterable[Mark]) -> dict[str, Any]:
    """Return a gradebook as a JSON object.

    `earned` is null in a faulted row, never 0. `mark` is a person's for the prose of that exercise,
    else null; its points are not part of `earned`, and an `outdated` one is for an earlier file.
    `look_at` has the places to look, which are no verdict; null where the file was not scanned.
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
        "look_at": row.report.get("look_at"),
        "mark": None
        if mark is None
        else {
            "points": mark.points,
            "comment": mark.comment,
            "marked_at": mark.marked_at,
            "outdated": not mark.is_for(row.sha256),
        },
    }
