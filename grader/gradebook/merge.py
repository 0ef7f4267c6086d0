"""Merge of several gradebooks of a class: shards of a job array, or of a workflow's matrix.

Where several have a row for the same student and exercise, the kept row does not depend on the
order in which they are named:

1. a grade or an unreadable file beats a fault, and a fault beats nothing handed in;
2. then the row that was graded later is kept.

Of several marks for a student and exercise the latest is kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from grader.errors import UsageError
from grader.gradebook.database import FILE, held
from grader.gradebook.store import Gradebook
from grader.model import Mark, Row, State

_WEIGHT = {
    State.NOTHING_HANDED_IN: 0,
    State.FAULTED: 1,
    State.UNREADABLE: 2,
    State.GRADED: 2,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeResult:
    """Counts of a merge.

    :param rows: rows taken over, new or in place of another.
    :param marks: marks taken over.
    :param differing: student and exercise of rows that several had, and that differed.
    """

    rows: int
    marks: int
    differing: tuple[tuple[str, int], ...]


def merge(sources: Sequence[Path], out: Path) -> MergeResult:
    """Copy the rows and marks of *sources* into the gradebook in *out*, all or nothing.

    :param sources: folders of gradebooks, or their files; they are only read.
    :raises UsageError: when one cannot be read, or *out* is one of them or cannot be written.
    """
    folders = [path.parent if path.name == FILE else path for path in sources]
    for folder in folders:
        if folder.resolve() == out.resolve():
            raise UsageError(
                f"{folder} is both what is merged and where to",
                "Name the gradebook that shall have all rows first, and the others after it.",
            )
    with ExitStack() as stack:
        opened = [stack.enter_context(Gradebook.open(folder)) for folder in folders]
        stack.enter_context(held(out))
        book = stack.enter_context(Gradebook.create(out))
        stack.enter_context(book.together())
        rows, differing = 0, []
        marked = {(mark.student, mark.exercise): mark for mark in book.marks()}
        given: dict[tuple[str, int], Mark] = {}
        for source in opened:
            for row in source.each():
                there = book.row(row.student, row.exercise)
                if there is not None and not _same(there, row):
                    differing.append((row.student, row.exercise))
                if there is None or _rank(row) > _rank(there):
                    book.put(row, source.source(row.sha256) if row.sha256 else None)
                    rows += 1
            for mark in source.marks():
                place = (mark.student, mark.exercise)
                latest = given.get(place) or marked.get(place)
                if latest is None or mark.marked_at > latest.marked_at:
                    given[place] = mark
        for mark in given.values():
            book.mark(mark)
    return MergeResult(rows=rows, marks=len(given), differing=tuple(sorted(set(differing))))


def _same(one: Row, other: Row) -> bool:
    """Whether two final rows have the same outcome for the same file; without a key none is final."""
    return bool(one.key) and (one.state, one.key) == (other.state, other.key)


def _rank(row: Row) -> tuple[int, str, str, str]:
    """Return the sort key of a row; its later parts only make the result independent of order."""
    return _WEIGHT[row.state], row.graded_at, row.key, row.file
