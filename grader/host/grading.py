"""Grading of attempts: a few at once by an examiner that runs already, or many by an executor.

An executor is any `concurrent.futures.Executor`: threads on one machine, a Dask cluster on many.
Each batch of attempts goes to one examiner; its grades come when all of it is graded, batches in
no particular order.
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
"""Attempts per batch. A batch pays once for a pytest session (about 3 interpreter starts) and, if it
cannot reuse an examiner, for the examiner itself (about 30). If the examiner dies, the whole batch
is graded again."""

OUTSTANDING = 256
"""Batches given to an executor at a time: more than any machine has processors."""

LOOK_SECONDS = 1.0
"""Seconds between two calls of `look`, since an executor that is gone does not end its futures."""


def grade_now(
    attempts: Sequence[Attempt],
    examiner: Examiner,
    meanwhile: Callable[[], object] = tuple,
    on_progress: Callable[[int], object] | None = None,
) -> tuple[Grade, ...]:
    """Return the grades of a few attempts by an examiner that runs already.

    :param meanwhile: called once while the examiner works.
    :param on_progress: called now and then with the number of finished checks.
    """
    return examine(
        attempts, ahead=1, start=lambda: examiner, meanwhile=meanwhile, on_progress=on_progress
    )


def grade_many(attempts: Sequence[Attempt], executor: Executor) -> Iterator[Grade]:
    """Yield the grades of any number of attempts as they come, `BATCH` attempts to an examiner.

    Attempts of a batch have the same limits and interpreter.

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
    """Yield each task with its finished future, in no particular order.

    :param submit: gives a task to an executor.
    :param at_once: number of tasks with the executor at a time. The next is taken from *tasks*
        when one has finished and was yielded, so neither tasks nor results pile up.
    :param look: called about once a second while a task is unfinished; an exception that it
        raises is raised here.
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
    finally:  # the caller may have stopped early
        for future in running:
            future.cancel()
