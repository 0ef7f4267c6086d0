"""Feedback comments: a student's results in a few sentences of HTML, for systems that keep one.

Texts that a learner wrote are escaped.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from grader.gradebook.students import StudentRecord, grade_in
from grader.model import Grade, Judgement, Row, State
from grader.reports.escape import visible

_STATES = {
    State.NOTHING_HANDED_IN: "nothing handed in.",
    State.UNREADABLE: "could not be read.",
    State.FAULTED: "not graded yet, by a mistake of the grader.",
}


def comment(record: StudentRecord) -> str:
    """Return the comment for one student: points, the first finding of each exercise, a person's mark."""
    return "<br>".join(
        escape(visible(line), quote=True) for row in record.rows for line in _lines(record, row)
    )


def _lines(record: StudentRecord, row: Row) -> Iterator[str]:
    if row.state is not State.GRADED:
        yield f"Exercise {row.exercise}: {_STATES[row.state]} {row.why}".rstrip()
        return
    yield f"Exercise {row.exercise}: {row.earned} of {row.possible} points."
    yield from _first_finding(grade_in(row))
    prose = record.prose.get(row.exercise)
    if prose is not None and prose.mark is not None and not prose.outdated:
        points = prose.mark.points
        given = "" if points is None else f" {points} of {prose.possible} points."
        yield f"Your explanation:{given} {prose.mark.comment}".rstrip()


def _first_finding(grade: Grade | None) -> Iterator[str]:
    for verdict in () if grade is None else grade.verdicts:
        if (finding := verdict.finding) is not None:
            failed = verdict.judgement is Judgement.FAILED
            word = "does not hold yet" if failed else "could not be asked"
            yield f"Check {verdict.check.number} {word}. Observed: {finding.observed}"
            yield f"Expected: {finding.expected}"
            yield f"Next step: {finding.next_step}"
            return
