"""The map of rules has every misconception that a check can name, wherever it is worded."""

from __future__ import annotations

from collections.abc import Callable
from types import FunctionType
from typing import Any

import pytest

from grader import course
from grader.checks.rules import RULES
from grader.exam import Finding
from grader.kit.rule_coverage import _worded_in, coverage

SECOND = RULES[1].number
NAME = "a_name_of_the_module"
TEXTS: Any = {"call": "", "observed": "o", "expected": "e", "why": "w", "next_step": "n"}


def by_check() -> Finding:
    """Name a misconception by keyword, under the rule of the check."""
    return Finding(misconception="by_keyword", rule=None, **TEXTS)


def by_rule() -> Finding:
    """Name a misconception, and a rule of the finding's own."""
    return Finding(misconception="by_rule", rule=SECOND, **TEXTS)


def by_branch(*, fact: bool) -> Finding:
    """Name one of two misconceptions, or none."""
    return Finding(
        misconception="one" if fact else "other" if "neither" in NAME else None, rule=None, **TEXTS
    )


def by_global() -> Callable[[], Finding]:
    """Name a misconception by a name of the module, in a function inside."""
    return lambda: Finding(misconception=NAME, rule=None, **TEXTS)


def by_nothing(name: str) -> Finding:
    """Name what only a run can show."""
    return Finding(misconception=name.upper(), rule=None, **TEXTS)


@pytest.mark.parametrize(
    ("function", "named"),
    [
        (by_check, {("by_keyword", 1)}),
        (by_rule, {("by_rule", 2)}),
        (by_branch, {("one", 1), ("other", 1)}),
        (by_global, {(NAME, 1)}),
        (by_nothing, set()),
    ],
)
def test_a_finding_worded_in_python_is_found(
    function: FunctionType, named: set[tuple[str, int]]
) -> None:
    """With the rule that it cites, else the check's; not the words of a condition."""
    assert set(_worded_in(function, RULES[0])) == named


def test_the_map_names_every_check_and_rule() -> None:
    """Each check stands under its rule with at least one misconception that it can name."""
    covered = coverage()
    assert list(covered) == list(RULES)
    listed = [one for checks in covered.values() for one in checks]
    assert len(listed) == 8 * len(course.slugs())
    assert all(one.misconceptions for one in listed)


@pytest.mark.parametrize(
    ("misconception", "number"), [("namespace_cleared", "2.3"), ("eval_not_exec", "2.1")]
)
def test_a_helper_of_another_check_adds_no_name(misconception: str, number: str) -> None:
    """Two checks that use one module of helpers can name different misconceptions."""
    covered = [one for checks in coverage().values() for one in checks]
    found = [one.check.number for one in covered if misconception in dict(one.misconceptions)]
    assert found == [number]
