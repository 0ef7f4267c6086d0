"""Carries a plan out: batches to a hall, reports into rows, rows into the gradebook."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from grader import course
from grader.batch.cache_key import GradingOptions, limits_of
from grader.batch.plan import Owner, Plan, RowCopy, WorkItem
from grader.batch.task import WorkerPool, decode_reports, encode_batch
from grader.errors import Fault, UsageError
from grader.gradebook.store import Gradebook
from grader.host.grading import BATCH, as_they_come
from grader.model import Blocker, Limits, Policy, Row, State

_FIRST = 4
"""Attempts in each of the first batches; the next ones are twice as large, up to `BATCH`."""

_LAST = 3
"""Attempts in each of the last batches, if there are so many for every seat."""

_TIMED_OUT = {"time_limit", "load_endless"}
"""Findings that a busy machine may bring about where a quiet one does not."""


def run(
    plan: Plan, options: GradingOptions, pool: WorkerPool, book: Gradebook, policy: Policy
) -> Iterator[Row]:
    """Do what the plan says; yield each row when it is in the gradebook.

    :raises UsageError: when learner code must not run there, the place is gone, or the
        gradebook cannot be written. What was yielded before is kept.
    """
    # What is copied was planned from the rows as they are now, and this very run may replace them:
    # two students may have exchanged their files.
    sources = {(copy.source, copy.exercise): _source(copy, book) for copy in plan.copies}
    for known in plan.rows:
        row = replace(known, graded_at=_now())
        book.put(row)
        yield row
    for copy in plan.copies:
        row = _copied(copy, sources[copy.source, copy.exercise])
        book.put(row)
        yield row
    for item, report in _reports(plan.work, options, pool, policy):
        for owner in item.owners:
            row = _row(item, owner, report)
            book.put(row, item.content)
            yield row


def batches(work: Sequence[WorkItem], seconds: float, slots: int) -> Iterator[Sequence[WorkItem]]:
    """Yield the pieces in batches for one examiner each, which share their limits.

    The first are small, since a batch is kept when all of it is graded: so there is soon
    something that a run which is killed has kept. The last are small too, so that all seats
    are done at about the same time.
    """
    groups: dict[Limits, list[WorkItem]] = {}
    for item in work:
        groups.setdefault(limits_of(item.exercise, seconds), []).append(item)
    yielded, left = 0, len(work)
    for group in groups.values():
        start = 0
        while start < len(group):
            early = _FIRST << min(yielded // slots, BATCH.bit_length())
            late = max(-(-left // (2 * slots)), min(_LAST, -(-left // slots)))
            size = min(early, late, BATCH)
            batch = group[start : start + size]
            yield batch
            start, left, yielded = start + size, left - len(batch), yielded + 1


def _reports(
    work: Sequence[WorkItem], options: GradingOptions, pool: WorkerPool, policy: Policy
) -> Iterator[tuple[WorkItem, Mapping[str, Any]]]:
    """Yield every piece with its report; a string in its place says why there is none.

    A batch whose worker failed is asked again piece by piece, so that no submission
    takes others with it.
    """

    def submit(batch: Sequence[WorkItem]) -> Future[str]:
        return pool.submit(*encode_batch(batch, options, policy))

    broken: list[Sequence[WorkItem]] = []
    # One at work and one waiting for every seat; a place that is gone may not say so by itself.
    come = functools.partial(
        as_they_come, submit, at_once=2 * pool.slots, look=functools.partial(_look, pool)
    )
    for batch, future in come(batches(work, options.seconds, pool.slots)):
        try:
            yield from zip(batch, _answer(future, pool), strict=True)
        except Fault:
            broken += [[item] for item in batch]
    for batch, future in come(broken):
        try:
            yield batch[0], _answer(future, pool)[0]
        except Fault as fault:
            yield batch[0], {"status": "faulted", "why": fault.message}


def _answer(future: Future[str], pool: WorkerPool) -> list[dict[str, Any]]:
    """Return the reports of a batch.

    :raises Fault: when the batch failed.
    :raises UsageError: when it was refused, or no other would fare better.
    """
    try:
        return decode_reports(future.result())
    except UsageError:
        raise
    except Exception as error:  # whatever a thread or a worker ended with
        _look(pool)
        raise Fault(f"the batch ended with {type(error).__name__}: {error}"[:2000]) from error


def _look(pool: WorkerPool) -> None:
    """Look whether there is still a place at all.

    :raises UsageError: when there is none.
    """
    if trouble := pool.trouble():
        raise UsageError(trouble, "Run the same command again; it goes on from here.")


def _row(item: WorkItem, owner: Owner, report: Mapping[str, Any]) -> Row:
    faulted = report["status"] == "faulted"
    final = not faulted and not timed_out(report)
    return Row(
        student=owner.student,
        exercise=item.exercise.number,
        state=State.FAULTED if faulted else State.GRADED,
        earned=None if faulted else report["earned"],
        possible=sum(check.points for check in course.checks(item.exercise)),
        name=owner.name,
        file=owner.file,
        sha256=item.sha256,
        key=item.key if final else "",
        seed=item.seed,
        graded_at=_now(),
        report={} if faulted else {**report, "file": owner.file},
        why=_why(report) if faulted else "",
    )


def timed_out(report: Mapping[str, Any]) -> bool:
    """Whether a check of a report ran out of time, so that another run might find otherwise."""
    return any(
        (check["finding"] or {}).get("misconception") in _TIMED_OUT
        or check["blocked_by"] == Blocker.TIME_LIMIT
        for check in report["checks"]
    )


def _why(report: Mapping[str, Any]) -> str:
    """Return what made a report a fault, in a sentence or two."""
    told = [
        line
        for check in report.get("checks", ())
        if check["judgement"] == "faulted"
        for line in check["evidence"]
    ]
    return str(report.get("why") or (told[0] if told else "a check gave no verdict"))[:2000]


def _source(copy: RowCopy, book: Gradebook) -> Row:
    source = book.row(copy.source, copy.exercise)
    if source is None:
        raise Fault(f"the row of {copy.source} for exercise {copy.exercise} has gone meanwhile")
    return source


def _copied(copy: RowCopy, source: Row) -> Row:
    return replace(
        source,
        student=copy.owner.student,
        name=copy.owner.name,
        file=copy.owner.file,
        report={**source.report, "file": copy.owner.file},
    )


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
