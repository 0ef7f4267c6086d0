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
from typing import Literal, Protocol

from grader.outcomes import Garbled, Handle, Outcome, Returned

_WITHIN = 5
"""A control comes at latest after this many requests, if there are so many."""

_TWINS = tuple(
    Handle(number=number, module="builtins", type="module", name=None, size=None, what="module")
    for number in range(2)
)
"""What every guest has as its first objects before it loads a file: see `grader.guest`."""


class Line(Protocol):
    """What the exam needs of a guest: `grader.channel.Guest` has it."""

    def ask(
        self, operation: str, *arguments: object, by_handle: bool | Literal["each"] = False
    ) -> Outcome:
        """Put one request."""
        ...


class Controls:
    """The controls of one check: each is put once, in random order.

    :param line: to the guest.
    """

    def __init__(self, line: Line) -> None:
        self._line = line
        # Not drawn from the seed: the seed is told, and repeats.
        self._random = secrets.SystemRandom()
        one = self._random.randrange(2)
        self._open = [(one, one), self._random.choice([(0, 1), (1, 0)]), None]
        self._random.shuffle(self._open)
        self._wait()

    def due(self) -> Outcome | None:
        """Put a control if its moment has come; return None if the guest is right about it."""
        if not self._open:
            return None
        self._until -= 1
        if self._until > 0:
            return None
        self._wait()
        return self._put(self._open.pop())

    def rest(self) -> Outcome | None:
        """Put the controls that are left; return None if the guest is right about them all."""
        while self._open:
            outcome = self._put(self._open.pop())
            if outcome is not None:
                return outcome
        return None

    def _wait(self) -> None:
        self._until = self._random.randint(1, _WITHIN)

    def _put(self, pair: tuple[int, int] | None) -> Outcome | None:
        truth: object
        if pair is None:
            truth = secrets.token_hex(8)
            outcome = self._line.ask("run", "result = word", {"word": truth})
        else:
            first, second = pair
            truth = first == second
            outcome = self._line.ask("same", _TWINS[first], _TWINS[second])
        if not isinstance(outcome, Returned):
            return outcome
        if type(outcome.value) is type(truth) and outcome.value == truth:
            return None
        asked = "a random word" if pair is None else f"whether objects {pair} are one"
        return Garbled(
            what=f"contradicted itself: asked {asked}, it said {str(outcome.value)[:80]!r}"
        )
