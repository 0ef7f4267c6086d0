"""Whatever object a function gives, the answer is a finding and never a fault of ours."""

from __future__ import annotations

import pytest
from support.grading import attempt, examined, solution
from support.odd import EXPRESSIONS, odd_answer

from grader import course

PLACES = [(one.number, name) for one in course.exercises() for name in one.functions]


@pytest.mark.parametrize(("number", "function"), PLACES)
def test_an_odd_result_is_told_and_never_faults(number: int, function: str) -> None:
    """A share of all odd results for each function; `python tests/drill.py odd` takes them all."""
    share = EXPRESSIONS[PLACES.index((number, function)) :: len(PLACES)]
    answers = [odd_answer(solution(number), function, expression) for expression in share]
    for expression, graded in zip(
        share, examined([attempt(number, answer) for answer in answers]), strict=True
    ):
        assert not graded.faulted, expression
        told = [verdict.finding for verdict in graded.verdicts if verdict.finding is not None]
        assert told or graded.earned == graded.possible, expression
