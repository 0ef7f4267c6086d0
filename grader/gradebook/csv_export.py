"""The gradebook as CSV, for spreadsheets: a line for each student and exercise, a column for each check.

No cell begins like a formula. A faulted row has empty cells for points, never a zero.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from grader.gradebook.students import StudentRecord, grade_in, misconceptions
from grader.model import Grade, Row
from grader.reports import wording
from grader.reports.csv_text import csv_text

_COLUMNS = (
    "student", "name", "exercise", "state", "earned", "possible", "person", "person_possible",
    "total", "comment", "misconceptions", "why", "look_at", "file", "sha256", "seed", "graded_at",
)  # fmt: skip


def report(students: Sequence[StudentRecord]) -> str:
    """Return the gradebook as CSV text, made by `csv_text`.

    `earned` are points of the checks, `person` a person's for prose, `total` the sum; empty where
    not known yet. `look_at` has places to look, for staff, which are no verdict. `check_1` and so
    on are the judgements of the checks.
    """
    rows = [(record, row, grade_in(row)) for record in students for row in record.rows]
    most = max((len(grade.verdicts) for _, _, grade in rows if grade is not None), default=0)
    titles = [*_COLUMNS, *(f"check_{place}" for place in range(1, most + 1))]
    lines = ([*_cells(record, row, grade, most)] for record, row, grade in rows)
    return csv_text(titles, lines, prose={"comment"})


def _cells(record: StudentRecord, row: Row, grade: Grade | None, most: int) -> Iterator[object]:
    prose = record.prose.get(row.exercise)
    mark = prose.mark if prose is not None else None
    waiting = prose is not None and prose.waiting
    person = mark.points if mark is not None and not waiting else None
    unknown = row.earned is None or waiting
    personal = record.personal.get(row.exercise, 0)
    verdicts = () if grade is None else grade.verdicts
    yield from (row.student, row.name, row.exercise, row.state.value)
    yield from (_or_empty(row.earned), row.possible)
    yield from (_or_empty(person), personal or "")
    yield "" if unknown else (row.earned or 0) + (person or 0)
    yield from (mark.comment if mark else "", " ".join(misconceptions(grade)), row.why)
    yield wording.places_to_look(None if grade is None else grade.scan)
    yield from (row.file, row.sha256, row.seed, row.graded_at)
    yield from (one.judgement.value for one in verdicts)
    yield from ("" for _ in range(most - len(verdicts)))


def _or_empty(points: int | None) -> object:
    return "" if points is None else points
