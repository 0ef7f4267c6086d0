"""`grade start`: the files that a learner starts from are written."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer


def command(
    folder: Annotated[
        Path | None, typer.Argument(metavar="DIR", help="Where; the current folder if left out.")
    ] = None,
) -> None:
    """Write the exercise files to start from; nothing that exists is overwritten.

    \b
    Examples:
      grade start
      grade start ~/course
    """
    from shutil import get_terminal_size

    from grader.learner.start import next_step, start_in
    from grader.reports.escape import visible
    from grader.reports.wrap import wrap

    where = Path() if folder is None else folder
    for line in start_in(where):
        sys.stdout.write(f"{visible(line)}\n")
    sys.stdout.write("\n")
    for row in wrap(visible(next_step(where)), max(get_terminal_size().columns, 40)):
        sys.stdout.write(f"{row.text}\n")
