"""Line-ups: an honest answer is never unlucky, and one that has not looked is refused or a guess."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from grader.channel.outcomes import Contradicted, Garbled, RemoteReference, Stopped
from grader.exam.line_up import LineUp


@dataclass(frozen=True)
class Reference(RemoteReference):
    """A number of an object in a guest."""

    number: int


SPARES = [Reference(-number) for number in range(10, 20)]
RESULT, RIGHT, WRONG = Reference(5), Reference(-1), Reference(-2)


def line_up(alike: int = 1) -> LineUp:
    """A line-up of a result with two objects, one of which it is."""
    asked = {"result": RESULT, "right": RIGHT, "wrong": WRONG}
    return LineUp.of(asked, SPARES[:alike], SPARES)


def honest(asked: LineUp, is_one: dict[int, int]) -> list[int]:
    """The answer of a guest in which numbers of *is_one* stand for one object with their values."""
    numbers = [is_one.get(one.number, one.number) for one in asked.objects]
    return [numbers.index(number) for number in numbers]


@pytest.mark.parametrize("alike", [0, 1, 2])
def test_an_honest_answer_tells_what_is_one_object(alike: int) -> None:
    """Whatever the order is, and whatever stands in the line twice."""
    for _ in range(300):
        asked = line_up(alike)
        groups = asked.read(honest(asked, {5: -1}))
        assert groups.same("result", "right")
        assert not groups.same("result", "wrong")
        assert not groups.same("right", "wrong")
        assert not groups.same("result", "nothing of the kind")
        assert groups.same("wrong", "wrong")


def test_an_object_that_is_a_spare_is_none_of_the_others() -> None:
    """An answer may have come upon it; that contradicts nothing."""
    for _ in range(100):
        asked = line_up()
        groups = asked.read(honest(asked, {5: -10}))
        assert not groups.same("result", "right")


@pytest.mark.parametrize(
    "answer",
    [
        lambda count: None,
        lambda count: True,
        lambda count: "same",
        lambda count: [0] * (count - 1),
        lambda count: [*range(count - 1), count],
        lambda count: [False] * count,
        lambda count: [0, 0, 1, *range(3, count)],
    ],
)
def test_an_answer_of_another_shape_is_garbled(answer: Callable[[int], object]) -> None:
    """Places that do not lie before, or that are not the first of their own group."""
    asked = line_up()
    with pytest.raises(Stopped) as stopped:
        asked.read(answer(len(asked.objects)))
    assert isinstance(stopped.value.outcome, Garbled)


@pytest.mark.parametrize("answer", [lambda count: [0] * count, lambda count: [*range(count)]])
def test_all_one_and_all_different_are_contradictions(
    answer: Callable[[int], list[int]],
) -> None:
    """The spares are different, and one object stands in the line twice."""
    for _ in range(50):
        asked = line_up()
        with pytest.raises(Stopped) as stopped:
            asked.read(answer(len(asked.objects)))
        assert isinstance(stopped.value.outcome, Contradicted)


def test_the_place_of_an_object_says_nothing_of_it() -> None:
    """Each of the asked ones comes to stand at many places."""
    places = {line_up().labels.index("right") for _ in range(200)}
    assert len(places) > 5
