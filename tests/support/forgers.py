"""Gains of forgers: points of files that solve nothing and take over the replies of their guest.

A gain is what the file earns beyond the same file without its trick.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from grader import course
from grader.model import Attempt, Exercise, Grade, Judgement
from grader.submissions import from_bytes
from support.grading import examined
from support.threats import Threat, answer, forgers, without

MOST_IN_THE_MEAN = 1.0
"""Points that a forger may gain in an exercise, as the mean over the seeds."""

MOST_AT_ONCE = 3
"""Points that a forger may gain in one attempt: less than half of them."""

SEEDS = tuple(f"forger {number}" for number in range(10))
_LIMIT = 1.0
"""Seconds that learner code may use in a check."""
_BATCH = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgery:
    """One attempt of a forger."""

    forger: Threat
    exercise: Exercise
    seed: str

    @property
    def source(self) -> bytes:
        """The file that is graded."""
        return answer(self.forger, self.exercise, "", Path("/nowhere"))

    @property
    def plain(self) -> tuple[int, str, bytes]:
        """Exercise, seed and text of the file without its trick."""
        return self.exercise.number, self.seed, without(self.forger, self.exercise, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Gain:
    """The gain of one attempt.

    :param points: earned beyond those of the same file without its trick.
    :param passed: numbers of the checks that the file passes and the other does not.
    :param faults: evidence of faults of the grader; empty unless something is wrong with it.
    """

    forgery: Forgery
    points: int
    passed: tuple[str, ...]
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gains:
    """The gains of one forger in one exercise."""

    name: str
    exercise: int
    gains: tuple[Gain, ...]

    @property
    def mean(self) -> float:
        """The mean of the points."""
        return sum(one.points for one in self.gains) / len(self.gains)

    @property
    def most(self) -> int:
        """The points of the best attempt."""
        return max(one.points for one in self.gains)

    @property
    def checks(self) -> str:
        """The checks that were passed, and how often."""
        counted = Counter(number for one in self.gains for number in one.passed)
        return ", ".join(f"{number} ({counted[number]})" for number in sorted(counted))

    @property
    def wrong(self) -> tuple[str, ...]:
        """What must not be; empty if all is well."""
        found = [f"FAULTED: {fault}" for one in self.gains for fault in one.faults]
        if self.mean > MOST_IN_THE_MEAN:
            found.append(f"it gains {self.mean:.1f} points in the mean")
        if self.most > MOST_AT_ONCE:
            found.append(f"it gains {self.most} points in one attempt")
        return tuple(found)


def every_forgery(only: str = "") -> list[Forgery]:
    """Return every forger at every exercise with every seed.

    :param only: forgers whose name contains this.
    """
    return [
        Forgery(forger=forger, exercise=exercise, seed=seed)
        for forger in forgers()
        if only in forger.name
        for exercise in course.exercises()
        for seed in SEEDS
    ]


def spread_forgeries() -> list[Forgery]:
    """Return every forger at one exercise with one of two seeds, both taken in turn."""
    exercises = course.exercises()
    return [
        Forgery(
            forger=forger,
            exercise=exercises[place % len(exercises)],
            seed=SEEDS[place // len(exercises) % 2],
        )
        for place, forger in enumerate(forgers())
    ]


def measure(forgeries: Sequence[Forgery], *, python: str = "", workers: int = 1) -> list[Gain]:
    """Grade forgeries, and the same files without their tricks."""
    attempts = [
        _attempt(forgery.exercise, forgery.source, forgery.seed, python) for forgery in forgeries
    ]
    plain = {
        forgery.plain: _attempt(forgery.exercise, forgery.plain[2], forgery.seed, python)
        for forgery in forgeries
    }
    graded = _examined([*attempts, *plain.values()], workers)
    known = dict(zip(plain, graded[len(attempts) :], strict=True))
    return [
        _gain(forgery, one, known[forgery.plain])
        for forgery, one in zip(forgeries, graded, strict=False)
    ]


def by_forger(gains: Iterable[Gain]) -> list[Gains]:
    """Return gains by forger and exercise."""
    found: dict[tuple[str, int], list[Gain]] = {}
    for one in gains:
        key = one.forgery.forger.name, one.forgery.exercise.number
        found.setdefault(key, []).append(one)
    return [
        Gains(name=name, exercise=exercise, gains=tuple(some))
        for (name, exercise), some in found.items()
    ]


def _attempt(exercise: Exercise, source: bytes, seed: str, python: str) -> Attempt:
    return Attempt(
        exercise=exercise,
        submission=from_bytes(source, exercise, label="answer.py"),
        seed=seed,
        python=python,
        limits=replace(exercise.limits, seconds=_LIMIT),
    )


def _examined(attempts: Sequence[Attempt], workers: int) -> list[Grade]:
    groups = [attempts[start : start + _BATCH] for start in range(0, len(attempts), _BATCH)]
    with ThreadPoolExecutor(workers) as pool:
        return [graded for grades in pool.map(examined, groups) for graded in grades]


def _gain(forgery: Forgery, graded: Grade, plain: Grade) -> Gain:
    known = {v.check.number for v in plain.verdicts if v.judgement is Judgement.PASSED}
    passed = [v.check.number for v in graded.verdicts if v.judgement is Judgement.PASSED]
    return Gain(
        forgery=forgery,
        points=graded.earned - plain.earned,
        passed=tuple(number for number in passed if number not in known),
        faults=tuple(str(v.evidence) for v in graded.verdicts if v.judgement is Judgement.FAULTED),
    )
