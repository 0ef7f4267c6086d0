"""Pairs of modules for `same_module`, and the mistakes that each get certain pairs wrong."""

from __future__ import annotations

from grader.checks import props
from grader.exam import (
    Diagnosis,
    Fresh,
    NoResult,
    Raised,
    RemoteObject,
    ReturnValue,
    Signature,
    World,
)

KEY_ERROR, RAISED, NO_BOOL = NoResult("KeyError"), NoResult("raised"), "no bool"
"""Results of `same_module` for a pair, beside True and False."""

# The pairs in the order in which a wrong one is reported, and whether they are one module.
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
_SAME = {pair for pair, same in TRUTH.items() if same}
_NAMESAKES = {"same_name", "same_contents"}
_ANSWERS = {True, False, NO_BOOL}
# `sys.modules[name]` raises for a module that has no entry under its name.
_NO_ENTRY = dict.fromkeys(("unregistered", "renamed", "two_unregistered"), KEY_ERROR)

PAIR_MISTAKES = Diagnosis(
    TRUTH,
    Signature("by_registration", _NO_ENTRY),
    Signature("by_registration", _NO_ENTRY | dict.fromkeys(_NAMESAKES, True)),
    *(
        Signature(finding, pairs, results=_ANSWERS)
        for finding, pairs in (
            ("always_true", set(TRUTH) - _SAME),
            ("always_false", _SAME),
            ("by_name", _NAMESAKES),
            ("by_contents", {"same_contents"}),
            ("by_equality", {"equal_to_everything", "equal_hashes", "equal_to_nothing"}),
            ("by_membership", {"equal_to_everything", "equal_hashes"}),
            ("by_hash", {"equal_hashes"}),
            ("by_registration", {"unregistered", "renamed"} | _NAMESAKES),
            ("by_registration", {"two_unregistered"} | _NAMESAKES),
            ("by_registration", {"unregistered", "renamed"}),
        )
    ),
)

_LIAR = """
import types
class Liar(types.ModuleType):
    def __hash__(self): return types.ModuleType.__hash__(self) if code is None else code
    def __eq__(self, other): return answer
    def __ne__(self, other): return not answer
result = modules[name] = Liar(name)
"""


def result_for_pair(outcome: ReturnValue | Raised) -> object:
    """Return the result of one call of `same_module`: True, False, or one of the constants above."""
    if isinstance(outcome, Raised):
        return KEY_ERROR if "KeyError" in outcome.bases else RAISED
    return outcome.value if isinstance(outcome.value, bool) else NO_BOOL


def lying_module(world: World, name: str, *, answer: bool, code: int | None = None) -> RemoteObject:
    """Register a module called *name* whose `==` always gives *answer*.

    :param code: its hash; None for that of a plain module, which differs from any other's.
    """
    return world.make(_LIAR, label=f"<module {name!r}>", name=name, answer=answer, code=code)


def pairs_of_modules(world: World, fresh: Fresh) -> dict[str, tuple[RemoteObject, RemoteObject]]:
    """Return the pairs of `TRUTH`; they differ in keys, names, contents and comparison alone."""
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
