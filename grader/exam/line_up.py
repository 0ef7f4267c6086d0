"""Line-up: the question which of some objects in the guest are one object, asked so that no answer to it is known beforehand.

The guest gets the objects in random order, among others that it cannot tell apart from them without
looking: spares, which the same program has made under random names (`World.make`), and the twins of
every guest. It answers with a place for each, that of the first one in the list that is the same
object. The order is known to the examiner alone, and so is which objects are only there to be mixed
in. These are different objects, and one object of the list stands in it twice: an answer that says
otherwise has not looked.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from grader.channel.honesty_checks import TWINS
from grader.channel.outcomes import Contradicted, Garbled, RemoteReference, Stopped

T = TypeVar("T")

_MOST_SPARES = 4

_random = secrets.SystemRandom()
"""Not the seed's: that is known, and the same when a grading is repeated."""


def shuffled(items: Iterable[T]) -> list[T]:
    """Return *items* in an order that no guest can know."""
    order = list(items)
    _random.shuffle(order)
    return order


@dataclass(frozen=True, slots=True, kw_only=True)
class Groups:
    """Objects by label, in groups of those that are one object.

    >>> first, second = world.equal_objects(2)
    >>> groups = world.groups({"first": first, "second": second, "again": first}).value
    >>> groups.same("first", "again"), groups.same("first", "second")
    (True, False)

    :param group: label to the number of its group.
    """

    group: Mapping[str, int]

    def same(self, first: str, second: str) -> bool:
        """Return whether the objects with these labels are one object; False for a label that is not there."""
        one, other = self.group.get(first), self.group.get(second)
        return one is not None and one == other


@dataclass(frozen=True, slots=True, kw_only=True)
class LineUp:
    """The objects of one question, in the order in which the guest gets them.

    :param labels: the label of each place; empty for an object that is mixed in.
    """

    objects: tuple[RemoteReference, ...]
    labels: tuple[str, ...]

    @classmethod
    def of(
        cls,
        asked: Mapping[str, RemoteReference],
        alike: Sequence[RemoteReference],
        spares: Sequence[RemoteReference],
    ) -> LineUp:
        """Return a line-up of the objects *asked* about, in random order.

        :param alike: objects of the same kinds that are different from them and from each other.
        :param spares: more of them, of any kind; up to four of both are mixed in.
        """
        known = {one.number for one in [*asked.values(), *alike]}
        others = [spare for spare in spares if spare.number not in known]
        count = max(0, _MOST_SPARES - len(alike))
        mixed_in = [*TWINS, *alike, *shuffled(others)[:count]]
        places = [*asked.items(), *(("", one) for one in mixed_in)]
        places = shuffled([*places, ("", _random.choice(places)[1])])
        return cls(
            objects=tuple(one for _, one in places), labels=tuple(label for label, _ in places)
        )

    def read(self, answer: object) -> Groups:
        """Return the groups that the guest's *answer* tells.

        :param answer: for each place the first one with the same object.
        :raises Stopped: when no guest that has looked gives this answer.
        """
        firsts = answer if isinstance(answer, list) else []
        if len(firsts) != len(self.objects) or not all(
            type(first) is int and 0 <= first <= place and firsts[first] == first
            for place, first in enumerate(firsts)
        ):
            raise _stopped(Garbled(violation="told no groups of objects"))
        asked = {one.number for one, label in zip(self.objects, self.labels, strict=True) if label}
        by_number: dict[int, int] = {}
        of_mixed_in: dict[int, int] = {}
        for one, label, first in zip(self.objects, self.labels, firsts, strict=True):
            is_one = by_number.setdefault(one.number, first) == first
            if not label and one.number not in asked:
                is_one = is_one and of_mixed_in.setdefault(first, one.number) == one.number
            if not is_one:
                told = "contradicted itself: asked which objects are one, it told what cannot be"
                raise _stopped(Contradicted(violation=told))
        return Groups(
            group={
                # An object that is one of those mixed in is none of the others.
                label: -1 - place if first in of_mixed_in else first
                for place, (label, first) in enumerate(zip(self.labels, firsts, strict=True))
                if label
            }
        )


def _stopped(outcome: Garbled | Contradicted) -> Stopped:
    return Stopped(outcome, function="", call="")
