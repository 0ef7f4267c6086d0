"""The worker pool of this machine: threads, each waiting for an examiner; and the choice of a pool."""

from __future__ import annotations

import contextlib
import itertools
import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from weakref import WeakSet

from grader.batch.cache_key import environment_here
from grader.batch.task import WorkerPool, grade_batch
from grader.errors import UsageError
from grader.host.examiner_process import Examiner
from grader.model import Policy
from grader.sandbox.processors import usable_processors


def open_pool(
    cluster: str, jobs: int, python: str, notify: Callable[[str], object]
) -> AbstractContextManager[WorkerPool]:
    """Return a worker pool of this machine, or of a Dask cluster.

    :param cluster: address of a Dask scheduler; empty to grade here.
    :param jobs: batches at a time here; 0 for one for each processor.
    :param notify: prints a line for the user: why nothing happens at the moment.
    :raises UsageError: when both *cluster* and *jobs* are given.
    """
    if not cluster:
        return local_pool(jobs, python)
    if jobs:
        raise UsageError(
            "--jobs is for this machine, and --cluster has as many as its workers have threads",
            "Leave --jobs out, and start workers with --nthreads.",
        )
    from grader.batch.dask_workers import cluster_pool  # Dask is an extra, and slow to import

    return cluster_pool(cluster, python, notify)


@contextlib.contextmanager
def local_pool(jobs: int, python: str) -> Iterator[WorkerPool]:
    """Open a pool of threads, each of which waits for one examiner at a time.

    Leaving the context ends examiners that are still at work, and waits for their threads.

    :param jobs: number of threads; 0 for one for each processor that this process may use.
    :raises UsageError: when there is no such interpreter.
    """
    environment = environment_here(python)
    jobs = jobs or processors()
    examiners = _ExaminerPool(jobs)
    with ThreadPoolExecutor(jobs, thread_name_prefix="examiner") as executor:
        try:
            yield WorkerPool(
                environment=environment,
                slots=jobs,
                place=f"here (batches at a time: {jobs})",
                submit=lambda request, sources: executor.submit(
                    grade_batch, request, sources, examiners.lend
                ),
            )
        finally:
            executor.shutdown(wait=False, cancel_futures=True)
            examiners.close()


def processors() -> int:
    """Return the number of processors that this process may use."""
    return len(usable_processors()) or os.cpu_count() or 1


class _Closed(Exception):
    """The pool is closed; ends a thread whose result nobody reads."""


class _ExaminerPool:
    """Examiners that are kept from batch to batch.

    :param slots: examiners at work at a time. If it equals the number of processors, each examiner
        is pinned to one of its own.
    """

    def __init__(self, slots: int) -> None:
        self._free = numbers if len(numbers := usable_processors()) == slots else []
        self._own: dict[Examiner, int] = {}
        self._lock = threading.Lock()
        self._closed = threading.Event()
        self._known: WeakSet[Examiner] = WeakSet()
        self._idle: dict[tuple[str, Policy], list[Examiner]] = {}

    @contextlib.contextmanager
    def lend(self, python: str, policy: Policy) -> Iterator[Examiner]:
        """Lend an examiner for one batch; one that failed is closed."""
        with self._lock:
            if self._closed.is_set():
                raise _Closed
            idle = self._idle.setdefault((python, policy), [])
            examiner = idle.pop() if idle else self._new(python, policy)
        try:
            yield examiner
        except BaseException:
            examiner.close()
            with self._lock:
                if examiner in self._own:
                    self._free.append(self._own.pop(examiner))
            raise
        with self._lock:
            if not self._closed.is_set():
                idle.append(examiner)
                return
        examiner.close()

    def _new(self, python: str, policy: Policy) -> Examiner:
        processor = self._free.pop() if self._free else None
        examiner = Examiner(python, policy, processor)
        self._known.add(examiner)
        if processor is not None:
            self._own[examiner] = processor
        return examiner

    def close(self) -> None:
        """Close idle examiners at once, and those at work through the thread that waits for them."""
        with self._lock:
            self._closed.set()
            for examiner in self._known:
                examiner.abandon()
            for examiner in itertools.chain(*self._idle.values()):
                examiner.close()
