"""The pipeline on one screen: attempts and an executor in, grades out.

An executor is any `concurrent.futures.Executor`: threads on one machine, a Dask
cluster's on many. A batch of attempts goes to one examiner; the grades of a batch
arrive when it is done, in no particular order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, as_completed

from grader.examination import Examiner, examine
from grader.model import Attempt, Grade

BATCH = 8
"""Attempts for one examiner: its start is shared by these, and lost with them if it dies."""


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


def grade_many(
    attempts: Sequence[Attempt], executor: Executor, *, batch: int = BATCH
) -> Iterator[Grade]:
    """Grade any number of attempts, `batch` to an examiner; yield grades as they come.

    Attempts in one examiner share limits and interpreter, so these are kept apart.
    """
    groups: dict[tuple[object, str], list[Attempt]] = {}
    for attempt in attempts:
        groups.setdefault((attempt.limits, attempt.python), []).append(attempt)
    futures = [
        executor.submit(examine, group[start : start + batch])
        for group in groups.values()
        for start in range(0, len(group), batch)
    ]
    for future in as_completed(futures):
        yield from future.result()
