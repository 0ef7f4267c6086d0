"""The note below a learner's report: what has changed since the last run, from kept progress."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console

from grader.learner import progress
from grader.learner.progress import Change, Progress
from grader.model import Grade
from grader.reports.page import Page

_DAMAGED = (
    f"{progress.FILE.as_posix()} could not be read as progress and starts anew; "
    "no grade depends on it."
)


def keep_and_show(grades: Sequence[Grade], console: Console, *, plain: bool) -> None:
    """Add *grades* to the progress in the learner's folder, and write what has changed."""
    changes = []
    for grade in grades:
        home = progress.home_of(Path(grade.attempt.submission.label), grade.exercise.slug)
        if home is None:
            continue
        before = progress.keep(home, grade, datetime.now(UTC))
        warn_if_damaged(before)
        changes.append(progress.change(before, grade))
    note = sentence(changes)
    if note:
        Page(console, plain=plain).wrapped(note, style="bold")


def warn_if_damaged(kept: Progress) -> None:
    """Write to standard error that the file was damaged; the next writing makes it anew."""
    if kept.damaged:
        sys.stdout.flush()
        sys.stderr.write(f"grade: {_DAMAGED}\n")


def sentence(changes: Sequence[Change]) -> str:
    """Return *changes* as one sentence; empty where nothing has changed."""
    now = [number for change in changes for number in change.now]
    no_longer = [number for change in changes for number in change.no_longer]
    parts = []
    if now:
        parts.append(f"{_listed(now)} now {'holds' if len(now) == 1 else 'hold'}")
    if no_longer:
        verb = "holds" if len(no_longer) == 1 else "hold"
        parts.append(f"{_listed(no_longer)} no longer {verb}")
    return f"Since your last run: {'; '.join(parts)}." if parts else ""


def _listed(numbers: Sequence[str]) -> str:
    """Return numbers of checks as in a sentence: `1.1, 1.3 to 1.5 and 1.8`."""
    groups: list[list[str]] = []
    for number in numbers:
        if groups and _follows(groups[-1][-1], number):
            groups[-1].append(number)
        else:
            groups.append([number])
    shown = [
        part
        for group in groups
        for part in ([f"{group[0]} to {group[-1]}"] if len(group) > 2 else group)
    ]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"


def _follows(one: str, other: str) -> bool:
    before, after = one.split("."), other.split(".")
    return before[0] == after[0] and int(before[1]) + 1 == int(after[1])
