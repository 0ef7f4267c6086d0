"""What became of one exercise where every exercise must be answered for: a grade, or a reason.

A workflow's reporter loses all points when one exercise is silent, so a missing file, a
machine that does not confine, or a run that was ended are values here, and not exceptions.
"""

from __future__ import annotations

from dataclasses import dataclass

from grader.model import Exercise, Grade


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """An exercise that was not graded, and why.

    :param file: how reports name the file; empty where there is none.
    :param why: what happened, a sentence without its full stop.
    :param next_step: what to do about it, a sentence.
    :param ours: whether it says nothing about the learner's work. Then it is no zero; a file
        that is missing or cannot be read is one.
    """

    exercise: Exercise
    file: str
    why: str
    next_step: str
    ours: bool


Result = Grade | Problem


def exercise_of(result: Result) -> Exercise:
    """Return the exercise that a result is about."""
    return result.attempt.exercise if isinstance(result, Grade) else result.exercise


def countable(result: Result) -> bool:
    """Say whether points may be published; a fault of ours is never a zero."""
    return not (result.faulted if isinstance(result, Grade) else result.ours)


def earned(result: Result) -> int:
    """Return the points earned; they count only where `countable` says so."""
    return result.earned if isinstance(result, Grade) else 0


def possible(result: Result) -> int:
    """Return the points to be had."""
    return result.possible if isinstance(result, Grade) else result.exercise.points
