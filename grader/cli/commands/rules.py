"""`grade rules`: the review rules are shown, or which checks teach them."""

from __future__ import annotations

from typing import Annotated

import typer

from grader.cli.options import PlainOption
from grader.errors import UsageError


def rule_numbers(incomplete: str) -> list[tuple[str, str]]:
    """Return number and title of each review rule whose number begins with *incomplete*."""
    from grader import course

    return [
        (str(rule.number), rule.title)
        for rule in course.rules()
        if str(rule.number).startswith(incomplete)
    ]


def command(
    number: Annotated[
        int | None,
        typer.Argument(metavar="R", help="Number of one rule.", autocompletion=rule_numbers),
    ] = None,
    coverage: Annotated[
        bool, typer.Option("--coverage", help="Which checks and misconceptions teach each rule.")
    ] = False,
    plain: PlainOption = False,
) -> None:
    """Show the {rules} review rules, or one: why, an example, and the checks that cite it.

    \b
    Examples:
      grade rules
      grade rules {some_rule}
      grade rules --coverage
    """
    from grader.reports.page import console_for

    if coverage:
        from grader.kit import page
        from grader.kit.rule_coverage import coverage as by_rule

        page.show_coverage(by_rule(), console_for(plain=plain), plain=plain)
        return
    from grader import course
    from grader.learner import rules

    try:
        chosen = course.rules() if number is None else (course.rule_numbered(number),)
    except LookupError as error:
        raise UsageError(str(error), "Run `grade rules` for the list.") from error
    rules.show(
        chosen,
        course.citing(),
        console_for(plain=plain),
        sentences=number is not None,
        plain=plain,
    )
