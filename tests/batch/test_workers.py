"""A pool keeps an examiner for each slot, and on Linux a processor for each examiner."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator

import pytest
from support.small_classes import answer, found

from grader import course
from grader.batch import task, workers
from grader.batch.cache_key import GradingOptions, environment_here
from grader.batch.plan import Shard, plan
from grader.batch.workers import local_pool
from grader.host.examiner_process import Examiner
from grader.model import CONFINED, Policy


class Counted:
    """Counts the examiners that a hall starts."""

    def __init__(self) -> None:
        self.started: list[Examiner] = []
        self.processors: list[int | None] = []

    def __call__(self, python: str, policy: Policy, processor: int | None) -> Examiner:
        """Start one."""
        self.started.append(Examiner(python, policy, processor))
        self.processors.append(processor)
        return self.started[-1]


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[Counted]:
    """Put in the place of `Examiner` for halls."""
    counter = Counted()
    monkeypatch.setattr(workers, "Examiner", counter)
    yield counter
    assert not any(one.is_running for one in counter.started), "all have been sent home"


def graded_by(pool: task.WorkerPool, who: int) -> int:
    """Grade a right answer in a batch of its own, and return its points."""
    handed = found({f"student{who:02}": {1: answer(1, who)}})
    options = GradingOptions(environment=environment_here(""))
    made = plan(handed, {}, options, [course.exercise(1)], shard=Shard())
    (report,) = task.decode_reports(
        pool.submit(*task.encode_batch(made.work, options, CONFINED)).result()
    )
    earned: int = report["earned"]
    return earned


def test_a_seat_keeps_its_examiner_for_the_next_batch(counted: Counted) -> None:
    """Its start is paid once for each seat, however many batches there are."""
    with local_pool(1, "") as pool:
        assert [graded_by(pool, who) for who in (1, 2, 4)] == [8, 8, 8]
    assert len(counted.started) == 1


def test_an_examiner_that_failed_gets_no_other_batch(counted: Counted) -> None:
    """It died between two batches: the next one finds out, and is graded by a new one."""
    with local_pool(1, "") as pool:
        assert graded_by(pool, 1) == 8
        dead = counted.started[0]._process
        os.kill(dead.pid, signal.SIGKILL)
        dead.wait(10)
        graded_by(pool, 2)
        assert graded_by(pool, 4) == 8
    assert len(counted.started) == 2


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux says which processor is used")
def test_where_there_is_a_processor_for_each_seat_an_examiner_keeps_to_one(
    counted: Counted,
) -> None:
    """And its guests with it; the one that takes its place has the same."""
    here = sorted(os.sched_getaffinity(0))
    with local_pool(len(here), "") as pool:
        assert graded_by(pool, 1) == 8
        dead = counted.started[0]._process
        (own,) = os.sched_getaffinity(dead.pid)
        assert own in here
        os.kill(dead.pid, signal.SIGKILL)
        dead.wait(10)
        graded_by(pool, 2)
        assert graded_by(pool, 4) == 8
    assert counted.processors == [own, own]


def test_examiners_that_are_more_or_fewer_use_any_processor(counted: Counted) -> None:
    """The system knows better who has time."""
    with local_pool(workers.processors() + 1, "") as pool:
        assert graded_by(pool, 1) == 8
    assert counted.processors == [None]
