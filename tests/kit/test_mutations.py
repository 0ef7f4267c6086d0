"""Mutants of a solution: many, distinct, runnable, one small change each."""

from __future__ import annotations

from support.grading import ROOT

from grader import course
from grader.kit.mutations import mutants

FUNCTION = """\
def f(a, b):
    if a and b:
        pass
    return a + b
"""


def test_mutants_swap_both_kinds_of_operators_and_drop_no_pass() -> None:
    """Dropping `pass` would be the same program."""
    named = {mutant.name: mutant.source for mutant in mutants(FUNCTION, ("f",))}
    assert any("a or b" in source for source in named.values())
    assert any("a - b" in source for source in named.values())
    assert not [name for name in named if "without `pass`" in name]
    assert not list(mutants(FUNCTION, ("g",)))


def test_mutants_are_many_distinct_and_runnable() -> None:
    """Sixty or more an exercise, each a program that compiles and differs."""
    for exercise in course.exercises():
        text = (ROOT / "solutions" / f"{exercise.slug}.py").read_text("utf-8")
        made = list(mutants(text, exercise.functions))
        assert len(made) >= 60
        assert len({mutant.source for mutant in made}) == len(made)
        assert len({mutant.name for mutant in made}) == len(made)
        for mutant in made:
            compile(mutant.source, mutant.name, "exec")
