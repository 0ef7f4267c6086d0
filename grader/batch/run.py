"""Carries a plan out: batches to a hall, reports into rows, rows into the gradebook."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from grader import course
from grader.batch.cache_key import Terms, limits_of
from grader.batch.plan import Copy, Owner, Piece, Plan
from grader.batch.task import answered, asked
from grader.batch.workers import Hall
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


def run(plan: Plan, terms: Terms, hall: Hall, book: Gradebook, policy: Policy) -> Iterator[Row]:
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
    for piece, report in _reports(plan.pieces, terms, hall, policy):
        for owner in piece.owners:
            row = _row(piece, owner, report)
            book.put(row, piece.content)
            yield row


def batches(pieces: Sequence[Piece], seconds: float, seats: int) -> Iterator[Sequence[Piece]]:
    """Yield the pieces in batches for one examiner each, which share their limits.

    The first are small, since a batch is kept when all of it is graded: so there is soon
    something that a run which is killed has kept. The last are small too, so that all seats
    are done at about the same time.
    """
    groups: dict[Limits, list[Piece]] = {}
    for piece in pieces:
        groups.setdefault(limits_of(piece.exercise, seconds), []).append(piece)
    yielded, left = 0, len(pieces)
    for group in groups.values():
        start = 0
        while start < len(group):
            early = _FIRST << min(yielded // seats, BATCH.bit_length())
            late = max(-(-left // (2 * seats)), min(_LAST, -(-left // seats)))
            size = min(early, late, BATCH)
            batch = group[start : start + size]
            yield batch
            start, left, yielded = start + size, left - len(batch), yielded + 1


def _reports(
    pieces: Sequence[Piece], terms: Terms, hall: Hall, policy: Policy
) -> Iterator[tuple[Piece, Mapping[str, Any]]]:
    """Yield every piece with its report; a string in its place says why there is none.

    A batch whose worker failed is asked again piece by piece, so that no submission
    takes others with it.
    """

    def submit(batch: Sequence[Piece]) -> Future[str]:
        return hall.submit(*asked(batch, terms, policy))

    broken: list[Sequence[Piece]] = []
    # One at work and one waiting for every seat; a place that is gone may not say so by itself.
    come = functools.partial(
        as_they_come, submit, at_once=2 * hall.seats, look=functools.partial(_look, hall)
    )
    for batch, future in come(batches(pieces, terms.seconds, hall.seats)):
        try:
            yield from zip(batch, _answer(future, hall), strict=True)
        except Fault:
            broken += [[piece] for piece in batch]
    for batch, future in come(broken):
        try:
            yield batch[0], _answer(future, hall)[0]
        except Fault as fault:
            yield batch[0], {"status": "faulted", "why": fault.message}


def _answer(future: Future[str], hall: Hall) -> list[dict[str, Any]]:
    """Return the reports of a batch.

    :raises Fault: when the batch failed.
    :raises UsageError: when it was refused, or no other would fare better.
    """
    try:
        return answered(future.result())
    except UsageError:
        raise
    except Exception as error:  # whatever a thread or a worker ended with
        _look(hall)
        raise Fault(f"the batch ended with {type(error).__name__}: {error}"[:2000]) from error


def _look(hall: Hall) -> None:
    """Look whether there is still a place at all.

    :raises UsageError: when there is none.
    """
    if trouble := hall.trouble():
        raise UsageError(trouble, "Run the same command again; it goes on from here.")


def _row(piece: Piece, owner: Owner, report: Mapping[str, Any]) -> Row:
    faulted = report["status"] == "faulted"
    final = not faulted and not timed_out(report)
    return Row(
        student=owner.student,
        exercise=piece.exercise.number,
        state=State.FAULTED if faulted else State.GRADED,
        earned=None if faulted else report["earned"],
        possible=sum(check.points for check in course.checks(piece.exercise)),
        name=owner.name,
        file=owner.file,
        sha256=piece.sha256,
        key=piece.key if final else "",
        seed=piece.seed,
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


def _source(copy: Copy, book: Gradebook) -> Row:
    source = book.row(copy.source, copy.exercise)
    if source is None:
        raise Fault(f"the row of {copy.source} for exercise {copy.exercise} has gone meanwhile")
    return source


def _copied(copy: Copy, source: Row) -> Row:
    return replace(
        source,
        student=copy.owner.student,
        name=copy.owner.name,
        file=copy.owner.file,
        report={**source.report, "file": copy.owner.file},
    )


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
