"""Where examiners work: threads of this process here, a cluster in `grader.classes.cluster`."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from weakref import WeakSet

from grader.classes.setup import Setup, setup_here
from grader.classes.work import graded
from grader.examination import Examiner
from grader.policy import Policy


def _nothing() -> str:
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hall:
    """A place that grades batches.

    :param setup: what is installed there.
    :param seats: how many batches are at work at a time.
    :param submit: hands in the arguments of `grader.classes.work.graded`.
    :param place: what people are told about where it is.
    :param trouble: says what is wrong with the place as a whole; empty while it is sound.
    """

    setup: Setup
    seats: int
    submit: Callable[[str, list[bytes]], Future[str]]
    place: str = "here"
    trouble: Callable[[], str] = _nothing


@contextlib.contextmanager
def local_hall(jobs: int, python: str) -> Iterator[Hall]:
    """Give a hall of threads, each of which waits for one examiner at a time.

    :param jobs: how many; 0 for one for each processor that we may use.

    Leaving it ends the examiners that are still at work, and waits for their threads.
    :raises UsageError: when there is no such interpreter.
    """
    setup = setup_here(python)
    jobs = jobs or processors()
    desk = _Desk()
    with ThreadPoolExecutor(jobs, thread_name_prefix="examiner") as executor:
        try:
            yield Hall(
                setup=setup,
                seats=jobs,
                place=f"here (batches at a time: {jobs})",
                submit=lambda asked, sources: executor.submit(graded, asked, sources, desk.start),
            )
        finally:
            executor.shutdown(wait=False, cancel_futures=True)
            desk.close()


def processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class _Closed(Exception):
    """No examiner is started any more; ends a thread whose answer nobody reads."""


class _Desk:
    """Knows the examiners that are at work, so that all of them can be sent home."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._closed = False
        self._working: WeakSet[Examiner] = WeakSet()

    def start(self, python: str, policy: Policy) -> Examiner:
        with self._lock:
            if self._closed:
                raise _Closed
            examiner = Examiner(python, policy)
            self._working.add(examiner)
            return examiner

    def close(self) -> None:
        with self._lock:
            self._closed = True
            for examiner in self._working:
                examiner.abandon()
