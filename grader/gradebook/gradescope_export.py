"""The rows of one student as a Gradescope `results.json`.

It has the form of the report on a single attempt. Gradescope reads the file from
`/autograder/results/` of a submission, so an autograder with these files in it can publish grades
that were made beforehand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from grader.gradebook.students import StudentRecord
from grader.model import Exercise, Result, Row, State, Ungraded
from grader.reports.escape import visible
from grader.reports.json import read_grade
from grader.workflow import gradescope


def results(
    record: StudentRecord, exercises: Mapping[int, Exercise], *, marked: bool
) -> dict[str, Any]:
    """Return the JSON object for one student, without anything that is for staff.

    :param exercises: number to exercise, for every row of the student.
    :param marked: include a person's points for prose, as tests of their own.
    :raises Fault: for a student with a faulted row, which must not be published.
    """
    graded = [_result(row, exercises[row.exercise]) for row in record.rows]
    body = gradescope.report(graded)
    if marked:
        given = list(_given(record))
        body["tests"] += given
        body["score"] += sum(test["score"] for test in given)
    return body


def _result(row: Row, exercise: Exercise) -> Result:
    if row.state is State.GRADED:
        return read_grade(row.report)
    missing = row.state is State.NOTHING_HANDED_IN
    return Ungraded(
        exercise=exercise,
        file=row.file,
        why=row.why or ("nothing was handed in" if missing else "it could not be read"),
        next_step="Ask your instructor if this surprises you.",
        ours=row.state is State.FAULTED,
    )


def _given(record: StudentRecord) -> Iterator[dict[str, Any]]:
    for number, prose in record.prose.items():
        if prose.mark is None or prose.mark.points is None or prose.waiting:
            continue
        points = prose.mark.points
        yield {
            "number": f"{number}.person",
            "name": f"Exercise {number}: your explanation, read by a person",
            "score": points,
            "max_score": prose.possible,
            "status": "passed" if points == prose.possible else "failed",
            "output": visible(prose.mark.comment, lines=True),
            "output_format": "text",
            "visibility": gradescope.VISIBILITIES[0],
            "tags": [],
        }
