"""`grade rules`: the review rules are shown, or which checks teach them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from grader.cli.options import PlainOption
from grader.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.model import Check, Rule
    from grader.reports.page import Page


def rule_numbers(incomplete: str) -> list[tuple[str, str]]:
    """Return number and title of each review rule whose number begins with *incomplete*.

    With a point in it, number and sentence of each such check.
    """
    from grader import course

    if "." in incomplete:
        return [
            (check.number, check.sentence)
            for one in course.exercises()
            for check in course.checks(one)
            if check.number.startswith(incomplete)
        ]
    return [
        (str(rule.number), rule.title)
        for rule in course.rules()
        if str(rule.number).startswith(incomplete)
    ]


def command(
    number: Annotated[
        str | None,
        typer.Argument(
            metavar="R",
            help="Number of one rule, or of a check that teaches it, such as 1.4.",
            autocompletion=rule_numbers,
        ),
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
      grade rules 1.1
      grade rules --coverage
    """
    from grader import course
    from grader.reports.page import Page, console_for

    console = console_for(plain=plain)
    if coverage:
        from grader.kit import page as kit_page
        from grader.kit.rule_coverage import coverage as by_rule

        kit_page.show_coverage(by_rule(), console, plain=plain)
        return
    chosen = course.rules() if number is None else (_rule(number),)
    page, citing = Page(console, plain=plain), course.citing()
    for place, rule in enumerate(chosen):
        if place:
            page.line()
        _show(rule, citing.get(rule.number, ()), page, sentences=number is not None)


def _rule(number: str) -> Rule:
    """Return the rule with a number, or the one that the check with a number teaches.

    :raises UsageError: when there is neither.
    """
    from grader import course

    if "." in number:
        return course.check_numbered(number).rule
    try:
        return course.rule_numbered(number)
    except LookupError as error:
        raise UsageError(str(error), "Run `grade rules` for the list.") from error


def _show(rule: Rule, citing: Sequence[Check], page: Page, *, sentences: bool) -> None:
    """Write a rule and the checks that cite it.

    :param sentences: give the sentence of each of these checks, not its number only.
    """
    page.wrapped(rule.title, indent=4, first=f"{rule.number}.", style="bold")
    page.wrapped(rule.why, indent=4)
    page.wrapped(rule.advice, indent=4)
    page.line()
    for line in rule.example.splitlines():
        page.code(line, indent=8)
    page.line()
    if not sentences:
        page.wrapped(f"Checks: {', '.join(check.number for check in citing)}", indent=4)
        return
    page.line("    Checks that cite it:")
    for check in citing:
        page.wrapped(check.sentence, indent=9, first=f"    {check.number}")
