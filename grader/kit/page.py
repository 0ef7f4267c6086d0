"""Reports of `grade kit verify` and `grade rules --coverage`, on a terminal and as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table

from grader.reports.page import Page

if TYPE_CHECKING:
    from grader.kit.rule_coverage import CheckCoverage
    from grader.kit.structure import Problem
    from grader.kit.verify import Proof
    from grader.model import Rule


_COLUMNS = {
    "exercise": "",
    "right": "right answers that were graded, the solution among them",
    "wrong": "wrong answers that were graded",
    "as labelled": "wrong answers that fail first at the check of their label, with its "
    "misconception and its rule",
    "findings": "findings that are the first one of a wrong answer, of all in findings.toml; the "
    "others are problems, or in unshown.toml with a reason",
    "mutants": "small changes of the solution that were graded",
    "full marks": "mutants that no check catches",
    "alone": "for each check in turn, how many wrong answers it alone catches; at least two are "
    "wanted",
}
"""Heading to meaning."""


def show(problems: Sequence[Problem], proofs: Sequence[Proof], console: Console) -> None:
    """Write the table of what was proved with a legend, the named mutants, and every problem."""
    page = Page(console, plain=False)
    table = Table(title="What was proved", title_justify="left", box=None, pad_edge=False)
    for heading in _COLUMNS:
        table.add_column(heading, justify="left" if heading == "exercise" else "right")
    for proof in proofs:
        table.add_row(
            str(proof.exercise.number),
            str(proof.right),
            str(proof.wrong),
            str(proof.as_labelled),
            f"{proof.shown}/{proof.findings}",
            str(proof.mutants),
            str(len(proof.survivors)),
            " ".join(str(count) for count in proof.alone.values()),
        )
    console.print(table)
    page.line()
    for heading, meaning in _COLUMNS.items():
        if meaning:
            page.wrapped(f"{meaning}.", indent=13, first=heading)
    for proof in proofs:
        named = ", ".join(f"{name} {count}" for name, count in proof.named.items())
        page.line()
        page.wrapped(
            f"Mutants of exercise {proof.exercise.number} were told: {named or 'no name'}."
        )
        for name, reason in proof.survivors.items():
            if reason:  # one without a reason is among the problems
                page.wrapped(f"{name}: {reason}", indent=4, first="  =")
    page.line()
    found = [*problems, *(problem for proof in proofs for problem in proof.problems)]
    for problem in found:
        file = problem.file if problem.line is None else f"{problem.file}, line {problem.line}:"
        page.wrapped(f"{file} {problem.message}.", indent=2, first="✗", style="red")
        for line in problem.diff:
            page.code(line, indent=4)
        page.wrapped(problem.next_step, indent=2)
    page.line("The content is sound." if not found else f"{len(found)} problems.", "bold")


def as_json(problems: Sequence[Problem], proofs: Sequence[Proof]) -> dict[str, Any]:
    """Return the report as a JSON object of the schema `kit/1`."""
    found = [*problems, *(problem for proof in proofs for problem in proof.problems)]
    return {
        "schema": "kit/1",
        "sound": not found,
        "problems": [
            {
                "file": one.file,
                "line": one.line,
                "message": one.message,
                "diff": list(one.diff),
                "next_step": one.next_step,
            }
            for one in found
        ],
        "exercises": [
            {
                "exercise": proof.exercise.number,
                "right": proof.right,
                "wrong": proof.wrong,
                "as_labelled": proof.as_labelled,
                "findings": proof.findings,
                "shown": proof.shown,
                "alone": dict(proof.alone),
                "mutants": proof.mutants,
                "mutants_named": dict(proof.named),
                "mutants_with_full_marks": dict(proof.survivors),
            }
            for proof in proofs
        ],
    }


def show_coverage(
    covered: Mapping[Rule, Sequence[CheckCoverage]], console: Console, *, plain: bool
) -> None:
    """Write the checks that teach each rule, with the misconceptions that each can name."""
    page = Page(console, plain=plain)
    for rule, checks in covered.items():
        page.wrapped(rule.title, indent=4, first=f"{rule.number}.", style="bold")
        for one in checks:
            page.wrapped(one.check.sentence, indent=9, first=f"    {one.check.number}")
            names = [
                name if cited == rule.number else f"{name} ({_rule(cited)})"
                for name, cited in one.misconceptions
            ]
            page.wrapped(", ".join(names), indent=9, style="dim")
        page.line()


def _rule(number: int) -> str:
    """Return the rule's name in the list of misconceptions; the number 0 stands for none."""
    return f"rule {number}" if number else "no rule"
