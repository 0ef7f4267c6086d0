"""A plan is carried out: rows in the gradebook one by one, faults kept apart, nothing piles up."""

from __future__ import annotations

import json
import os
import signal
import threading
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any

import pytest
from support.fake_pool import TERMS, FakePool, carried_out, everybody, planned, report
from support.small_classes import answer, found, rows

from grader import course
from grader.batch import task
from grader.batch.cache_key import GradingOptions
from grader.batch.plan import Shard, plan
from grader.batch.run import run
from grader.batch.task import WorkerPool
from grader.batch.workers import local_pool
from grader.errors import UsageError
from grader.gradebook.store import Gradebook
from grader.host.examiner_process import Examiner
from grader.host.grading import BATCH
from grader.model import AS_AVAILABLE, CONFINED, LAYERS, Policy, State

if TYPE_CHECKING:
    from pathlib import Path


def test_rows_are_in_the_gradebook_when_they_are_told_of(tmp_path: Path) -> None:
    """One transaction for each, seen by whoever reads meanwhile."""
    pool = FakePool(lambda sources: {"reports": [report()] * len(sources)}).pool()
    seen = 0
    with Gradebook.create(tmp_path) as book:
        for row in run(planned(everybody(20), book), TERMS, pool, book, AS_AVAILABLE):
            seen += 1
            with Gradebook.open(tmp_path) as reader:
                assert len(reader.summaries()) == seen
                assert reader.row(row.student, 1) == row
    assert seen == 20


def test_a_row_has_what_the_gradebook_promises(tmp_path: Path) -> None:
    """Points, key, seed, time, report under the chosen file's name, and the graded bytes."""
    pool = FakePool(lambda sources: {"reports": [report(5)] * len(sources)}).pool()
    (row,) = carried_out(everybody(1), tmp_path, pool)
    assert (row.state, row.earned, row.possible, row.file) == (
        State.GRADED,
        5,
        8,
        "student000/1.py",
    )
    assert row.report["file"] == row.file
    assert len(row.key) == len(row.sha256) == 64
    assert len(row.seed) == 16
    assert row.graded_at.endswith("Z")
    with Gradebook.open(tmp_path) as book:
        assert book.source(row.sha256) == b"# 0\n"


def test_a_batch_that_fails_is_asked_again_one_by_one(tmp_path: Path) -> None:
    """Only the submission that fails alone too is faulted, without points, and not for good."""
    bad = b"# 7\n"

    def answered(sources: list[bytes]) -> dict[str, Any]:
        if bad in sources:
            raise MemoryError("no room")
        return {"reports": [report()] * len(sources)}

    pretended = FakePool(answered)
    found_rows = carried_out(everybody(40), tmp_path, pretended.pool())
    faulted = [row for row in found_rows if row.state is State.FAULTED]
    assert [row.student for row in faulted] == ["student007"]
    assert (faulted[0].earned, faulted[0].key, faulted[0].report) == (None, "", {})
    assert "MemoryError: no room" in faulted[0].why
    assert len(found_rows) == len({row.student for row in found_rows}) == 40
    again = FakePool(lambda sources: {"reports": [report()] * len(sources)})
    assert [row.student for row in carried_out(everybody(40), tmp_path, again.pool())] == [
        "student007"
    ]
    assert again.batches == [[bad]]
    assert all(row.state is State.GRADED for row in rows(tmp_path))


@pytest.mark.parametrize(
    "check",
    [
        {"finding": {"misconception": "time_limit"}},
        {"finding": {"misconception": "load_endless"}},
        {"blocked_by": "time limit"},
    ],
)
def test_a_time_out_is_a_grade_but_not_for_good(tmp_path: Path, check: dict[str, Any]) -> None:
    """It has its points, and the next run grades it again."""
    slow = FakePool(lambda sources: {"reports": [report(2, **check)] * len(sources)})
    (row,) = carried_out(everybody(1), tmp_path, slow.pool())
    assert (row.state, row.earned, row.key) == (State.GRADED, 2, "")
    assert carried_out(everybody(1), tmp_path, slow.pool())
    quick = FakePool(lambda sources: {"reports": [report()] * len(sources)})
    (row,) = carried_out(everybody(1), tmp_path, quick.pool())
    assert row.key
    assert carried_out(everybody(1), tmp_path, quick.pool()) == []


def test_a_fault_of_ours_says_why(tmp_path: Path) -> None:
    """The reason, and what the check left as evidence."""
    failed = report(
        judgement="faulted", fault="a check raised KeyError", evidence=["KeyError: 'x'"]
    )
    told = {**failed, "status": "faulted"}
    pool = FakePool(lambda sources: {"reports": [told] * len(sources)}).pool()
    (row,) = carried_out(everybody(1), tmp_path, pool)
    assert (row.state, row.why) == (State.FAULTED, "a check raised KeyError: KeyError: 'x'")


def test_batches_are_handed_in_a_few_at_a_time(tmp_path: Path) -> None:
    """Neither submissions nor answers pile up, however large the class."""
    pretended = FakePool(lambda sources: {"reports": [report()] * len(sources)})
    assert len(carried_out(everybody(300), tmp_path, pretended.pool())) == 300
    assert max(map(len, pretended.batches)) <= BATCH
    assert pretended.most <= 4


def test_a_place_that_is_gone_ends_the_run_and_faults_nobody(tmp_path: Path) -> None:
    """What is not graded is not there, so the next run grades it."""

    def answered(sources: list[bytes]) -> dict[str, Any]:
        raise ConnectionError("gone")

    pool = FakePool(answered).pool(trouble="the scheduler has gone")
    with pytest.raises(UsageError, match="has gone") as caught:
        carried_out(everybody(3), tmp_path, pool)
    assert "same command again" in caught.value.next_step
    assert rows(tmp_path) == ()


