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
    "same_keys": False,
    "same_contents": False,
    "two_unregistered": False,
    "equal_to_everything": False,
    "equal_hashes": False,
    "different": False,
    "namesake_again": True,
    "equal_hash_again": True,
}
ASKED_AGAIN = ["namesake_again", "equal_hash_again"]
"""Pairs that are asked last: one module, after it was asked about together with another one."""
_SAME = {pair for pair, same in TRUTH.items() if same}
_NAMESAKES = {"same_name", "same_keys", "same_contents"}
# Of these pairs the second module is registered, of the other one the first.
_SECOND_REGISTERED = {"same_name", "same_contents"}
_ANSWERS = {True, False, NO_BOOL}
# `sys.modules[name]` raises for a module that has no entry under its name.
_NO_ENTRY = dict.fromkeys(("unregistered", "renamed", "two_unregistered"), KEY_ERROR)

PAIR_MISTAKES = Diagnosis(
    TRUTH,
    Signature("by_registration", _NO_ENTRY),
    Signature("by_registration", _NO_ENTRY | dict.fromkeys(_NAMESAKES, True)),
    Signature("by_registration", _NO_ENTRY | dict.fromkeys(_SECOND_REGISTERED, True)),
    Signature("remembers_earlier_calls", {"equal_hash_again": False}),
    Signature("remembers_earlier_calls", {"namesake_again": False}),
    *(
        Signature(finding, pairs, results=_ANSWERS)
        for finding, pairs in (
            ("always_true", set(TRUTH) - _SAME),
            ("always_false", _SAME),
            ("by_name", _NAMESAKES),
            ("by_contents", {"same_contents"}),
            ("by_names_in_them", {"same_contents", "same_keys"}),
            ("by_equality", {"equal_to_everything", "equal_hashes", "equal_to_nothing"}),
            ("by_identity_or_equality", {"equal_to_everything", "equal_hashes"}),
            ("by_hash", {"equal_hashes"}),
            ("by_registration", _SECOND_REGISTERED),
            ("by_registration", {"unregistered", "renamed"} | _NAMESAKES),
            ("by_registration", {"unregistered", "renamed"} | _SECOND_REGISTERED),
            ("by_registration", {"two_unregistered"} | _NAMESAKES),
            ("by_registration", {"unregistered", "renamed"}),
        )
    ),
)

_LIAR = """
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
    names = fresh.module_name(), fresh.module_name(), fresh.module_name()
    namesakes = (
        props.module(world, names[0]),
        props.module(world, names[0], contents, register=True),
    )
    twins = (
        props.module(world, names[1], contents),
        props.module(world, names[1], contents, register=True),
    )
    key = fresh.identifier()
    alike = (
        props.module(world, names[2], {key: fresh.integer()}, register=True),
        props.module(world, names[2], {key: -1}),
    )
    stubborn = lying_module(world, fresh.module_name(), answer=False)
    code = fresh.integer()
    hashed = (
        lying_module(world, fresh.module_name(), answer=True, code=code),
        lying_module(world, fresh.module_name(), answer=True, code=code),
    )
    return {
        "same_object": (plain, plain),
        "alias_key": (alias, alias),
        "unregistered": (loose, loose),
        "renamed": (renamed, renamed),
        "equal_to_nothing": (stubborn, stubborn),
        "same_name": namesakes,
        "same_keys": alike,
        "same_contents": twins,
        "two_unregistered": (
            props.module(world, fresh.module_name()),
            props.module(world, fresh.module_name()),
        ),
        "equal_to_everything": (
            lying_module(world, fresh.module_name(), answer=True),
            lying_module(world, fresh.module_name(), answer=True),
        ),
        "equal_hashes": hashed,
        "different": (plain, alias),
        "namesake_again": (twins[1], twins[1]),
        "equal_hash_again": (hashed[0], hashed[0]),
    }
