"""Messages of a batch run: the files found, progress, and the state of the gradebook at the end."""

from __future__ import annotations

import contextlib
import shlex
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
)
from rich.text import Text

from grader.batch.layouts import ClassFiles
from grader.batch.plan import Plan
from grader.gradebook.merge import MergeResult
from grader.gradebook.store import RowSummary
from grader.host.grading import BATCH
from grader.model import Exercise, Row, State
from grader.reports.escape import visible, visible_id
from grader.reports.json import read_grade

_EVERY = 10.0  # seconds between two lines of a log


def opening(
    found: ClassFiles,
    plan: Plan,
    exercises: Sequence[Exercise],
    place: str,
    timed_out: Sequence[Row] = (),
) -> list[str]:
    """Return lines on the files that were found and the rows to grade.

    :param place: where the grading is done, in a few words.
    :param timed_out: rows to grade again because they ran out of time before.
    """
    lines = [f"{_count(len(found.students), 'student')}, layout: {found.layout or 'none'}."]
    for exercise in exercises:
        choices = [
            one.choices[exercise.number] for one in found.students if exercise.number in one.choices
        ]
        bad = sum(choice.content is None for choice in choices)
        lines.append(
            f"  Exercise {exercise.number}: {_count(len(choices), 'file')}"
            + (f", {bad} of them unreadable" if bad else "")
            + f", {len(found.students) - len(choices)} handed in nothing."
        )
    lines += [f"  {visible(note)}" for note in found.notes]
    for one in found.students:
        for number, choice in sorted(one.choices.items()):
            if choice.others:
                others = ", ".join(visible_id(other) for other in choice.others)
                lines.append(
                    f"  {visible_id(one.student)}, exercise {number}: "
                    f"{visible_id(choice.file)}, and not {others}."
                )
    for student, number in plan.kept:
        lines.append(
            f"  {visible_id(student)}, exercise {number}: nothing found now; the earlier row is kept "
            f"(--rerun {visible_id(student)} gives it up)."
        )
    if plan.elsewhere:
        lines.append(
            f"  in the gradebook and not in this class, their rows stay as they are: "
            f"{', '.join(map(visible_id, plan.elsewhere))}"
        )
    lines += [f"{line}; it is graded again." for line in _costs(timed_out)]
    known = len(plan.rows) + len(plan.copies)
    lines.append(
        f"{_count(plan.to_grade, 'row')} to grade {place}, {known} known without grading, "
        f"{plan.unchanged + len(plan.kept)} unchanged."
    )
    return lines


def closing(
    summaries: Mapping[tuple[str, int], RowSummary],
    timed_out: Sequence[Row],
    out: Path,
    seconds: float,
) -> list[str]:
    """Return lines on the rows of the gradebook after a complete run, and the next command.

    :param timed_out: rows of the gradebook that ran out of time.
    """
    counts = Counter(summary.state for summary in summaries.values())
    lines = [
        f"{_count(len(summaries), 'row')} in {out} after {_duration(seconds)}: "
        + ", ".join(f"{counts[state]} {state.value.replace('_', ' ')}" for state in State)
        + "."
    ]
    lines += [f"{line}." for line in _costs(timed_out)]
    if timed_out:
        them = "it" if len(timed_out) == 1 else "them"
        lines.append(
            f"{_count(len(timed_out), 'row')} ran out of time somewhere; the same command grades "
            f"{them} again, which matters if this machine was busy."
        )
    if counts[State.FAULTED]:
        lines.append(
            "Faulted rows are the grader's own failure and have no points; the same command "
            "grades them again."
        )
    return [*lines, _next(out)]


def _costs(timed_out: Iterable[Row]) -> Iterator[str]:
    """Yield a line, without its end, for each row that ran out of time: whose it is, what it cost."""
    for row in timed_out:
        seconds = sum(verdict.seconds for verdict in read_grade(row.report).verdicts)
        yield (
            f"  {visible_id(row.student)}, exercise {row.exercise}: ran out of time; its checks took "
            f"{seconds:.1f} s"
        )


def stopped(out: Path, command: str) -> list[str]:
    """Return lines on an interrupted run: what it leaves, and how to go on.

    :param command: the command line as it was typed.
    """
    return [
        f"Stopped. Every row that is in {out} is not graded again. What was under way is: up to "
        f"{BATCH} submissions for each examiner.",
        f"To go on, run the same command again: {visible(command)}",
    ]


def merged(done: MergeResult, out: Path) -> list[str]:
    """Return lines on a merge: rows and marks taken over, rows that differ, the next command."""
    lines = [
        f"{_count(done.rows, 'row')} and {_count(done.marks, 'mark')} taken over into {out}.",
    ]
    for student, number in done.differing:
        lines.append(
            f"  {visible_id(student)}, exercise {number}: more than one row, and they differ; "
            "what is known, and then the later one, is kept."
        )
    return [*lines, _next(out)]


def _next(out: Path) -> str:
    """Return the next command, quoted for a shell."""
    return f"Next: grade gradebook show {visible(shlex.quote(str(out)))}"


@contextlib.contextmanager
def progress(console: Console, plan: Plan) -> Iterator[Callable[[Row], None]]:
    """Show progress, a bar on a terminal, else lines for a log; yield a function to call with each row."""
    if not plan.to_write:
        yield lambda _: None
        return
    pace = _Pace(plan)
    if not console.is_terminal:
        printed = time.monotonic()

        def log(row: Row) -> None:
            nonlocal printed
            pace.add(row)
            if time.monotonic() - printed >= _EVERY or pace.done == pace.total:
                printed = time.monotonic()
                console.print(f"{pace.done} of {pace.total} rows, {pace.text()}", soft_wrap=True)

        yield log
        return
    columns = TextColumn("Grading"), BarColumn(), MofNCompleteColumn(), _PaceColumn(pace)
    with Progress(*columns, console=console) as bar:
        task = bar.add_task("", total=pace.total)

        def advance(row: Row) -> None:
            pace.add(row)
            bar.advance(task)

        yield advance


class _Pace:
    """Rate of graded rows and time left; rows that need no grading do not count."""

    def __init__(self, plan: Plan) -> None:
        self.total = plan.to_write
        self.done = self._faults = 0
        self._known = plan.to_write - plan.to_grade
        self._began = time.monotonic()

    def add(self, row: Row) -> None:
        self.done += 1
        self._faults += row.state is State.FAULTED
        if self.done == self._known:
            self._began = time.monotonic()

    def text(self) -> str:
        graded = self.done - self._known
        words = [f"{self._faults} faults"]
        if graded > 0:
            rate = graded / max(time.monotonic() - self._began, 0.001)
            left = _duration((self.total - self.done) / rate)
            words = [f"{rate:.1f} a second", f"{left} left", *words]
        return ", ".join(words)


class _PaceColumn(ProgressColumn):
    """Rate, time left and faults. Rich's own estimate uses the last seconds; this one the whole run."""

    def __init__(self, pace: _Pace) -> None:
        super().__init__()
        self._pace = pace

    def render(self, _: Task) -> Text:
        return Text(self._pace.text())


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
