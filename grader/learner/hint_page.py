"""One hint on a terminal: a sentence or two, or a few lines of code."""

from __future__ import annotations

from rich.console import Console

from grader.reports.page import Page


def show(hint: str, console: Console, *, plain: bool = False) -> None:
    """Write *hint*; its lines as they are if it has several, for then it is code."""
    page = Page(console, plain=plain)
    lines = hint.splitlines()
    if len(lines) == 1:
        page.wrapped(hint)
        return
    for line in lines:
        page.code(line, indent=4)
