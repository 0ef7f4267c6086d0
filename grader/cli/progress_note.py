"""After a grading for a person: the progress is kept, and what has changed since the last is said."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

    from grader.learner import progress
    from grader.model import Grade


def keep_and_tell(grades: Sequence[Grade], console: Console, *, plain: bool) -> None:
    """Keep what these grades say in the learner's folder, and say what is new."""
    from datetime import UTC, datetime

    from grader.learner import changes, progress
    from grader.reports import terminal

    found = []
    for grade in grades:
        home = progress.home_of(Path(grade.attempt.submission.label), grade.attempt.exercise.slug)
        if home is None:
            continue
        before = progress.keep(home, grade, datetime.now(UTC))
        tell_damage(before)
        found.append(progress.change(before, grade))
    sentence = changes.sentence(found)
    if sentence:
        terminal.Page(console, plain=plain).wrapped(sentence, style="bold")


def tell_damage(kept: progress.Progress) -> None:
    """Say once that the file was damaged; the next writing has made it anew."""
    if kept.damaged:
        from grader.learner.changes import DAMAGED

        sys.stdout.flush()
        sys.stderr.write(f"grade: {DAMAGED}\n")
