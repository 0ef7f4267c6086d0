"""Readers of one name of a module, for `make_reader`: made, and called after reloads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from grader.checks.reload_cases import Told
from grader.checks.reload_props import GAVE, facts_later, is_true, pair
from grader.exam import (
    Answer,
    Finding,
    Findings,
    Fresh,
    Later,
    Learner,
    Raised,
    World,
    outcome_of,
    raised_text,
    shown,
)

READERS = ("later", "late", "unregistered", "successor", "impostor")
"""Under which circumstances a reader is made and called, in the order of reporting."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Turn:
    """What a reader gave after one reload.

    :param true: whether that is the `current` value, and whether it is the `old` one, from before.
    """

    found: Answer | Raised
    true: Later[frozenset[str]] | None
    here: Callable[[Finding], Finding]


def reader_case(
    learner: Learner, world: World, fresh: Fresh, say: Findings, case: str
) -> Callable[[], Told]:
    """Make a reader, reload twice by the grader's own means, and call it after each.

    :returns: what tells, later, what came of it.
    """
    module_name, name = fresh.module_name(), fresh.identifier()
    first = {} if case == "late" else {name: pair(fresh)}
    registered = case in ("later", "late", "successor")
    module = world.module(module_name, first, register=registered)
    if case == "impostor":
        world.module(module_name, {name: pair(fresh)}, register=True)
    space = world.namespace(module)
    before = world.keep("result = space.get(name)", space=space, name=name)
    made = outcome_of(learner.make_reader, module, name)
    here = learner.told_here()
    if isinstance(made, Raised):
        error = raised_text(made)
        if case == "later":
            stop = learner.stopped_by(made)
            return lambda: stop
        if case == "late":
            told = here(say("reader_evaluated_early", name=name, error=error))
        else:
            told = here(_by_name(say, case, f"making the reader raised {error}"))
        return lambda: told
    result = made.thing
    works = world.later("result = callable(made)", read=is_true, made=result)
    if case == "successor":
        world.module(module_name, {name: pair(fresh)}, register=True)
    turns: list[_Turn] = []
    for _ in range(2):
        world.execute(f"{name} = {pair(fresh)}\n", module)
        found = outcome_of(result.named("reader"))
        true = None
        if not isinstance(found, Raised):
            names = {"found": found.thing, "before": before, "space": space, "name": name}
            true, before = facts_later(world, GAVE, **names), found.thing
        turns.append(_Turn(found=found, true=true, here=learner.told_here()))

    def told_of_all() -> Told:
        if not works.value:
            return here(say("reader_not_callable", result=shown(result)))
        for label, turn in zip(("reader_captured", "reader_cached"), turns, strict=True):
            if turn.true is None or "current" not in turn.true.value:
                return turn.here(_reader_told(say, case, name, turn, label))
        return None

    return told_of_all


def _reader_told(say: Findings, case: str, name: str, turn: _Turn, label: str) -> Finding:
    """Say what is wrong with what a reader gave.

    :param label: the finding where it is the value from before.
    """
    if isinstance(turn.found, Raised):
        came = f"the reader raised {raised_text(turn.found)}"
    else:
        came = f"the reader gave another object: {shown(turn.found.value)}"
    if case not in ("later", "late"):
        return _by_name(say, case, came)
    if turn.true is not None and "old" in turn.true.value and case == "later":
        return say(label, name=name)
    return say("reader_wrong", name=name, came=came)


def _by_name(say: Findings, case: str, came: str) -> Finding:
    where = {
        "unregistered": "The module is not registered",
        "successor": "Another module was registered under the same name later",
        "impostor": "Another module is registered under the same name",
    }
    return say("reader_by_name", where=where[case], came=came)
