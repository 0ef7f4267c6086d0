"""`grade kit export student`: the repository that learners start from is written."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from grader.cli.options import KitOption, NewFolderArgument


def command(
    out: NewFolderArgument,
    kit: KitOption = "",
    reporter: Annotated[
        str,
        typer.Option(
            help="Commit of the action that prints the table, v1, or none to leave it out."
        ),
    ] = "v1",
) -> None:
    """Write the repository that learners start from: stubs, README, workflow, dev container.

    It holds no solution and no check. Make a template repository of it, or hand it out as
    it is. The workflow and the README install the kit from --kit.

    \b
    Examples:
      grade kit export student course
      grade kit export student course --kit git+https://github.com/OWNER/PROJECT@v1.0
    """
    from grader.kit import export

    wanted = kit or export.PINNED
    for line in export.write(export.student(wanted, reporter), out):
        sys.stdout.write(f"{line}\n")
    sys.stdout.write(f"\nIts workflow, README and dev container install the kit from: {wanted}\n")
    if not kit:
        sys.stdout.write("If the kit is elsewhere, export again with --kit.\n")
