"""State of an explanation by what it cites: what fails, what is open, what holds."""

from __future__ import annotations

import pytest
from support.grading import grade, solution, with_function

from grader import course
from grader.exam.literals import AssignedLiteral, LiteralStatus
from grader.examiner.explanation import review
from grader.model import Judgement, ReviewTask
from grader.reports import wording

TASK = ReviewTask(
    texts="TEXT",
    parts=("what",),
    cites="CITES",
    evidence={"first": ("1.1", "1.2"), "second": ("1.3",), "part": ("1.4",)},
    functions=("first", "second"),
    rubric=("Says what.",),
)
PASSED, FAILED, BLOCKED = Judgement.PASSED, Judgement.FAILED, Judgement.BLOCKED


def literal(value: object) -> AssignedLiteral:
    """Return a literal with *value*."""
    return AssignedLiteral(status=LiteralStatus.LITERAL, value=value)


def reviewed(
    cited: tuple[str, ...],
    judgements: dict[str, Judgement],
    notes: dict[str, bool | None] | None = None,
) -> tuple[str, dict[str, bool | None]]:
    """Return the state of a written explanation, and whether each id that it cites holds."""
    found = {"TEXT": literal({"what": "so"}), "CITES": literal(cited)}
    told = review(TASK, found, judgements, notes or {})
    return told.state, {cite.id: cite.holds for cite in told.cites}


@pytest.mark.parametrize(
    ("first", "second", "state", "holds"),
    [
        ((PASSED, PASSED), PASSED, "awaiting_person", (True, True)),
        ((PASSED, FAILED), PASSED, "evidence_failing", (False, True)),
        ((BLOCKED, FAILED), BLOCKED, "evidence_failing", (False, None)),
        ((PASSED, BLOCKED), PASSED, "evidence_open", (None, True)),
        ((PASSED, BLOCKED), FAILED, "evidence_failing", (None, False)),
    ],
)
def test_what_is_cited_fails_or_is_open_by_its_checks(
    first: tuple[Judgement, Judgement],
    second: Judgement,
    state: str,
    holds: tuple[bool | None, ...],
) -> None:
    """One failure is enough; without one, a check that was not asked leaves it open."""
    judgements = dict(zip(("1.1", "1.2", "1.3"), (*first, second), strict=True))
    found = reviewed(("first", "second"), judgements)
    assert found == (state, dict(zip(("first", "second"), holds, strict=True)))


def test_a_check_that_faulted_leaves_its_evidence_open() -> None:
    """It is our mistake, and no judgement was made."""
    judgements = {"1.1": PASSED, "1.3": PASSED}
    assert reviewed(("first", "second"), judgements) == (
        "evidence_open",
        {"first": None, "second": True},
    )


@pytest.mark.parametrize(
    ("note", "state"),
    [(True, "awaiting_person"), (False, "evidence_failing"), (None, "evidence_open")],
)
def test_what_a_check_noted_about_its_part_counts_whatever_became_of_it(
    note: bool | None, state: str
) -> None:
    """A part may hold in a check that fails."""
    judgements = {"1.3": PASSED, "1.4": FAILED}
    found = reviewed(("second", "part"), judgements, {"part": note})
    assert found == (state, {"second": True, "part": note})


def test_an_id_that_nothing_stands_for_neither_holds_nor_fails() -> None:
    """The explanation is not complete then."""
    assert reviewed(("second", "other"), {"1.3": PASSED}, {"other": False}) == (
        "not_submitted",
        {"second": True, "other": None},
    )


RIGHT = solution(3)
CITED = 'CITES: tuple[str, ...] = ("follows_module", "module_behind", "forgotten")'
assert CITED in RIGHT


def explained(source: str) -> tuple[str, dict[str, bool | None], str]:
    """Return state, cited evidence and the learner's sentence for an answer to exercise 3."""
    graded = grade(3, source)
    assert graded.review is not None
    holds = {cite.id: cite.holds for cite in graded.review.cites}
    return graded.review.state, holds, wording.explanation(graded)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('"rebound": "new"', '"rebound": None'),
        ('    "rebound": "new",\n', ""),
        ('"rebound": "new"', '"rebound": "renewed"'),
        ('"rebound": "new"', '"rebound": str("new")'),
        ('"rebound": "new"', '"rebind": "new"'),
    ],
)
def test_predictions_that_were_not_compared_leave_every_story_open(before: str, after: str) -> None:
    """Nothing is said against those that are filled in."""
    state, holds, told = explained(RIGHT.replace(before, after))
    assert state == "evidence_open"
    assert holds == {"follows_module": True, "module_behind": True, "forgotten": None}
    assert "has not been compared yet" in told
    assert told.endswith(
        "Cited: follows_module holds, module_behind holds, forgotten is not compared yet."
    )


def test_a_function_that_fails_counts_more_than_a_story_that_is_open() -> None:
    """Its checks speak against the explanation."""
    wrong = with_function(3, "module_behind", "def module_behind(function):\n    return function")
    state, holds, _ = explained(wrong.replace('"rebound": "new"', '"rebound": None'))
    assert state == "evidence_failing"
    assert holds == {"follows_module": True, "module_behind": False, "forgotten": None}


def test_a_file_that_does_not_load_leaves_all_open() -> None:
    """Prose and cites are read without running it."""
    state, holds, _ = explained(f"{RIGHT}\nraise ValueError\n")
    assert state == "evidence_open"
    assert set(holds.values()) == {None}


def test_evidence_of_the_course_is_known_to_its_checks() -> None:
    """Each id stands for checks that there are."""
    exercise = course.exercise(3)
    assert exercise.review is not None
    numbers = {check.number for check in course.checks(exercise)}
    assert {n for listed in exercise.review.evidence.values() for n in listed} <= numbers
