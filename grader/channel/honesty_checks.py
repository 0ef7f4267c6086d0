"""Honesty checks: requests whose answers the host knows, sent to a guest at random moments.

Learner code in a guest can find the machinery that answers there and replace it: call any two
objects the same, answer every request alike, repeat an old answer. The host cannot verify answers
about the guest's own objects, so it mixes in requests about objects that were there before learner
code: an object compared with itself, two objects that look alike, a random word to be sent back.
A guest with a wrong answer to one of these has contradicted itself, and none of its answers counts.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from grader.channel.outcomes import Contradicted, Handle, Returned

_WITHIN = 5
"""An honesty check comes after at most this many requests, if there are so many."""

TWINS = tuple(
    Handle(number=number, module="builtins", type="module", name=None, size=None, category="module")
    for number in range(2)
)
"""The first objects of every guest, made before it loads a file: see `grader.guest.serve`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HonestyCheck:
    """A request, and its only right answer.

    :param about: the question, for staff.
    """

    operation: str
    arguments: tuple[object, ...]
    right_answer: object
    about: str

    def contradiction(self, answer: Returned) -> Contradicted | None:
        """Return the outcome `Contradicted` if *answer* is wrong, None if it is right."""
        if type(answer.value) is type(self.right_answer) and answer.value == self.right_answer:
            return None
        shown = str(answer.value)[:80]
        return Contradicted(violation=f"contradicted itself: asked {self.about}, it said {shown!r}")


class HonestyChecks:
    """The honesty checks of one check: each is due once, in random order."""

    def __init__(self) -> None:
        # Not drawn from the seed, which is known, and the same when a grading is repeated.
        self._random = secrets.SystemRandom()
        one = self._random.randrange(2)
        self._open = [(one, one), self._random.choice([(0, 1), (1, 0)]), None]
        self._random.shuffle(self._open)
        self._wait()

    def due(self) -> HonestyCheck | None:
        """Count one request; return the honesty check to send before it, None for none."""
        if not self._open:
            return None
        self._until -= 1
        if self._until > 0:
            return None
        self._wait()
        return _honesty_check(self._open.pop())

    def rest(self) -> list[HonestyCheck]:
        """Return the honesty checks that have not been due yet; after this call none is due any more."""
        left, self._open = self._open, []
        return [_honesty_check(pair) for pair in left]

    def _wait(self) -> None:
        self._until = self._random.randint(1, _WITHIN)


def _honesty_check(pair: tuple[int, int] | None) -> HonestyCheck:
    """Return the check of the identity of two twins; of a random word for None."""
    if pair is None:
        word = secrets.token_hex(8)
        names = {"word": word}
        return HonestyCheck(
            operation="run",
            arguments=("result = word", names),
            right_answer=word,
            about="a random word",
        )
    first, second = pair
    return HonestyCheck(
        operation="groups",
        arguments=([TWINS[first], TWINS[second]],),
        right_answer=[0, 0 if first == second else 1],
        about=f"whether objects {pair} are one",
    )
