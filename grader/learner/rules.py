"""The review rules on a terminal: what each asks for, why, an example, and where it is taught."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.console import Console

from grader.model import Check, Rule
from grader.reports.page import Page


def show(
    rules: Sequence[Rule],
    checks: Mapping[int, Sequence[Check]],
    console: Console,
    *,
    sentences: bool,
    plain: bool = False,
) -> None:
    """Write *rules*.

    :param checks: rule number to the checks that cite the rule.
    :param sentences: give the sentence of each of these checks, not its number only.
    """
    page = Page(console, plain=plain)
    for place, rule in enumerate(rules):
        if place:
            page.line()
        page.wrapped(rule.title, indent=4, first=f"{rule.number}.", style="bold")
        page.wrapped(rule.why, indent=4)
        page.wrapped(rule.advice, indent=4)
        page.line()
        for line in rule.example.splitlines():
            page.code(line, indent=8)
        page.line()
        citing = checks.get(rule.number, ())
        if sentences:
            page.line("    Checks that cite it:")
            for check in citing:
                page.wrapped(check.sentence, indent=9, first=f"    {check.number}")
        else:
            page.wrapped(f"Checks: {', '.join(check.number for check in citing)}", indent=4)
