"""Controls: an honest guest is never accused, a lying one always, and it cannot tell when."""

from __future__ import annotations

import pytest
from support.grading import attempt, misconceptions, solution

from grader.controls import Controls
from grader.examination import examine
from grader.model import Audience, Judgement
from grader.outcomes import Died, Garbled, Handle, Outcome, Returned
from grader.reports import json as json_report


def handle(number: int) -> Handle:
    """A module in a guest."""
    return Handle(
        number=number, module="builtins", type="module", name="m", size=None, what="module"
    )


class FakeLine:
    """A guest's line: honest unless told otherwise; remembers what it was asked."""

    def __init__(
        self, *, same: bool | None = None, word: object = None, dies: bool = False
    ) -> None:
        self.same, self.word, self.dies = same, word, dies
        self.asked: list[str] = []

    def ask(self, operation: str, *arguments: object, by_handle: bool | str = False) -> Outcome:
        """Answer."""
        value: object = None
        self.asked.append(operation)
        match operation, arguments:
            case "same", (first, second):
                if self.dies:
                    return Died(how="signal SIGKILL")
                value = first == second if self.same is None else self.same
            case "run", (_, {"word": word}):
                value = word if self.word is None else self.word
            case _:
                pass
        return Returned(value=value, handle=handle(9))


def test_an_honest_guest_is_right_about_every_control() -> None:
    """Two questions about identity and a word, whenever they come, once each."""
    for _ in range(50):
        line = FakeLine()
        controls = Controls(line)
        assert [controls.due() for _ in range(30)] == [None] * 30
        assert controls.rest() is None
        assert sorted(line.asked) == ["run", "same", "same"]


@pytest.mark.parametrize("same", [True, False])
def test_one_answer_to_every_pair_is_wrong_about_one(same: bool) -> None:
    """The same object twice and two that look alike are both asked about."""
    controls = Controls(FakeLine(same=same))
    outcome = controls.rest()
    assert isinstance(outcome, Garbled)
    assert outcome.what.startswith("contradicted itself")


@pytest.mark.parametrize("word", [True, 1, "word", b"word", ["word"]])
def test_a_word_must_come_back(word: object) -> None:
    """Neither another word nor another type will do."""
    controls = Controls(FakeLine(word=word))
    assert isinstance(controls.rest(), Garbled)


def test_what_else_a_guest_does_is_passed_on() -> None:
    """A guest that has died has not contradicted itself."""
    controls = Controls(FakeLine(dies=True))
    assert controls.rest() == Died(how="signal SIGKILL")


def test_moments_differ_from_check_to_check() -> None:
    """They are drawn anew, and not from the seed."""
    moments = set()
    for _ in range(60):
        line = FakeLine()
        controls = Controls(line)
        before = []
        for _ in range(16):
            before.append(len(line.asked))
            controls.due()
        moments.add(tuple(before))
    assert len(moments) > 10


LIAR = """
import sys
frame = sys._getframe()
while type(frame.f_locals.get("self")).__name__ != "Guest":
    frame = frame.f_back
type(frame.f_locals["self"]).same = lambda self, first, second: True
"""


def test_a_lie_is_told_to_staff_and_costs_the_checks() -> None:
    """The learner reads that the line was disturbed; staff read what contradicted what."""
    graded = examine([attempt(1, solution(1) + LIAR)])[0]
    assert graded.earned == 0
    assert {verdict.judgement for verdict in graded.verdicts} <= {
        Judgement.FAILED,
        Judgement.BLOCKED,
    }
    assert "line_disturbed" in misconceptions([graded])
    evidence = [line for verdict in graded.verdicts for line in verdict.evidence]
    assert any("contradicted itself" in line for line in evidence)
    assert "contradicted" not in str(json_report.report(graded, Audience.LEARNER))
    assert "contradicted" in str(json_report.report(graded, Audience.STAFF))