def test_a_place_that_goes_without_a_word_is_looked_at(tmp_path: Path) -> None:
    """No batch comes back from there, and none has failed."""
    silent: Future[str] = Future()
    rescue = threading.Timer(20.0, silent.set_exception, [TimeoutError("waited for ever")])
    rescue.start()
    pool = WorkerPool(
        environment=TERMS.environment,
        slots=1,
        submit=lambda *_: silent,
        trouble=lambda: "nobody is there",
    )
    try:
        with pytest.raises(UsageError, match="nobody is there"):
            carried_out(everybody(1), tmp_path, pool)
        assert silent.cancelled()
    finally:
        rescue.cancel()


def test_the_same_bytes_make_a_row_for_each_owner(tmp_path: Path) -> None:
    """Graded once, also when one of the owners comes later."""
    pretended = FakePool(lambda sources: {"reports": [report(3)] * len(sources)})
    first = found({"student01": {1: b"a"}, "student02": {1: b"a"}})
    later = found({name: {1: b"a"} for name in ("student01", "student02", "student03")})
    carried_out(first, tmp_path, pretended.pool())
    carried_out(later, tmp_path, pretended.pool())
    assert pretended.batches == [[b"a"]]
    assert [(row.student, row.earned, row.report["file"]) for row in rows(tmp_path)] == [
        (name, 3, f"{name}/1.py") for name in ("student01", "student02", "student03")
    ]


@pytest.mark.parametrize(
    "later",
    [
        {"student01": b"full", "student02": b"none"},  # exchanged
        {"student01": b"full", "student02": b"full", "student03": b"none"},  # handed on
        {"student01": None, "student02": b"full", "student03": b"none"},  # the source is torn
    ],
)
def test_what_is_copied_is_what_was_there_before_the_run(
    tmp_path: Path, later: dict[str, bytes | None]
) -> None:
    """Whose row the points were taken from may get another row in the same run."""
    points = {b"full": 8, b"none": 0}
    pretended = FakePool(lambda sources: {"reports": [report(points[one]) for one in sources]})
    first = {"student01": b"none", "student02": b"full"}
    carried_out(found({who: {1: text} for who, text in first.items()}), tmp_path, pretended.pool())
    handed = found({who: {1: text} for who, text in later.items()})
    carried_out(handed, tmp_path, pretended.pool())
    told = {row.student: (row.state, row.earned) for row in rows(tmp_path)}
    for who, text in later.items():
        wanted = (State.UNREADABLE, 0) if text is None else (State.GRADED, points[text])
        assert told[who] == wanted


def test_an_examiner_killed_in_the_middle_costs_nobody_a_grade() -> None:
    """Its batch is examined again, one by one."""
    started: list[Examiner] = []

    def start(python: str, policy: Policy) -> Examiner:
        examiner = Examiner(python, policy)
        started.append(examiner)
        if len(started) == 1:
            os.kill(examiner._process.pid, signal.SIGKILL)
        return examiner

    handed = found({f"student{who}": {1: answer(1, who)} for who in (1, 2)})
    made = plan(handed, {}, TERMS, [course.exercise(1)], shard=Shard())
    text, sources = task.encode_batch(made.work, TERMS, CONFINED)
    reports = task.decode_reports(task.grade_batch(text, sources, start))
    assert [one["earned"] for one in reports] == [8, 8]
    assert len(started) == 3


def test_leaving_a_hall_sends_its_examiners_home() -> None:
    """Also in the middle of a batch that would go on for a minute and end with a time-out."""
    endless = found({"student01": {1: b"while True:\n    pass\n"}})
    options = GradingOptions(environment=TERMS.environment, seconds=60)
    made = plan(endless, {}, options, [course.exercise(1)], shard=Shard())
    with local_pool(1, "") as pool:
        future = pool.submit(*task.encode_batch(made.work, options, CONFINED))
        while not future.running():
            pass
    if future.exception(timeout=0) is None:  # the examiner had been started already
        assert [one["status"] for one in task.decode_reports(future.result())] == ["faulted"]


@pytest.mark.parametrize("layer", sorted(LAYERS))
def test_unconfined_code_is_refused_and_allowed_when_told(tmp_path: Path, layer: str) -> None:
    """Where Landlock or seccomp is not to be had, nobody's code runs and nobody has a grade."""
    handed = found({"student01": {1: answer(1, 1)}})
    offered = LAYERS - {layer}
    strict = Policy(required=CONFINED.required, available=offered)
    with local_pool(1, "") as pool:
        with pytest.raises(UsageError, match="unconfined") as caught:
            carried_out(handed, tmp_path, pool, strict)
        assert "--allow-unconfined" in caught.value.next_step
        assert rows(tmp_path) == ()
        (row,) = carried_out(handed, tmp_path, pool, Policy(available=offered))
    assert row.earned == 8


def test_a_worker_with_another_setup_refuses() -> None:
    """Its grades would not be those of the key."""
    text = json.dumps(
        {
            "environment": {"kit": "0.0.1", "checks": "c", "python": "3.9"},
            "python": "",
            "seconds": 5,
            "required": [],
            "available": [],
            "attempts": [],
        }
    )
    with pytest.raises(UsageError, match=r"another setup.*kit.*checks.*Python"):
        task.decode_reports(task.grade_batch(text, []))
