"""What `grade kit verify` and `grade rules --coverage` say, on a terminal and as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table

from grader.reports.page import Page

if TYPE_CHECKING:
    from grader.kit.checkout import Problem
    from grader.kit.coverage import Taught
    from grader.kit.verify import Proof
    from grader.model import Rule


def show(problems: Sequence[Problem], proofs: Sequence[Proof], console: Console) -> None:
    """Write the table of what was proved, the named mutants, and every problem."""
    page = Page(console, plain=False)
    table = Table(title="What was proved", title_justify="left", box=None, pad_edge=False)
    for heading in ("exercise", "right", "wrong", "as labelled", "mutants", "full marks", "alone"):
        table.add_column(heading, justify="left" if heading == "exercise" else "right")
    for proof in proofs:
        table.add_row(
            str(proof.exercise.number),
            str(proof.right),
            str(proof.wrong),
            str(proof.as_labelled),
            str(proof.mutants),
            str(len(proof.survivors)),
            " ".join(str(count) for count in proof.alone.values()),
        )
    console.print(table)
    for proof in proofs:
        named = ", ".join(f"{name} {count}" for name, count in proof.named.items())
        page.line()
        page.wrapped(
            f"Mutants of exercise {proof.exercise.number} were told: {named or 'no name'}."
        )
        for name, reason in proof.survivors.items():
            page.wrapped(f"{name}: {reason or 'no reason listed'}", indent=4, first="  =")
    page.line()
    found = [*problems, *(problem for proof in proofs for problem in proof.problems)]
    for problem in found:
        page.wrapped(f"{problem.file} {problem.message}.", indent=2, first="✗", style="red")
        page.wrapped(problem.next_step, indent=2)
    page.line("The content is sound." if not found else f"{len(found)} problems.", "bold")


def as_json(problems: Sequence[Problem], proofs: Sequence[Proof]) -> dict[str, Any]:
    """Return the same as a JSON object."""
    found = [*problems, *(problem for proof in proofs for problem in proof.problems)]
    return {
        "schema": "kit/1",
        "sound": not found,
        "problems": [
            {"file": one.file, "message": one.message, "next_step": one.next_step} for one in found
        ],
        "exercises": [
            {
                "exercise": proof.exercise.number,
                "right": proof.right,
                "wrong": proof.wrong,
                "as_labelled": proof.as_labelled,
                "alone": proof.alone,
                "mutants": proof.mutants,
                "mutants_named": proof.named,
                "mutants_with_full_marks": proof.survivors,
            }
            for proof in proofs
        ],
    }


def show_coverage(
    taught: Mapping[Rule, Sequence[Taught]], console: Console, *, plain: bool
) -> None:
    """Write which checks teach each rule, and which misconceptions each can name."""
    page = Page(console, plain=plain)
    for rule, checks in taught.items():
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
    """Return how a rule is named; a mistake that breaks none has the number 0."""
    return f"rule {number}" if number else "no rule"
