"""What a run over a class tells while it works: what it found, how far it is, what came of it."""

from __future__ import annotations

import contextlib
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from grader.classes.planning import Plan
from grader.gradebook import Standing
from grader.layouts import Found
from grader.merging import Merged
from grader.model import Exercise, Row, State
from grader.reports.wording import visible

_EVERY = 10.0  # seconds between two lines of a log


def opening(found: Found, plan: Plan, exercises: Sequence[Exercise], place: str) -> list[str]:
    """Return what was found and what will be done, a line each.

    :param place: where the grading is done, in a few words.
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
                others = ", ".join(visible(other) for other in choice.others)
                lines.append(
                    f"  {visible(one.student)}, exercise {number}: "
                    f"{visible(choice.file)}, and not {others}."
                )
    for student, number in plan.kept:
        lines.append(
            f"  {visible(student)}, exercise {number}: nothing found now; the earlier row is kept "
            f"(--rerun {visible(student)} gives it up)."
        )
    known = len(plan.rows) + len(plan.copies)
    lines.append(
        f"{_count(plan.to_grade, 'row')} to grade {place}, {known} known without grading, "
        f"{plan.unchanged + len(plan.kept)} unchanged."
    )
    return lines


def closing(standings: Mapping[tuple[str, int], Standing], out: Path, seconds: float) -> list[str]:
    """Return what the gradebook holds after a complete run, and what to do next."""
    counts = Counter(standing.state for standing in standings.values())
    provisional = sum(
        standing.state is State.GRADED and not standing.key for standing in standings.values()
    )
    lines = [
        f"{_count(len(standings), 'row')} in {out} after {_duration(seconds)}: "
        + ", ".join(f"{counts[state]} {state.value.replace('_', ' ')}" for state in State)
        + "."
    ]
    if provisional:
        lines.append(
            f"{_count(provisional, 'row')} ran out of time somewhere; the same command grades "
            "them again, which matters if this machine was busy."
        )
    if counts[State.FAULTED]:
        lines.append(
            "Faulted rows are the grader's own failure and have no points; the same command "
            "grades them again."
        )
    lines.append(f"Next: grade gradebook show {out}")
    return lines


def stopped(out: Path, command: str) -> list[str]:
    """Return what an interrupted run leaves behind and how it goes on.

    :param command: what was typed.
    """
    return [
        f"Stopped. Every row that was finished is in {out} and is not graded again.",
        f"To go on, run the same command again: {visible(command)}",
    ]


def merged(done: Merged, out: Path) -> list[str]:
    """Return what a merge came to."""
    lines = [
        f"{_count(done.rows, 'row')} and {_count(done.marks, 'mark')} taken over into {out}.",
    ]
    for student, number in done.differing:
        lines.append(
            f"  {visible(student)}, exercise {number}: more than one row, and they differ; "
            "what is known, and then the later one, is kept."
        )
    return [*lines, f"Next: grade gradebook show {out}"]


@contextlib.contextmanager
def progress(console: Console, total: int) -> Iterator[Callable[[Row], None]]:
    """Give a function that is told each row: a moving bar on a terminal, else lines for a log.

    :param total: rows that will come.
    """
    if not total:
        yield lambda _: None
        return
    if not console.is_terminal:
        yield _Log(console, total).add
        return
    columns = (
        TextColumn("Grading"),
        BarColumn(),
        MofNCompleteColumn(),
        _Rate(),
        TimeRemainingColumn(),
        TextColumn("left, {task.fields[faults]} faults"),
    )
    with Progress(*columns, console=console, speed_estimate_period=120) as bar:
        task = bar.add_task("", total=total, faults=0)
        faults = 0

        def add(row: Row) -> None:
            nonlocal faults
            faults += row.state is State.FAULTED
            bar.update(task, advance=1, faults=faults)

        yield add


class _Rate(ProgressColumn):
    """Rows a second."""

    def render(self, task: Task) -> Text:
        return Text(f"{task.speed:.1f}/s" if task.speed else "")


class _Log:
    """A line every now and then, and one at the end."""

    def __init__(self, console: Console, total: int) -> None:
        self._console = console
        self._total = total
        self._done = self._faults = 0
        self._began = self._told = time.monotonic()

    def add(self, row: Row) -> None:
        self._done += 1
        self._faults += row.state is State.FAULTED
        now = time.monotonic()
        if now - self._told < _EVERY and self._done < self._total:
            return
        self._told = now
        rate = self._done / max(now - self._began, 0.001)
        left = (self._total - self._done) / rate
        self._console.print(
            f"{self._done} of {self._total} rows, {rate:.1f} a second, "
            f"{_duration(left)} left, {self._faults} faults",
            soft_wrap=True,
        )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
