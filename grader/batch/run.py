"""A plan carried out: batches to a worker pool, reports to rows, rows to the gradebook."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from grader import course
from grader.batch.cache_key import GradingOptions, limits_of
from grader.batch.plan import Owner, Plan, RowCopy, WorkItem
from grader.batch.task import WorkerPool, decode_reports, encode_batch
from grader.errors import Fault, UsageError
from grader.gradebook.store import Gradebook
from grader.host.grading import batches, completed_tasks
from grader.model import Blocker, Grade, Judgement, Policy, Row, State
from grader.reports.json import read_grade

_TIMED_OUT = {"time_limit", "load_endless"}
"""Misconceptions that a busy machine may cause where an idle one does not."""

_LONGEST_WHY = 2000
"""Characters of a fault's reason that a row keeps."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Graded:
    """The outcome of one work item.

    :param report: the JSON report for staff; empty where grading failed.
    :param why: why there is no grade; empty where there is one.
    """

    report: Mapping[str, Any] = field(default_factory=dict)
    why: str = ""


def run(
    plan: Plan, options: GradingOptions, pool: WorkerPool, book: Gradebook, policy: Policy
) -> Iterator[Row]:
    """Carry out a plan; yield each row once it is in the gradebook.

    :raises UsageError: when learner code must not run on the workers, the pool has failed, or the
        gradebook cannot be written. Rows that were yielded before are kept.
    """
    # Rows to be copied are read first: this run may replace them, as where two students have
    # exchanged their files.
    sources = {(copy.source, copy.exercise): _source(copy, book) for copy in plan.copies}
    for known in plan.rows:
        row = replace(known, graded_at=_now())
        book.put(row)
        yield row
    for copy in plan.copies:
        row = _copied(copy, sources[copy.source, copy.exercise])
        book.put(row)
        yield row
    for item, graded in _grade(plan.work, options, pool, policy):
        for owner in item.owners:
            row = _row(item, owner, graded)
            book.put(row, item.content)
            yield row


def _grade(
    work: Sequence[WorkItem], options: GradingOptions, pool: WorkerPool, policy: Policy
) -> Iterator[tuple[WorkItem, _Graded]]:
    """Yield every work item with its outcome.

    The items of a batch that failed are graded again one by one, so that no submission takes
    others with it.
    """

    def submit(batch: Sequence[WorkItem]) -> Future[str]:
        return pool.submit(*encode_batch(batch, options, policy))

    failed: list[Sequence[WorkItem]] = []
    # Each slot has one batch at work and one waiting.
    completed = functools.partial(
        completed_tasks, submit, at_once=2 * pool.slots, look=functools.partial(_check, pool)
    )
    alike = batches(work, lambda item: limits_of(item.exercise, options.seconds), slots=pool.slots)
    for batch, future in completed(alike):
        try:
            yield from zip(batch, _outcomes(future, pool), strict=True)
        except Fault:
            failed += [[item] for item in batch]
    for (item,), future in completed(failed):
        try:
            yield item, _outcomes(future, pool)[0]
        except Fault as fault:
            yield item, _Graded(why=fault.message)


def _outcomes(future: Future[str], pool: WorkerPool) -> list[_Graded]:
    """Return the outcomes of a batch, in the order of its items.

    :raises Fault: when the batch failed.
    :raises UsageError: when the batch was refused, or the whole pool has failed.
    """
    try:
        return [_Graded(report=report) for report in decode_reports(future.result())]
    except UsageError:
        raise
    except Exception as error:  # whatever a thread or a worker ended with
        _check(pool)
        why = f"the batch ended with {type(error).__name__}: {error}"
        raise Fault(why[:_LONGEST_WHY]) from error


def _check(pool: WorkerPool) -> None:
    """Check that the pool still works.

    :raises UsageError: when it has failed as a whole.
    """
    if trouble := pool.trouble():
        raise UsageError(trouble, "Run the same command again; it goes on from here.")


def _row(item: WorkItem, owner: Owner, graded: _Graded) -> Row:
    grade = read_grade(graded.report) if graded.report else None
    row = Row(
        student=owner.student,
        exercise=item.exercise.number,
        state=State.FAULTED,
        earned=None,
        possible=sum(check.points for check in course.checks(item.exercise)),
        name=owner.name,
        file=owner.file,
        sha256=item.sha256,
        seed=item.seed,
        graded_at=_now(),
    )
    if grade is None or grade.faulted:
        return replace(row, why=graded.why if grade is None else _fault(grade))
    return replace(
        row,
        state=State.GRADED,
        earned=grade.earned,
        key="" if _timed_out(grade) else item.key,
        report={**graded.report, "file": owner.file},
    )


def _timed_out(grade: Grade) -> bool:
    """Whether a check ran out of time; a row like that is graded again."""
    return any(
        (one.finding is not None and one.finding.misconception in _TIMED_OUT)
        or one.blocked_by == Blocker.TIME_LIMIT
        for one in grade.verdicts
    )


def _fault(grade: Grade) -> str:
    """Return the reason of a fault, and behind it the first evidence, which is for staff."""
    faulted = [one for one in grade.verdicts if one.judgement is Judgement.FAULTED]
    reasons = [one.fault for one in faulted if one.fault]
    evidence = [line for one in faulted for line in one.evidence]
    return (": ".join([*reasons[:1], *evidence[:1]]) or "a check gave no verdict")[:_LONGEST_WHY]


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
