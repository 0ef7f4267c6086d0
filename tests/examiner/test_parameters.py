"""A function with other parameters than the stub's is told the difference, and the call."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest
from support.grading import finding_of, grade, letters, solution

from grader import course
from grader.examiner.parameters import (
    Parameters,
    has_an_order,
    in_another_order,
    misfit,
    taken,
    wanted,
)

STUB = {"module": "ModuleType", "name": "str", "source": "str"}


@pytest.mark.parametrize(
    ("own", "told"),
    [
        (Parameters(names=("module", "name")), "has no place for `source`"),
        (Parameters(names=("m",)), "has no place for `name`, `source`"),
        (Parameters(names=()), "has no place for `module`, `name`, `source`"),
        (Parameters(names=("a", "b", "c", "d")), "also wants `d`"),
        (Parameters(names=("a", "b", "c", "d", "e"), defaults=1), "also wants `d`"),
        (
            Parameters(names=("module",), keyword_only=("name", "source")),
            "takes `name`, `source` by keyword only",
        ),
        (
            Parameters(names=("module", "name"), keyword_only=("strict",)),
            "has no place for `source`",
        ),
    ],
)
def test_the_difference_is_named(own: Parameters, told: str) -> None:
    """By the parameters of the one side or the other."""
    assert misfit(own, STUB).text == (
        f" The call gives arguments for `(module, name, source)`; the `def` {told}."
    )


@pytest.mark.parametrize(
    "own",
    [
        None,
        Parameters(names=tuple(STUB)),
        Parameters(names=("a", "b", "c")),
        Parameters(names=("a", "b", "c", "d"), defaults=1),
        Parameters(names=(), starred=True),
    ],
)
def test_nothing_is_said_of_parameters_that_fit(own: Parameters | None) -> None:
    """Or of which nothing is known."""
    assert not misfit(own, STUB).text
    assert in_another_order(own, STUB, "f", raised=True) is None


def test_arguments_of_one_type_in_another_order_are_told_only_of_an_exception() -> None:
    """A wrong result can have another cause, where both arguments are texts."""
    own = Parameters(names=("module", "source", "name"))
    assert in_another_order(own, STUB, "f", raised=False) is None
    assert in_another_order(own, STUB, "f", raised=True) is not None
    other = Parameters(names=("name", "module", "source"))
    assert in_another_order(other, STUB, "f", raised=False) is not None


@pytest.mark.parametrize(
    ("stub", "raised", "asked"),
    [
        ({"module": "ModuleType"}, True, False),
        ({"first": "ModuleType", "second": "ModuleType"}, False, False),
        ({"first": "ModuleType", "second": "ModuleType"}, True, True),
        ({"module": "ModuleType", "name": "str"}, False, True),
        ({}, True, False),
    ],
)
def test_an_order_is_asked_for_only_where_another_would_be_told(
    stub: dict[str, str], raised: bool, asked: bool
) -> None:
    """For a function of one parameter there is no other, and types that are alike may change places."""
    assert has_an_order(stub, raised=raised) is asked
    own = Parameters(names=tuple(reversed(stub)))
    assert (in_another_order(own, stub, "f", raised=raised) is not None) is asked


def test_one_question_is_for_all_functions_and_none_for_no_function() -> None:
    """What is no plain function, or is told in another form, has no parameters."""
    asked: list[object] = []

    def ask(program: str, names: Mapping[str, object]) -> object:
        asked.append(names["names"])
        return [["f", ["a"], 0, [], False, 3], ["g", 7], "h"]

    assert taken(ask, ["f", "g", "h"]) == {"f": Parameters(names=("a",), line=3)}
    assert taken(ask, []) == {}
    assert asked == [["f", "g", "h"]]
    assert taken(lambda *_: None, ["f"]) == {}


@pytest.mark.parametrize("number", sorted(course.slugs()))
def test_the_parameters_of_the_stub_are_known(number: int) -> None:
    """For each function of an exercise."""
    declared = course.exercise(number)
    assert all(wanted(declared, name) for name in declared.functions)


def with_parameters(number: int, function: str, parameters: str) -> str:
    """Return the reference answer, whose *function* takes other parameters."""
    begins = re.compile(rf"def {function}\(.*?\)( -> [^:]*)?:", re.DOTALL)
    source, count = begins.subn(f"def {function}({parameters}):", solution(number))
    assert count == 1
    return source


@pytest.mark.parametrize(
    ("number", "check", "function", "parameters", "exchanged"),
    [
        (1, "1.1", "build_and_register", "values, name", "`name` arrived under the name `values`"),
        (2, "2.6", "compare_after_reload", "module, source, name", "`name` arrived under"),
        (2, "2.8", "make_reader", "name, module", "`module` arrived under the name `name`"),
        (3, "3.6", "follows_module", "module, function, name", "`function` arrived under"),
    ],
)
def test_another_order_is_told_whatever_came_of_it(
    number: int, check: str, function: str, parameters: str, exchanged: str
) -> None:
    """With the call, and the line of the `def`."""
    found = finding_of(grade(number, with_parameters(number, function, parameters)), check)
    assert found.misconception == "parameters_in_another_order"
    assert found.call.startswith(f"{function}(")
    assert found.source == f"def {function}({parameters}):"
    assert exchanged in found.why


@pytest.mark.parametrize(
    ("parameters", "told"),
    [
        ("name", "has no place for `values`"),
        ("name, values, register", "also wants `register`"),
        ("name, *, values", "takes `values` by keyword only"),
    ],
)
def test_parameters_that_do_not_fit_are_told_with_the_difference(
    parameters: str, told: str
) -> None:
    """And Python's own message."""
    found = finding_of(grade(1, with_parameters(1, "build_and_register", parameters)), "1.1")
    assert found.misconception is None
    assert "raised TypeError: " in found.observed
    assert told in found.observed
    assert found.source == f"def build_and_register({parameters}):"


def test_a_right_answer_may_exchange_what_it_treats_alike() -> None:
    """An order that makes no difference is no mistake."""
    source = with_parameters(1, "same_module", "second, first")
    assert letters(grade(1, source)) == "p" * 8
