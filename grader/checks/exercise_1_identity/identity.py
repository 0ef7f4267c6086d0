"""Modules that are easily taken for one another, and the marks of the ways to do so."""

from __future__ import annotations

from collections.abc import Collection

from grader.checks import props
from grader.exam import Fresh, RemoteObject, World

# Pairs for `same_module`, in the order in which a mistake is reported, and the truth.
TRUTH: dict[str, bool] = {
    "same_object": True,
    "alias_key": True,
    "unregistered": True,
    "renamed": True,
    "equal_to_nothing": True,
    "same_name": False,
    "same_contents": False,
    "two_unregistered": False,
    "equal_to_everything": False,
    "equal_hashes": False,
    "different": False,
}
_NAMESAKES = {"same_name", "same_contents"}
# Sets of wrong pairs, each the exact mark of one way to go wrong.
MISTAKES: dict[frozenset[str], str] = {
    frozenset(label for label, same in TRUTH.items() if not same): "always_true",
    frozenset(label for label, same in TRUTH.items() if same): "always_false",
    frozenset(_NAMESAKES): "by_name",
    frozenset({"same_contents"}): "by_contents",
    frozenset({"equal_to_everything", "equal_hashes", "equal_to_nothing"}): "by_equality",
    frozenset({"equal_to_everything", "equal_hashes"}): "by_membership",
    frozenset({"equal_hashes"}): "by_hash",
    frozenset({"unregistered", "renamed"} | _NAMESAKES): "by_registration",
    frozenset({"two_unregistered"} | _NAMESAKES): "by_registration",
    frozenset({"unregistered", "renamed"}): "by_registration",
}
_UNKEYED = {"unregistered", "renamed", "two_unregistered"}

_LIAR = """
import types
class Liar(types.ModuleType):
    def __hash__(self): return types.ModuleType.__hash__(self) if code is None else code
    def __eq__(self, other): return answer
    def __ne__(self, other): return not answer
result = modules[name] = Liar(name)
"""


def by_subscript(unkeyed: Collection[str], wrong: Collection[str]) -> bool:
    """Say whether this is the mark of `sys.modules[name]`, which raises where nothing has it.

    :param unkeyed: the pairs for which KeyError was raised.
    :param wrong: all wrong pairs, those included.
    """
    return set(unkeyed) == _UNKEYED and set(wrong) - _UNKEYED in (set(), _NAMESAKES)


def lying_module(world: World, name: str, *, answer: bool, code: int | None = None) -> RemoteObject:
    """Register a module called *name* that gives *answer* whenever it is compared with `==`.

    :param code: what `hash` says of it; None for that of any module, which differs.
    """
    return world.make(_LIAR, label=f"<module {name!r}>", name=name, answer=answer, code=code)


def pairs_of_modules(world: World, fresh: Fresh) -> dict[str, tuple[RemoteObject, RemoteObject]]:
    """Make the pairs of modules; which key, name and contents they have is all that differs."""
    contents = {fresh.identifier(): fresh.integer()}
    plain = props.module(world, fresh.module_name(), contents, register=True)
    alias = props.module(world, fresh.module_name(), register=True)
    props.register(world, fresh.module_name(), alias)
    loose = props.module(world, fresh.module_name(), contents)
    renamed = props.module(world, fresh.module_name(), register=True)
    world.do("module.__name__ = name", module=renamed, name=fresh.module_name())
    names = fresh.module_name(), fresh.module_name()
    namesakes = (
        props.module(world, names[0]),
        props.module(world, names[0], contents, register=True),
    )
    twins = (
        props.module(world, names[1], contents),
        props.module(world, names[1], contents, register=True),
    )

    stubborn = lying_module(world, fresh.module_name(), answer=False)
    code = fresh.integer()
    return {
        "same_object": (plain, plain),
        "alias_key": (alias, alias),
        "unregistered": (loose, loose),
        "renamed": (renamed, renamed),
        "equal_to_nothing": (stubborn, stubborn),
        "same_name": namesakes,
        "same_contents": twins,
        "two_unregistered": (
            props.module(world, fresh.module_name()),
            props.module(world, fresh.module_name()),
        ),
        "equal_to_everything": (
            lying_module(world, fresh.module_name(), answer=True),
            lying_module(world, fresh.module_name(), answer=True),
        ),
        "equal_hashes": (
            lying_module(world, fresh.module_name(), answer=True, code=code),
            lying_module(world, fresh.module_name(), answer=True, code=code),
        ),
        "different": (plain, alias),
    }
