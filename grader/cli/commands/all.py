"""`grade all`: every exercise of a folder is graded."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from grader.cli import grading
from grader.cli.options import (
    AllOption,
    FormatOption,
    PlainOption,
    PythonOption,
    ReleaseBodyOption,
    SeedOption,
    TimeOption,
    UnconfinedOption,
)
from grader.cli.report_formats import OUTSIDE, Format, write, write_results
from grader.model import DEFAULT_TIME_LIMIT


def command(
    context: typer.Context,
    folder: Annotated[
        Path | None,
        typer.Argument(metavar="DIR", help="Folder with your files, or with exercises/."),
    ] = None,
    everything: AllOption = False,
    format_: FormatOption = Format.terminal,
    seed: SeedOption = "",
    python: PythonOption = "",
    time_limit: TimeOption = DEFAULT_TIME_LIMIT,
    plain: PlainOption = False,
    release_body: ReleaseBodyOption = None,
    allow_unconfined: UnconfinedOption = False,
) -> None:
    """Grade all exercises: a line each, and the next thing to do.

    \b
    Examples:
      grade all
      grade all ~/course --format markdown
    """
    from grader import course
    from grader.host.examiner_process import Examiner
    from grader.host.folder_grading import find_attempts, grade_found
    from grader.sandbox.interpreters import find_interpreter
    from grader.submissions import find

    chosen = find_interpreter(python)
    start = Path.cwd() if folder is None else folder
    seed = seed or grading.new_seed()
    if format_ in OUTSIDE or release_body is not None:
        found = find_attempts(start, Path.cwd(), seed=seed, python=chosen, seconds=time_limit)
        results = grade_found(
            found, partial(grading.grade_for_system, allow_unconfined=allow_unconfined)
        )
        write_results(results, format_, release_body)
        raise typer.Exit(grading.exit_status(results))
    with context.obj or Examiner(chosen) as examiner:
        attempts = [
            grading.attempt(
                one,
                find(one.slug, start.absolute()),
                seed=seed,
                python=chosen,
                seconds=time_limit,
            )
            for one in course.exercises()
        ]
        total = sum(len(course.checks(one.exercise)) for one in attempts)
        with _progress_bar(total, plain=plain) as done:
            grades = grading.grade_here(attempts, examiner, format_, done)
    if format_ is Format.terminal:
        from grader.learner.progress_note import keep_and_show
        from grader.reports import terminal
        from grader.reports.page import console_for

        console = console_for(plain=plain)
        terminal.summary(grades, console, plain=plain)
        unfinished = [grade for grade in grades if grade.earned < grade.possible]
        for grade in grades if everything else unfinished[:1]:
            console.print()
            terminal.report(grade, console, everything=everything, plain=plain)
        keep_and_show(grades, console, plain=plain)
    else:
        write(grades, format_, alone=False)
    raise typer.Exit(grading.exit_status(grades))


@contextlib.contextmanager
def _progress_bar(total: int, *, plain: bool) -> Iterator[Callable[[int], object] | None]:
    """Show a bar of finished checks on standard error, where somebody sees it move.

    :param total: how many checks there are.
    :returns: what takes the number of finished checks; None where there is no bar.
    """
    if plain or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    from grader.reports.page import console_for

    columns = TextColumn("Checks"), BarColumn(), MofNCompleteColumn()
    with Progress(*columns, console=console_for(errors=True), transient=True) as progress:
        task = progress.add_task("", total=total)
        yield lambda done: progress.update(task, completed=done)
