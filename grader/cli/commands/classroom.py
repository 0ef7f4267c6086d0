"""`grade classroom`: every exercise is graded in a step of a workflow."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from grader.cli.options import PythonOption, SeedOption, TimeOption, a_number
from grader.cli.report_formats import put
from grader.model import DEFAULT_TIME_LIMIT


def command(
    folder: Annotated[
        Path | None,
        typer.Argument(metavar="DIR", help="The student's checkout; here if left out."),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(help="File for the payloads; $GITHUB_OUTPUT if left out."),
    ] = None,
    summary: Annotated[
        Path | None,
        typer.Option(help="File for the summary; $GITHUB_STEP_SUMMARY if left out."),
    ] = None,
    seed: SeedOption = "",
    python: PythonOption = "",
    time_limit: TimeOption = DEFAULT_TIME_LIMIT,
    deadline: Annotated[
        float,
        typer.Option(
            min=1,
            max=3600,
            callback=a_number,
            help="Seconds for all exercises; fewer than the step may take.",
        ),
    ] = 180.0,
    allow_unconfined: Annotated[
        bool,
        typer.Option(
            "--allow-unconfined", help="Run learner code where this machine confines it less."
        ),
    ] = False,
) -> None:
    """Grade every exercise in a step of a workflow, for GitHub Classroom's reporter.

    Writes one output for each exercise (ex1, ex2, ...), a summary of the job, and an annotation
    at the learner's line. Each exercise gets a payload, whatever happens: a run that is ended,
    by SIGTERM or its deadline, says so in those that it did not come to.

    Exit status: 0 once the payloads are written, 2 if nothing was graded because of how or
    where this was called (the payloads say why), 3 if they could not be written.

    \b
    Examples:
      grade classroom
      grade classroom checkout --deadline 120
      grade classroom --output payloads.txt --summary summary.md
    """
    import secrets

    from grader.host.folder_grading import RunEvents
    from grader.model import AS_AVAILABLE, CONFINED
    from grader.workflow import github_actions

    events = RunEvents()
    with events.catching_signals():
        where = github_actions.destinations(os.environ, output, summary)
        done = github_actions.run(
            Path.cwd() if folder is None else folder,
            where,
            events=events,
            policy=AS_AVAILABLE if allow_unconfined else CONFINED,
            seed=seed or secrets.token_hex(4),
            python=python,
            seconds=time_limit,
            deadline=deadline,
        )
        put(github_actions.standard_output(done, where))
    for line in github_actions.warnings(done):
        sys.stderr.write(f"grade: {line}.\n")
    if done.refusal is not None:
        raise done.refusal
