"""Questions whose answers the host knows, put to a guest at moments that it cannot foresee.

Code in a guest can find the machinery that answers there and replace it: say of
any two objects that they are one, answer every request alike, tell an old answer
again. What it says about its own objects the host cannot verify, so it mixes in
questions about objects that were there before there was learner code: one object compared
with itself, two that look alike, a random word to be said back. A guest that is wrong about
these has contradicted itself, and nothing else it says is believed.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from grader.channel.outcomes import Contradicted, Handle, Returned

_WITHIN = 5
"""A control comes at latest after this many requests, if there are so many."""

_TWINS = tuple(
    Handle(number=number, module="builtins", type="module", name=None, size=None, what="module")
    for number in range(2)
)
"""What every guest has as its first objects before it loads a file: see `grader.guest.serve`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HonestyCheck:
    """One such question: a request, and its only right answer."""

    operation: str
    arguments: tuple[object, ...]
    truth: object
    about: str

    def lie(self, answer: Returned) -> Contradicted | None:
        """Return what to call *answer* where it is wrong; None where it is right."""
        if type(answer.value) is type(self.truth) and answer.value == self.truth:
            return None
        said = str(answer.value)[:80]
        return Contradicted(what=f"contradicted itself: asked {self.about}, it said {said!r}")


class HonestyChecks:
    """The controls of one check: each is put once, in random order."""

    def __init__(self) -> None:
        # Not drawn from the seed: the seed is told, and repeats.
        self._random = secrets.SystemRandom()
        one = self._random.randrange(2)
        self._open = [(one, one), self._random.choice([(0, 1), (1, 0)]), None]
        self._random.shuffle(self._open)
        self._wait()

    def due(self) -> HonestyCheck | None:
        """Count one request, and return the control that is to be put before it, if any."""
        if not self._open:
            return None
        self._until -= 1
        if self._until > 0:
            return None
        self._wait()
        return _control(self._open.pop())

    def rest(self) -> list[HonestyCheck]:
        """Return the controls that are left; they are open no more."""
        left, self._open = self._open, []
        return [_control(pair) for pair in left]

    def _wait(self) -> None:
        self._until = self._random.randint(1, _WITHIN)


def _control(pair: tuple[int, int] | None) -> HonestyCheck:
    if pair is None:
        word = secrets.token_hex(8)
        names = {"word": word}
        return HonestyCheck(
            operation="run", arguments=("result = word", names), truth=word, about="a random word"
        )
    first, second = pair
    return HonestyCheck(
        operation="same",
        arguments=(_TWINS[first], _TWINS[second]),
        truth=first == second,
        about=f"whether objects {pair} are one",
    )
