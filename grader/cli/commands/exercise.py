"""`grade exercise`: one exercise is graded."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from grader.cli import grading
from grader.cli.options import (
    AllOption,
    ExerciseArgument,
    FormatOption,
    PlainOption,
    PythonOption,
    SeedOption,
    TimeOption,
    UnconfinedOption,
)
from grader.cli.report_formats import OUTSIDE, Format, write
from grader.model import DEFAULT_TIME_LIMIT

if TYPE_CHECKING:
    from grader.model import Attempt


def command(
    context: typer.Context,
    number: ExerciseArgument,
    file: Annotated[
        Path | None,
        typer.Argument(help="Your file; exercises/exercise_N_*.py here or above if left out."),
    ] = None,
    everything: AllOption = False,
    format_: FormatOption = Format.terminal,
    seed: SeedOption = "",
    python: PythonOption = "",
    time_limit: TimeOption = DEFAULT_TIME_LIMIT,
    plain: PlainOption = False,
    allow_unconfined: UnconfinedOption = False,
) -> None:
    """Grade one exercise and say what to do next.

    \b
    Examples:
      grade exercise 1
      grade exercise 2 my_answer.py --all
      grade exercise 1 --seed 7f3a --python 3.12 --format json
    """
    from grader.host.examiner_process import Examiner
    from grader.sandbox.interpreters import find_interpreter

    chosen = find_interpreter(python)

    def attempt() -> Attempt:
        from grader import course
        from grader.submissions import find

        declared = course.exercise(number)
        return grading.attempt(
            declared,
            find(declared.slug, Path.cwd()) if file is None else file,
            seed=seed or grading.new_seed(),
            python=chosen,
            seconds=time_limit,
        )

    if format_ in OUTSIDE:
        grades = grading.grade_for_system([attempt()], allow_unconfined=allow_unconfined)
    else:
        with context.obj or Examiner(chosen) as examiner:  # it boots while we read the submission
            grades = grading.grade_here([attempt()], examiner, format_)
    if format_ is Format.terminal:
        from grader.learner.progress_note import keep_and_show
        from grader.reports import terminal
        from grader.reports.page import console_for

        console = console_for(plain=plain)
        terminal.report(grades[0], console, everything=everything, plain=plain)
        keep_and_show(grades, console, plain=plain)
    else:
        write(grades, format_, alone=True)
    raise typer.Exit(grading.exit_status(grades))
