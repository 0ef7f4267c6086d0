"""What comes from an examiner is a report, a refusal, or a fault that says what it printed last."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from support.grading import attempt, solution

from grader.errors import Fault, UsageError
from grader.host.examiner_process import Examiner
from grader.host.protocol import read_grades


@pytest.mark.parametrize(
    ("answer", "error", "said"),
    [
        ({"refused": ["it is open here", "Close it."]}, UsageError, "it is open here"),
        ({"failed": ["no guest starts", ""]}, Fault, "no guest starts"),
        ({"tests": "none"}, Fault, "an examiner's report has no tests"),
        ([1], Fault, "an examiner's report has no tests"),
    ],
)
def test_an_answer_that_is_no_report_is_an_error(
    answer: object, error: type[Exception], said: str
) -> None:
    """A refusal is the caller's to mend, anything else is ours."""
    with Examiner() as examiner:
        examiner._lines.put(json.dumps(answer).encode() + b"\n")
        with pytest.raises(error, match=said):
            examiner.report(5.0)


def test_one_that_was_killed_is_noticed_at_once() -> None:
    """Its pipe ends, and nobody waits for the time that it would have had."""
    with Examiner() as examiner:
        examiner.kill()
        with pytest.raises(Fault, match="an examiner ended without a report"):
            examiner.report(60.0)


def test_one_that_says_nothing_is_ended_after_its_time() -> None:
    """Meanwhile whoever wants to know is told how many checks are done."""
    told: list[int] = []
    with Examiner() as examiner:
        examiner._lines.put(b".\n")
        with pytest.raises(Fault, match="gave no report within 0 seconds"):
            examiner.report(0.4, told.append)
        assert not examiner.is_running
    assert told[0] == 1
    assert set(told) == {1}
    assert len(told) > 1


def test_one_examiner_serves_batches_that_want_different_guests() -> None:
    """Other limits need other guests; what it says is what a fresh one says."""
    first = attempt(1, solution(1))
    second = replace(first, limits=replace(first.limits, output_kept=100))
    with Examiner() as examiner:
        for one in (first, second, second):
            examiner.send([one], ahead=1)
            (grade,) = read_grades(examiner.report(60.0), [one])
            assert grade.earned == grade.possible
