"""The five review rules on a terminal: the list, or one rule in full."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console

from grader.reports.terminal import Page
from grader.rules import Rule


def show(rules: Sequence[Rule], console: Console, *, in_full: bool) -> None:
    """Write *rules*: a title each, or with why, advice and example."""
    page = Page(console, plain=False)
    for rule in rules:
        page.wrapped(rule.title, indent=4, first=f"{rule.number}.", style="bold")
        page.wrapped(rule.advice if not in_full else rule.why, indent=4)
        if in_full:
            page.wrapped(rule.advice, indent=4)
            page.line()
            for line in rule.example.splitlines():
                page.line(f"    {line}", "cyan")
    if not in_full:
        page.line()
        page.line("One rule with its mechanism and an example: `grade rules 2`.")
