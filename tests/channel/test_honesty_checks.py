"""Honesty checks: an honest guest is never accused, a lying one always, and it cannot tell when."""

from __future__ import annotations

import pytest
from support.connection import THING, FakeConnection, returned
from support.grading import attempt, misconceptions, solution, with_function

from grader.channel.honesty_checks import HonestyCheck, HonestyChecks
from grader.channel.outcomes import Contradicted, Died, Garbled, Outcome, Raised, TimedOut
from grader.channel.replies import GuestRequest
from grader.exam.session import CheckSession
from grader.host.examiner_process import examine
from grader.model import Audience, Judgement
from grader.reports import json as json_report


def said(check: HonestyCheck, *, same: bool | None = None, word: object = None) -> Garbled | None:
    """The outcome of an answer to an honesty check; the answer is right unless one is given."""
    match check.operation, check.arguments:
        case "groups", ([first, second],):
            right = first == second if same is None else same
            return check.contradiction(returned([0, 0 if right else 1]))
        case "run", (_, {"word": asked}):
            return check.contradiction(returned(asked if word is None else word))
        case _:
            raise AssertionError(check)


def all_of(checks: HonestyChecks) -> list[HonestyCheck]:
    """Every honesty check of a check, as they come with its requests."""
    due = [checks.due() for _ in range(30)]
    return [check for check in due if check is not None]


def test_an_honest_guest_is_right_about_every_honesty_check() -> None:
    """Two questions about identity and a word, whenever they come, once each."""
    for _ in range(50):
        checks = HonestyChecks()
        came = all_of(checks)
        assert checks.rest() == []
        assert sorted(check.operation for check in came) == ["groups", "groups", "run"]
        assert [said(check) for check in came] == [None] * 3


@pytest.mark.parametrize("same", [True, False])
def test_one_answer_to_every_pair_is_wrong_about_one(same: bool) -> None:
    """The same object twice and two that look alike are both asked about."""
    lies = [lie for check in HonestyChecks().rest() if (lie := said(check, same=same)) is not None]
    assert len(lies) == 1
    assert lies[0].violation.startswith("contradicted itself")


@pytest.mark.parametrize("word", [True, 1, "word", b"word", ["word"]])
def test_a_word_must_come_back(word: object) -> None:
    """Neither another word nor another type will do."""
    (check,) = [one for one in HonestyChecks().rest() if one.operation == "run"]
    assert isinstance(said(check, word=word), Garbled)


def test_what_is_left_is_put_once() -> None:
    """Before a check may pass, and not again."""
    checks = HonestyChecks()
    came = [check for check in [checks.due() for _ in range(5)] if check is not None]
    assert len(came) >= 1
    assert len(came) + len(checks.rest()) == 3
    assert checks.rest() == []
    assert all_of(checks) == []


def test_moments_differ_from_check_to_check() -> None:
    """They are drawn anew, and not from the seed."""
    moments = set()
    for _ in range(60):
        checks = HonestyChecks()
        moments.add(tuple(checks.due() is not None for _ in range(16)))
    assert len(moments) > 10


CLIMB = """
import sys
frame = sys._getframe()
while type(frame.f_locals.get("self")).__name__ != "Guest":
    frame = frame.f_back
type(frame.f_locals["self"]).groups = lambda self, objects: """
LIAR = f"{CLIMB}[0 for _ in objects]\n"
NAMES = "[getattr(one, '__name__', place) for place, one in enumerate(objects)]"
LIES = {
    "always": "[0 for _ in objects]",
    "never": "list(range(len(objects)))",
    "by name": f"list(map({NAMES}.index, {NAMES}))",
}


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
    assert "contradicted" not in str(json_report.grade_as_json(graded, Audience.LEARNER))
    assert "contradicted" in str(json_report.grade_as_json(graded, Audience.STAFF))


@pytest.mark.parametrize("lie", LIES)
@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_lie_is_found_by_the_first_check_and_nothing_more_is_asked(number: int, lie: str) -> None:
    """Whenever its honesty checks come, and also where nothing else is wrong with the answer."""
    liar = f"{solution(number)}{CLIMB}{LIES[lie]}\n"
    for graded in examine([attempt(number, liar)] * 4):
        first, *rest = graded.verdicts
        assert first.judgement is Judgement.FAILED
        assert misconceptions([graded]) == ["line_disturbed"]
        assert {(one.judgement, one.blocked_by) for one in rest} == {
            (Judgement.BLOCKED, "false answers")
        }


def test_what_a_lying_guest_shows_is_not_told() -> None:
    """A check that would fail for another reason is told of the lie, and so is one that would stop."""
    for body in ("return None", "raise KeyError(name)", "raise NotImplementedError"):
        wrong = f"def build_and_register(name, values):\n    {body}"
        liar = with_function(1, "build_and_register", wrong) + LIAR
        for graded in examine([attempt(1, liar)] * 4):
            assert misconceptions([graded]) == ["line_disturbed"]


@pytest.mark.parametrize(
    "outcome",
    [
        Died(how="signal SIGKILL"),
        TimedOut(seconds=5.0),
        Raised(handle=THING, bases=("RecursionError", "Exception"), text=None),
        Garbled(violation="sent frame after frame"),
    ],
)
def test_once_a_check_has_ended_only_a_false_answer_counts(outcome: Outcome) -> None:
    """Of an interpreter that is gone or broken by then, the check has its own to tell."""
    ended = False

    def answer(asked: GuestRequest) -> Outcome:
        if ended and asked.operation in ("groups", "run"):
            return outcome
        return returned([] if asked.operation == "load" else b"")

    line = FakeConnection(answer)
    session = CheckSession(line, functions=(), source=b"", unusable=frozenset())
    assert session.contradiction() is None
    assert line.messages == []  # without learner code there is nobody to lie
    session.load()
    session.send("prop")
    ended = True
    assert session.contradiction() is None
    assert "prop" not in line.asked
    outcome = returned(None)
    found = session.contradiction()
    assert found is not None
    assert isinstance(found.outcome, Contradicted)
