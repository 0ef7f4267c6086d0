"""`grade hint`: the next of an exercise's hints is shown."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from grader.cli.options import ExerciseArgument, PlainOption


def command(
    number: ExerciseArgument,
    reset: Annotated[
        bool, typer.Option("--reset", help="Start again with the first hint.")
    ] = False,
    plain: PlainOption = False,
) -> None:
    """Show a hint for an exercise; each call goes one step further.

    \b
    Examples:
      grade hint 1
      grade hint 1 --reset
    """
    from grader import course
    from grader.learner import progress
    from grader.learner.progress_note import warn_if_damaged
    from grader.reports.page import Page, console_for

    exercise = course.exercise(number)
    folder = progress.folder_of(Path.cwd())
    kept = progress.read(folder)
    warn_if_damaged(kept)
    shown = 0 if reset else kept.hints.get(exercise.slug, 0)
    place = min(shown, len(exercise.hints) - 1)
    page = Page(console_for(plain=plain), plain=plain)
    match exercise.hints[place].splitlines():
        case [sentence]:
            page.wrapped(sentence)
        case lines:  # several lines are code
            for line in lines:
                page.code(line, indent=4)
    progress.write(folder, kept.with_hints(exercise.slug, place + 1))
