"""`grade kit new`: the files of a new exercise are written."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer


def command(
    name: Annotated[str, typer.Argument(metavar="SLUG", help="Such as late_binding.")],
) -> None:
    """Write the files of a new exercise, with a real check to start from.

    \b
    Example:
      grade kit new late_binding
    """
    from grader.kit.checkout import find_checkout
    from grader.kit.scaffold import scaffold

    for line in scaffold(find_checkout(Path.cwd()), name):
        sys.stdout.write(f"{line}\n")
