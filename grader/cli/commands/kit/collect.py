"""`grade kit collect`: the repositories of a class are fetched."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from grader.cli.exit_status import FAULTED
from grader.cli.options import NewFolderArgument, a_number


def command(
    roster: Annotated[Path, typer.Argument(metavar="ROSTER", help="CSV that lists repositories.")],
    out: NewFolderArgument,
    server: Annotated[
        str, typer.Option(help="Where the repositories are; nothing else is asked.")
    ] = "https://github.com",
    time_limit: Annotated[
        float,
        typer.Option(
            "--time-limit", min=1, max=3600, callback=a_number, help="Seconds for one repository."
        ),
    ] = 120.0,
    jobs: Annotated[int, typer.Option(min=1, max=16, help="Repositories at a time.")] = 4,
) -> None:
    """Fetch the repositories of a class, a folder for each student, for `grade batch`.

    ROSTER has a column for the student (student, github_username, username or login) and one
    for the repository (repository, student_repository_url or student_repository_name). A
    token for private ones is read from the environment variable GRADE_TOKEN and is kept
    nowhere. The folders are in OUT/submissions, OUT/collected.csv says which commit came. Exit status 3 when one could not be
    fetched: that student has no folder, and so gets no grade rather than a zero.

    \b
    Example:
      grade kit collect class.csv class
      grade batch class/submissions --out grades
    """
    from grader.kit.collect import collect, read_roster

    wanted = read_roster(roster, server)
    token = os.environ.get("GRADE_TOKEN", "")
    missing = 0
    for one in collect(wanted, out, token=token, server=server, seconds=time_limit, jobs=jobs):
        missing += bool(one.why)
        line = f"missed   {one.student}: {one.why}" if one.why else f"fetched  {one.student}"
        (sys.stderr if one.why else sys.stdout).write(f"{line}\n")
    raise typer.Exit(FAULTED if missing else 0)
