"""Grading of attempts: a few at once by an examiner that runs already, or many by an executor.

An executor is any `concurrent.futures.Executor`: threads on one machine, a Dask cluster on many.
Each batch of attempts goes to one examiner; its grades come when all of it is graded, batches in
no particular order.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from typing import TypeVar

from grader.host.examiner_process import Examiner, examine
from grader.model import Attempt, Grade

Item = TypeVar("Item")
Task = TypeVar("Task")
TaskResult = TypeVar("TaskResult")

BATCH = 16
"""Attempts per batch. A batch pays once for a pytest session (about 3 interpreter starts) and, if it
cannot reuse an examiner, for the examiner itself (about 30). If the examiner dies, the whole batch
is graded again."""

_FIRST = 4
"""Attempts in each of the first batches; the next are twice as large, up to `BATCH`."""

_LAST = 3
"""Attempts in each of the last batches, if there are so many for every slot."""

_LOOK_SECONDS = 1.0
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


def grade_many(attempts: Sequence[Attempt], executor: Executor, *, slots: int) -> Iterator[Grade]:
    """Yield the grades of any number of attempts as they come.

    :param slots: number of batches that *executor* grades at a time.
    :raises UsageError: when an interpreter cannot be used.
    """

    def submit(batch: Sequence[Attempt]) -> Future[tuple[Grade, ...]]:
        return executor.submit(examine, batch)

    alike = batches(attempts, lambda attempt: (attempt.limits, attempt.python), slots=slots)
    for _, future in completed_tasks(submit, alike, at_once=2 * slots):
        yield from future.result()


def batches(
    items: Sequence[Item], examiner_settings: Callable[[Item], Hashable], *, slots: int
) -> Iterator[Sequence[Item]]:
    """Yield items in batches for one examiner each.

    A batch is kept only when all of it is graded. The first batches are small, so that a run that
    is killed early has kept something; the last are small, so that all slots end at about the
    same time.

    :param examiner_settings: returns what all items of a batch must have in common, such as limits.
    :param slots: number of batches graded at a time.
    """
    groups: dict[Hashable, list[Item]] = {}
    for item in items:
        groups.setdefault(examiner_settings(item), []).append(item)
    yielded, left = 0, len(items)
    for group in groups.values():
        start = 0
        while start < len(group):
            early = _FIRST << min(yielded // slots, BATCH.bit_length())
            late = max(-(-left // (2 * slots)), min(_LAST, -(-left // slots)))
            batch = group[start : start + min(early, late, BATCH)]
            yield batch
            start, left, yielded = start + len(batch), left - len(batch), yielded + 1


def completed_tasks(
    submit: Callable[[Task], Future[TaskResult]],
    tasks: Iterable[Task],
    *,
    at_once: int,
    look: Callable[[], object] = tuple,
) -> Iterator[tuple[Task, Future[TaskResult]]]:
    """Yield each task with its finished future, in no particular order.

    :param submit: gives a task to an executor.
    :param at_once: number of tasks with the executor at a time. The next is taken from *tasks*
        when one has finished and was yielded, so neither tasks nor results pile up.
    :param look: called about once a second while a task is unfinished; an exception that it
        raises is raised here.
    """
    left = iter(tasks)
    due = time.monotonic() + _LOOK_SECONDS
    running: dict[Future[TaskResult], Task] = {}
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
                due = time.monotonic() + _LOOK_SECONDS
    finally:  # the caller may have stopped early
        for future in running:
            future.cancel()
