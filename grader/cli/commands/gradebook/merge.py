"""`grade gradebook merge`: one gradebook is made of several."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer


def command(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="Folder of the one gradebook.")],
    shards: Annotated[
        list[Path], typer.Argument(metavar="SHARD...", help="Folders of the others; only read.")
    ],
) -> None:
    """Take rows and marks of several gradebooks over into one, such as those of --shard 1/4 to 4/4.

    Where two have a row for the same student and exercise, a grade beats a fault, a fault
    beats nothing handed in, and otherwise the one that was graded later stays. The later of
    two marks stays. It is all written at once, or nothing is.

    \b
    Examples:
      grade gradebook merge grades shard-1 shard-2 shard-3
    """
    from grader.batch import progress_page
    from grader.gradebook.merge import merge as merged

    for line in progress_page.merged(merged(shards, out), out):
        sys.stderr.write(f"{line}\n")
