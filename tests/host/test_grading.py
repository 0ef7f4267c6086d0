"""Attempts are graded in batches, a few at a time, each by one examiner."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from support.grading import attempt, solution

from grader.errors import UsageError
from grader.host.grading import BATCH, batches, completed_tasks, grade_many

if TYPE_CHECKING:
    from collections.abc import Iterator


def test_batches_are_small_at_the_start_and_at_the_end() -> None:
    """A run that is killed early has kept something, and all slots end at about the same time."""
    sizes = {
        count: [len(one) for one in batches(range(count), lambda _: None, slots=2)]
        for count in (0, 1, 6, 12, 60, 100)
    }
    assert sizes[0] == []
    assert sizes[1] == [1]
    assert sizes[6] == [3, 2, 1]
    assert sizes[12] == [3, 3, 3, 2, 1]
    assert sizes[60] == [4, 4, 8, 8, 9, 7, 5, 4, 3, 3, 3, 1, 1]
    assert sizes[100] == [4, 4, 8, 8, 16, 15, 12, 9, 6, 5, 4, 3, 3, 2, 1]


def test_items_of_a_batch_have_their_settings_in_common() -> None:
    """Each item is in one batch."""
    found = list(batches(range(100), lambda item: item % 3, slots=4))
    assert sorted(item for batch in found for item in batch) == list(range(100))
    assert all(len({item % 3 for item in batch}) == 1 for batch in found)
    assert max(map(len, found)) <= BATCH


def test_no_more_tasks_are_with_an_executor_than_wanted() -> None:
    """Neither tasks nor results pile up, however slowly they are taken."""
    taken: list[int] = []

    def tasks() -> Iterator[int]:
        for number in range(20):
            taken.append(number)
            yield number

    with ThreadPoolExecutor(2) as executor:
        done = 0
        for task, future in completed_tasks(
            lambda number: executor.submit(lambda: number * 2), tasks(), at_once=3
        ):
            done += 1
            assert future.result() == task * 2
            assert len(taken) <= done + 3
    assert (done, len(taken)) == (20, 20)


def test_an_exception_of_a_look_ends_the_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    """As where a cluster is gone, which does not end its futures."""
    monkeypatch.setattr("grader.host.grading._LOOK_SECONDS", 0.01)
    release = threading.Event()

    def look() -> None:
        raise UsageError("gone")

    with ThreadPoolExecutor(1) as executor:
        waiting = completed_tasks(
            lambda _: executor.submit(release.wait, 30), [1], at_once=1, look=look
        )
        with pytest.raises(UsageError, match="gone"):
            next(waiting)
        release.set()


def test_attempts_with_other_limits_are_graded_too() -> None:
    """Each in a batch with its like."""
    one = attempt(1, solution(1))
    other = replace(attempt(1, "x = 1"), limits=replace(one.limits, seconds=2.0))
    with ThreadPoolExecutor(1) as executor:
        grades = list(grade_many([one, other], executor, slots=1))
    assert {grade.attempt.limits.seconds: grade.earned for grade in grades} == {
        one.limits.seconds: one.exercise.points,
        2.0: 0,
    }
