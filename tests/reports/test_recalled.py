"""A grade that was kept as JSON is told like one that was just made."""

from __future__ import annotations

import json

import pytest
from support.grading import corpus, grade, solution

from grader.model import Audience
from grader.reports import json as json_report
from grader.reports import recalled
from grader.workflow import gradescope

RAISES = """
def deeper(name):
    count = 3
    return {}[name]

def build_and_register(name, values):
    return deeper(name)
"""


@pytest.mark.parametrize(
    ("number", "source"),
    [(1, RAISES), (1, "def (:\n"), (2, "print('loaded')\n"), (3, solution(3))]
    + [(number, corpus(number)[0].path.read_text("utf-8")) for number in (1, 2, 3)],
)
def test_a_grade_survives_its_report(number: int, source: str) -> None:
    """Findings are equal, with the calls an exception came through; so is what learners are told."""
    graded = grade(number, source)
    kept = json.loads(json.dumps(json_report.report(graded, Audience.STAFF)))
    back = recalled.grade(kept)
    assert [one.finding for one in back.verdicts] == [one.finding for one in graded.verdicts]
    assert gradescope.report([back], Audience.LEARNER) == gradescope.report(
        [graded], Audience.LEARNER
    )
    if source == RAISES:
        trace = next(one.finding.trace for one in back.verdicts if one.finding)
        assert trace is not None
        assert [frame.function for frame in trace.frames] == ["build_and_register", "deeper"]
