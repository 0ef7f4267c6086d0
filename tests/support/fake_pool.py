"""A fake worker pool: grades nothing, returns the reports that a test gives it, and counts."""

from __future__ import annotations

import json
import threading
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any

from grader import course
from grader.batch.cache_key import GradingOptions, environment_here
from grader.batch.plan import Plan, Shard, plan
from grader.batch.run import run
from grader.batch.task import WorkerPool
from grader.gradebook.store import Gradebook
from grader.model import AS_AVAILABLE, Policy, Row
from support.small_classes import found

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from grader.batch.layouts import ClassFiles

TERMS = GradingOptions(environment=environment_here(""))


def planned(handed: ClassFiles, book: Gradebook, rerun: str = "") -> Plan:
    """Plan exercise 1 of a class."""
    summaries = book.summaries()
    return plan(handed, summaries, TERMS, [course.exercise(1)], shard=Shard(), rerun=rerun)


def carried_out(
    handed: ClassFiles, out: Path, pool: WorkerPool, policy: Policy = AS_AVAILABLE, rerun: str = ""
) -> list[Row]:
    """Carry a plan out, and return the rows as they came."""
    with Gradebook.create(out) as book:
        return list(run(planned(handed, book, rerun), TERMS, pool, book, policy))


def report(earned: int = 8, **check: Any) -> dict[str, Any]:
    """Return a report that a pool may answer with: a check that passed, and one like *check*."""
    finding = {
        "misconception": None, "rule": None, "call": "", "observed": "", "expected": "",
        "why": "", "next_step": "",
    }  # fmt: skip
    passed: dict[str, Any] = {
        "id": "exercise_1.one", "number": "1.1", "sentence": "One.", "rule": 1, "judgement": "passed",
        "possible": earned, "seconds": 0.0, "finding": None, "blocked_by": None, "fault": None, "evidence": [],
    }  # fmt: skip
    other = passed | {"number": "1.2", "possible": 8 - earned, "judgement": "failed"} | check
    if other["finding"]:
        other["finding"] = finding | other["finding"]
    return {
        "status": "passed", "exercise": 1, "title": "Title", "file": "answer.py", "seed": "s",
        "python": "3.12.1", "possible": 8, "earned": earned, "sandbox": {}, "printed": "",
        "checks": [passed, other] if check or earned < 8 else [passed],
    }  # fmt: skip


class FakePool:
    """A worker pool that grades nothing: returns the reports of a test, and counts.

    :ivar most: the most batches that were there at a time.
    """

    def __init__(self, answered: Callable[[list[bytes]], Mapping[str, Any]]) -> None:
        self.batches: list[list[bytes]] = []
        self.most = 0
        self._open: list[tuple[Future[str], list[bytes]]] = []
        self._lock = threading.Lock()
        self._answered = answered

    def submit(self, asked: str, sources: list[bytes]) -> Future[str]:
        """Take a batch; the first that is there is answered a moment later."""
        future: Future[str] = Future()
        with self._lock:
            self.batches.append(sources)
            self._open.append((future, sources))
            self.most = max(self.most, len(self._open))
        threading.Timer(0.002, self._end_one).start()
        return future

    def _end_one(self) -> None:
        with self._lock:
            first = self._open.pop(0)
        self._end(*first)

    def _end(self, future: Future[str], sources: list[bytes]) -> None:
        if not future.set_running_or_notify_cancel():  # nobody wants it any more
            return
        try:
            future.set_result(json.dumps(self._answered(sources)))
        except Exception as error:
            future.set_exception(error)

    def pool(self, trouble: str = "") -> WorkerPool:
        """Return it as a worker pool with two slots."""
        return WorkerPool(
            environment=TERMS.environment, slots=2, submit=self.submit, trouble=lambda: trouble
        )


def everybody(count: int) -> ClassFiles:
    """Return a class in which everybody hands in something of their own."""
    return found({f"student{who:03}": {1: f"# {who}\n".encode()} for who in range(count)})
