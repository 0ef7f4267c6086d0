"""The hints of an exercise, one more each time: how many were shown is kept with the progress."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from grader.learner import progress
from grader.learner.progress_note import warn_if_damaged
from grader.model import Exercise
from grader.reports.page import Page


def show_next(
    exercise: Exercise, start: Path, console: Console, *, reset: bool, plain: bool = False
) -> None:
    """Write the hint after the one that was shown last; the last one again once all were.

    :param start: a folder at or below the one that keeps the progress.
    :param reset: begin again with the first hint.
    """
    folder = progress.folder_of(start)
    kept = progress.read(folder)
    warn_if_damaged(kept)
    shown = 0 if reset else kept.hints.get(exercise.slug, 0)
    place = min(shown, len(exercise.hints) - 1)
    page = Page(console, plain=plain)
    match exercise.hints[place].splitlines():
        case [sentence]:
            page.wrapped(sentence)
        case lines:  # several lines are code
            for line in lines:
                page.code(line, indent=4)
    progress.write(folder, kept.with_hints(exercise.slug, place + 1))
