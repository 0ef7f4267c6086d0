"""An examiner process serves batch after batch, and what it answers is a report, a refusal, or a fault."""

from __future__ import annotations

import contextlib
import json
from dataclasses import replace
from pathlib import Path

import pytest
from support.grading import attempt, corpus, solution
from support.processes import children, eventually

from grader.errors import Fault, UsageError
from grader.host.examiner_process import Examiner, examine
from grader.host.protocol import read_grades
from grader.model import CONFINED, LAYERS, Grade, Policy


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


def said(one: Grade) -> list[object]:
    """What a grade says, apart from how long it took."""
    return [one.review, *(replace(verdict, seconds=0.0) for verdict in one.verdicts)]


def test_an_examiner_asked_again_says_what_a_fresh_one_says() -> None:
    """Other exercises, other answers, other limits: nothing of a batch is left for the next."""
    asked = [
        attempt(1, solution(1)),
        attempt(2, corpus(2)[3].text),
        attempt(3, solution(3), seconds=4.0),
        attempt(3, "def namespace_of(function): return globals()\n", seconds=4.0),
        attempt(1, "import sys\nsys.modules.clear()\n"),
        attempt(1, solution(1)),
    ]
    with Examiner() as examiner:
        for one in asked:
            (again,) = examine([one], ahead=1, start=lambda: contextlib.nullcontext(examiner))
            assert said(again) == said(examine([one], ahead=1)[0])
        assert examiner.is_running


def test_a_refusal_leaves_nothing_to_trip_over() -> None:
    """The files of a batch that was refused are no question of the next batch."""
    policy = Policy(required=CONFINED.required, available=LAYERS - {"seccomp"})
    with Examiner(policy=policy) as examiner:
        for number in (1, 2):
            with pytest.raises(UsageError, match="unconfined"):
                examine(
                    [attempt(number, solution(number))],
                    start=lambda: contextlib.nullcontext(examiner),
                )
            assert eventually(lambda: not children(examiner._process.pid), 5)


def test_between_batches_an_examiner_has_no_guest() -> None:
    """None waits started for a batch that may never come."""
    with Examiner() as examiner:
        examine([attempt(1, "x = 1\n")], ahead=2, start=lambda: contextlib.nullcontext(examiner))
        assert eventually(lambda: not children(examiner._process.pid), 5)
        assert not list(Path(examiner._folder.name).iterdir())
