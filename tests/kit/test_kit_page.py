"""The report of `grade kit verify`: a table with its legend, and every problem once."""

from __future__ import annotations

import io

from rich.console import Console

from grader import course
from grader.kit import page
from grader.kit.structure import Problem
from grader.kit.verify import Proof

ONE = Problem(file="a.py", message="is odd", next_step="Mend it.")
SURVIVOR = Problem(
    file="solutions/b.py",
    line=12,
    message="the mutant “f: x” still gets full marks",
    next_step="Sharpen a check.",
    diff=(" y", "-return x", "+return None"),
)


def shown(problems: list[Problem], proof: Proof) -> str:
    """Return the report as text, 100 cells wide."""
    out = io.StringIO()
    page.show(problems, [proof], Console(file=out, width=100))
    return out.getvalue()


def test_every_problem_has_its_next_step_and_is_counted() -> None:
    """Those of the structure and those of each proof; without any, the content is sound."""
    text = shown([ONE], Proof(exercise=course.exercise(1), problems=(ONE,)))
    assert text.count("a.py is odd.\n  Mend it.") == 2
    assert "2 problems." in text
    assert "The content is sound." in shown([], Proof(exercise=course.exercise(1)))


def test_a_survivor_is_shown_once_with_its_line_and_its_difference() -> None:
    """As a problem; one that is no mistake is listed with the reason instead."""
    survivors = {"f: x": "", "f: y": "the same"}
    proof = Proof(exercise=course.exercise(1), survivors=survivors, problems=(SURVIVOR,))
    text = shown([], proof)
    assert text.count("f: x") == 1
    assert (
        "✗ solutions/b.py, line 12: the mutant “f: x” still gets full marks.\n"
        "     y\n    -return x\n    +return None\n  Sharpen a check.\n"
    ) in text
    assert "  = f: y: the same" in text


def test_the_legend_explains_every_column() -> None:
    """Below the table, in the order of its headings."""
    text = shown([], Proof(exercise=course.exercise(1)))
    head = text.splitlines()[1]
    for heading in ("right", "wrong", "as labelled", "findings", "mutants", "full marks", "alone"):
        assert heading in head
        assert f"\n{heading} " in text.partition(head)[2]


def test_the_json_report_has_line_and_difference_of_a_problem() -> None:
    """Both are empty for a problem of a whole file."""
    report = page.as_json([ONE], [Proof(exercise=course.exercise(1), problems=(SURVIVOR,))])
    assert [(one["line"], one["diff"]) for one in report["problems"]] == [
        (None, []),
        (12, [" y", "-return x", "+return None"]),
    ]
    assert report["sound"] is False
