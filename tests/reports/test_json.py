"""A grade that was kept as its JSON report reads like one that was just made."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from support.grade_strategies import SCANS, grades
from support.grading import corpus, grade, solution

from grader.model import Audience, Verdict
from grader.reports import wording
from grader.reports.json import grade_as_json, read_grade
from grader.workflow import gradescope

if TYPE_CHECKING:
    from grader.model import Grade, SourceScan

RAISES = """
def deeper(name):
    count = 3
    return {}[name]

def build_and_register(name, values):
    return deeper(name)
"""


def kept(graded: Grade, audience: Audience = Audience.STAFF) -> Grade:
    """Return the grade in the report of *graded*."""
    return read_grade(json.loads(json.dumps(grade_as_json(graded, audience))))


def without_what_a_report_lacks(graded: Grade) -> Grade:
    """Return *graded* with no more than `read_grade` promises."""
    exercise = replace(
        graded.exercise, functions=(), hints=("", "", ""), points=graded.possible, review=None
    )
    submission = replace(graded.attempt.submission, files={f"{exercise.slug}.py": b""})
    printed = wording.printed(graded)

    def reduced(place: int, verdict: Verdict) -> Verdict:
        check = replace(verdict.check, needs=())
        return replace(verdict, check=check, printed="" if place else printed)

    return replace(
        graded,
        attempt=replace(graded.attempt, exercise=exercise, submission=submission),
        verdicts=tuple(reduced(place, verdict) for place, verdict in enumerate(graded.verdicts)),
        review=None if graded.review is None else replace(graded.review, lacks=()),
    )


@settings(max_examples=40)
@given(grades(), SCANS)
def test_any_grade_survives_its_report(drawn: Grade, scan: SourceScan | None) -> None:
    """Equal in all that a report holds; and reported again, it gives the same report.

    A learner's has no evidence, no prose and no scan, and all else.
    """
    graded = replace(drawn, scan=scan)
    back, learners = kept(graded), kept(graded, Audience.LEARNER)
    assert back == without_what_a_report_lacks(graded)
    for audience in Audience:
        assert grade_as_json(back, audience) == grade_as_json(graded, audience)
    assert learners == replace(
        back,
        verdicts=tuple(replace(verdict, evidence=()) for verdict in back.verdicts),
        review=None if back.review is None else replace(back.review, texts={}),
        scan=None,
    )


@pytest.mark.parametrize(
    ("number", "source"),
    [(1, RAISES), (1, "def (:\n"), (2, "print('loaded')\n"), (3, solution(3))]
    + [(number, corpus(number)[0].text) for number in (1, 2, 3)],
)
def test_a_learner_reads_the_same_of_a_grade_that_was_kept(number: int, source: str) -> None:
    """Findings are equal but for their tables' names; so are the calls an exception came through."""
    graded = grade(number, source)
    back = kept(graded)
    made = [one.finding and replace(one.finding, table="") for one in graded.verdicts]
    assert [one.finding for one in back.verdicts] == made
    assert gradescope.report([back]) == gradescope.report([graded])
    if source == RAISES:
        trace = next(one.finding.trace for one in back.verdicts if one.finding)
        assert trace is not None
        assert [frame.function for frame in trace.frames] == ["build_and_register", "deeper"]


def test_a_report_that_is_older_than_the_course_is_read_all_the_same() -> None:
    """Its rules may be gone; their numbers stay, and a title says so."""
    report = grade_as_json(grade(1, RAISES), Audience.STAFF)
    for check in report["checks"]:
        check["rule"] = 9
        if check["finding"] is not None:
            check["finding"]["rule"] = 9
    back = read_grade(report)
    assert {verdict.check.rule.number for verdict in back.verdicts} == {9}
    found = next(one.finding for one in back.verdicts if one.finding)
    told = dict(wording.parts(found))
    assert told["Rule 9"] == "(a rule that this version of the course does not have)"
    assert grade_as_json(back, Audience.STAFF)["checks"] == report["checks"]
