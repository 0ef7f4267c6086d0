"""A bar of finished checks on standard error, while somebody waits at a terminal."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterator


@contextlib.contextmanager
def bar(total: int, *, plain: bool) -> Iterator[Callable[[int], object] | None]:
    """Give what moves the bar; None where nobody would see it move, and then there is none.

    :param total: how many checks there are.
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
