"""Whatever object a function gives, the answer is a finding and never a fault of ours."""

from __future__ import annotations

from itertools import zip_longest

import pytest
from support.grading import attempt, examined, solution
from support.odd_results import EXPRESSIONS, odd_answer

from grader import course
from grader.model import Judgement

PLACES = [(one.number, name) for one in course.exercises() for name in one.functions]

TOGETHER = [
    (1, ("build_and_register", "import_back", "same_module", "forget")),
    (2, ("simulate_reload", "make_reader")),
    (2, ("compare_after_reload",)),
    (3, ("namespace_of", "module_behind", "follows_module")),
]
"""Functions of which no check needs two: what one gives says nothing of the others."""


def test_every_function_has_a_share() -> None:
    """None is forgotten when an exercise is added."""
    assert sorted((number, name) for number, names in TOGETHER for name in names) == sorted(PLACES)


@pytest.mark.parametrize(("number", "functions"), TOGETHER)
def test_an_odd_result_is_told_and_never_faults(number: int, functions: tuple[str, ...]) -> None:
    """A share of all odd results for each function; `python tests/drill.py odd` takes them all."""
    shares = [EXPRESSIONS[PLACES.index((number, name)) :: len(PLACES)] for name in functions]
    answers = [
        {name: one for name, one in zip(functions, odd, strict=True) if one is not None}
        for odd in zip_longest(*shares)
    ]
    attempts = [attempt(number, odd_answer(solution(number), **odd)) for odd in answers]
    for odd, graded in zip(answers, examined(attempts), strict=True):
        assert not graded.faulted, odd
        told = [verdict.finding for verdict in graded.verdicts if verdict.finding is not None]
        assert told or graded.earned == graded.possible, odd
        for verdict in graded.verdicts:
            untold = verdict.judgement is Judgement.FAILED and verdict.finding is None
            assert not untold, (odd, verdict)
