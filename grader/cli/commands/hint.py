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
    from grader.learner.hint import show_next
    from grader.reports.page import console_for

    show_next(
        course.exercise(number), Path.cwd(), console_for(plain=plain), reset=reset, plain=plain
    )
