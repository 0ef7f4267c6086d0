"""The pipeline on one screen: attempts and an executor in, grades out.

An executor is any `concurrent.futures.Executor`: threads on one machine, a Dask
cluster's on many. A batch of attempts goes to one examiner; the grades of a batch
arrive when it is done, in no particular order.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from typing import TypeVar

from grader.host.examiner_process import Examiner, examine
from grader.model import Attempt, Grade

Task = TypeVar("Task")
Answer = TypeVar("Answer")

BATCH = 16
"""Attempts in one batch: they share the start of a session, as long as three bare interpreters',
and of an examiner where each batch has its own, as long as thirty; they are lost with it."""

OUTSTANDING = 256
"""Batches that are with an executor at a time: more than any machine has processors."""

LOOK_SECONDS = 1.0
"""How often whoever waits for an executor is let look at it: one that is gone tells nothing."""


def grade_now(
    attempts: Sequence[Attempt],
    examiner: Examiner,
    meanwhile: Callable[[], object] = tuple,
    told: Callable[[int], object] | None = None,
) -> tuple[Grade, ...]:
    """Grade a few attempts at once with an examiner that has been started already.

    :param meanwhile: called once while the examiner works.
    :param told: called now and then with the number of checks that are done.
    """
    return examine(attempts, ahead=1, start=lambda: examiner, meanwhile=meanwhile, told=told)


def grade_many(attempts: Sequence[Attempt], executor: Executor) -> Iterator[Grade]:
    """Grade any number of attempts, `BATCH` to an examiner; yield grades as they come.

    Attempts in one examiner share limits and interpreter, so these are kept apart.

    :raises UsageError: when an interpreter cannot be used.
    """
    groups: dict[tuple[object, str], list[Attempt]] = {}
    for attempt in attempts:
        groups.setdefault((attempt.limits, attempt.python), []).append(attempt)
    batches = (
        group[start : start + BATCH]
        for group in groups.values()
        for start in range(0, len(group), BATCH)
    )

    def submit(batch: Sequence[Attempt]) -> Future[tuple[Grade, ...]]:
        return executor.submit(examine, batch)

    for _, future in as_they_come(submit, batches, at_once=OUTSTANDING):
        yield from future.result()


def as_they_come(
    submit: Callable[[Task], Future[Answer]],
    tasks: Iterable[Task],
    *,
    at_once: int,
    look: Callable[[], object] = tuple,
) -> Iterator[tuple[Task, Future[Answer]]]:
    """Yield each task with its future when it has finished, in no particular order.

    :param submit: hands a task to an executor.
    :param at_once: how many tasks are there at a time; the next is taken
        when one comes back, so neither tasks nor answers pile up.
    :param look: called about once a second while there is a task; what it raises ends the wait.
    """
    left = iter(tasks)
    due = time.monotonic() + LOOK_SECONDS
    running: dict[Future[Answer], Task] = {}
    try:
        while True:
            for task in itertools.islice(left, max(at_once - len(running), 0)):
                running[submit(task)] = task
            if not running:
                return
            seconds = max(due - time.monotonic(), 0)
            for future in wait(running, seconds, return_when=FIRST_COMPLETED).done:
                yield running.pop(future), future
            if time.monotonic() >= due:
                look()
                due = time.monotonic() + LOOK_SECONDS
    finally:  # whoever reads this may have stopped early
        for future in running:
            future.cancel()
