"""`grade batch`: a class is graded into a gradebook."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from grader.cli.exit_status import FAULTED
from grader.cli.options import PythonOption, SeedOption, TimeOption
from grader.model import DEFAULT_TIME_LIMIT

if TYPE_CHECKING:
    from rich.console import Console


def command(
    paths: Annotated[
        list[Path],
        typer.Argument(metavar="PATH...", help="What was handed in: folders and archives."),
    ],
    out: Annotated[Path, typer.Option("--out", help="Folder for the gradebook.")],
    jobs: Annotated[
        int, typer.Option(min=0, help="Submissions at a time; 0 for one a processor.")
    ] = 0,
    layout: Annotated[
        str, typer.Option(help="How the class lies on disk, where looking does not find it.")
    ] = "",
    roster: Annotated[
        Path | None,
        typer.Option(help="CSV of all students, so that who handed in nothing has rows too."),
    ] = None,
    rerun: Annotated[
        str,
        typer.Option(
            metavar="all|faulted|STUDENT", help="Grade these again, changed or not, and no others."
        ),
    ] = "",
    shard: Annotated[
        str, typer.Option(metavar="I/N", help="Only the I-th of N parts of the class.")
    ] = "",
    cluster: Annotated[
        str, typer.Option(metavar="ADDRESS", help="Grade on this Dask cluster: tcp://HOST:PORT.")
    ] = "",
    exercise: Annotated[
        list[int] | None, typer.Option(metavar="N", help="Only this exercise; may be repeated.")
    ] = None,
    seed: SeedOption = "",
    python: PythonOption = "",
    time_limit: TimeOption = DEFAULT_TIME_LIMIT,
    allow_unconfined: Annotated[
        bool,
        typer.Option("--allow-unconfined", help="Run code that this machine cannot confine."),
    ] = False,
) -> None:
    """Grade a class into a gradebook; run it again to go on.

    What has not changed is not graded again. Exit status: 0 complete, 2 not started or not
    to be written, 3 some rows are faulted, 130 or 143 stopped by Ctrl-C or SIGTERM.

    \b
    Examples:
      grade batch submissions/ --out grades
      grade batch canvas.zip --roster students.csv --out grades --jobs 4
      grade batch submissions/ --out grades --rerun faulted
    """
    import time
    from contextlib import ExitStack

    from grader import course
    from grader.batch import plan as planning
    from grader.batch import progress_page, run
    from grader.batch.cache_key import GradingOptions
    from grader.batch.interrupts import Interrupted, stoppable
    from grader.batch.layouts import read_class
    from grader.batch.workers import open_pool
    from grader.gradebook.database import held
    from grader.gradebook.store import Gradebook
    from grader.model import AS_AVAILABLE, CONFINED, State
    from grader.reports.page import console_for

    console = console_for(errors=True)
    began = time.monotonic()
    part = planning.parse_shard(shard)
    planning.refuse_inside(out, paths)
    exercises = [course.exercise(number) for number in dict.fromkeys(exercise or course.slugs())]
    with ExitStack() as stack:
        try:
            stack.enter_context(stoppable())
            found = read_class(paths, layout=layout, roster=roster)
            stack.enter_context(held(out))
            book = stack.enter_context(Gradebook.create(out))
            with open_pool(cluster, jobs, python, lambda line: _say(console, [line])) as pool:
                options = GradingOptions(
                    environment=pool.environment, python=python, seconds=time_limit, seed=seed
                )
                plan = planning.plan(
                    found, book.summaries(), options, exercises, shard=part, rerun=rerun
                )
                again = book.timed_out(plan.graded)
                _say(console, progress_page.opening(found, plan, exercises, pool.place, again))
                policy = AS_AVAILABLE if allow_unconfined else CONFINED
                with progress_page.progress(console, plan) as tell:
                    for row in run.run(plan, options, pool, book, policy):
                        tell(row)
        except Interrupted as stop:
            _say(console, progress_page.stopped(out, f"grade {_typed()}"))
            raise typer.Exit(128 + stop.number) from None
        summaries, timed_out = book.summaries(), book.timed_out()
    seconds = time.monotonic() - began
    _say(console, progress_page.closing(summaries, timed_out, out, seconds))
    if any(summary.state is State.FAULTED for summary in summaries.values()):
        raise typer.Exit(FAULTED)


def _typed() -> str:
    import shlex

    return shlex.join(sys.argv[1:])


def _say(console: Console, lines: list[str]) -> None:
    for line in lines:
        console.print(line, soft_wrap=True)
