"""Instances as props of a check."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.exam import RemoteObject, World

_INSTANCE = """
class Shelf:
    pass
for key in lent:
    setattr(Shelf, key, None)
if refuses:
    def refuse(self, name, value):
        raise TypeError(name)
    Shelf.__setattr__ = refuse
result = Shelf()
result.__dict__.update(values)
"""


def instance(
    world: World, values: Mapping[str, object], *, lent: tuple[str, ...] = (), refuses: bool = False
) -> RemoteObject:
    """Make an instance of a class of its own.

    :param values: the names that it holds and what they are bound to.
    :param lent: names that its class has.
    :param refuses: whether its class lets nobody set an attribute.
    """
    names = {"values": dict(values), "lent": list(lent), "refuses": refuses}
    return world.make(_INSTANCE, label="<instance of Shelf>", **names)


def sibling(world: World, first: RemoteObject, *, state: str) -> RemoteObject:
    """Make another instance of the class of *first*.

    :param state: `one` for the same dictionary, `equal` for a copy of it, `none` for an empty one.
    """
    program = """
result = type(first)()
if state == "one":
    result.__dict__ = first.__dict__
elif state == "equal":
    result.__dict__.update(first.__dict__)
"""
    return world.make(program, label="<instance of Shelf>", first=first, state=state)
