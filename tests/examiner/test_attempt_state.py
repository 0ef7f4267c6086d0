"""The ledger of one attempt: what was not asked, and what is told once."""

from __future__ import annotations

from dataclasses import replace

from support.grading import attempt

from grader import course
from grader.examiner.attempt_state import AttemptState
from grader.examiner.tracebacks import SOURCE, line_of
from grader.model import Finding, Judgement

FIRST, SECOND, THIRD = course.checks(course.exercise(1))[:3]
NOT_STARTED = Finding(
    misconception="not_started", rule=None, call="forget", observed="o", expected="e", why="w",
    next_step="n",
)  # fmt: skip


def test_a_check_that_needs_one_that_failed_is_not_asked() -> None:
    """It would fail for the same reason; one whose needs held is."""
    state = AttemptState(attempt(1, "x = 1"))
    state.failed(FIRST, replace(NOT_STARTED, misconception=None))
    needing = replace(THIRD, needs=(SECOND.number, FIRST.number))
    blocked = state.blocked_beforehand(needing)
    assert blocked is not None
    assert (blocked.judgement, blocked.blocked_by) == (Judgement.BLOCKED, FIRST.number)
    assert state.blocked_beforehand(replace(THIRD, needs=(SECOND.number,))) is None
    # What was not asked did not pass either.
    assert state.blocked_beforehand(replace(SECOND, needs=(THIRD.number,))) is not None


def test_a_check_that_is_left_nothing_to_ask_about_is_not_asked() -> None:
    """The one that failed says which; others that need nothing of it are asked."""
    state = AttemptState(attempt(1, "x = 1"))
    found = replace(NOT_STARTED, misconception=None)
    state.failed(FIRST, found, unasked=(SECOND.number,))
    blocked = state.blocked_beforehand(SECOND)
    assert blocked is not None
    assert (blocked.judgement, blocked.blocked_by) == (Judgement.BLOCKED, FIRST.number)
    assert blocked.finding is None
    assert state.blocked_beforehand(THIRD) is None


def test_that_nothing_was_started_is_told_once() -> None:
    """The first of several functions that are not written says it for all of them."""
    state = AttemptState(attempt(1, "x = 1"))
    first = state.blocked(FIRST, NOT_STARTED, by="forget")
    second = state.blocked(SECOND, NOT_STARTED, by="forget")
    assert first.judgement is second.judgement is Judgement.BLOCKED
    assert first.finding == NOT_STARTED
    assert second.finding is None
    assert second.blocked_by == "forget"


def test_a_check_that_misses_something_in_the_file_is_blocked_with_its_finding() -> None:
    """It waits for the name, each such check has its own finding, and none of them has passed."""
    state = AttemptState(attempt(1, ""))
    state.hand_in(b"x = 1")
    missing = replace(NOT_STARTED, misconception=None, line=1)
    first = state.blocked(FIRST, missing, by="WORDS")
    second = state.blocked(SECOND, missing, by="WORDS")
    assert (first.judgement, first.blocked_by, first.earned) == (Judgement.BLOCKED, "WORDS", 0)
    assert first.finding == second.finding == replace(missing, source="x = 1")
    assert state.blocked_beforehand(replace(THIRD, needs=(FIRST.number,))) is not None
    assert state.unusable == frozenset()


def test_a_line_is_shown_without_indentation_and_cut_where_it_is_very_long() -> None:
    """One that does not exist is shown as nothing."""
    lines = ["    x = 1", "y" * (SOURCE + 5)]
    assert line_of(lines, 1) == "x = 1"
    assert line_of(lines, 2) == "y" * (SOURCE - 1) + "…"
    assert line_of(lines, 3) == line_of(lines, 0) == line_of(lines, None) == ""
