"""The functions that `make_reader` returns, called after reloads, for check 2.8."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from grader.checks import props
from grader.checks.exercise_2_reload.programs import GAVE, facts_later, is_true, pair
from grader.checks.exercise_2_reload.survival import CaseReport
from grader.exam import (
    CallSite,
    Deferred,
    Finding,
    Findings,
    Fresh,
    Learner,
    Raised,
    ReturnValue,
    Stopped,
    World,
    describe,
    exception_text,
    outcome_of,
)

READERS = ("later", "late", "unregistered", "successor", "impostor")
"""The circumstances in which a reader is made and called, in the order of reporting."""

_OLD_VALUE = ("reader_captured", "reader_cached", "none_taken_for_missing")
"""The finding for an old value after each of the reloads; the last one binds None."""

_NOT_RUN = ("coroutine", "generator", "async_generator")


@dataclass(frozen=True, slots=True, kw_only=True)
class _ReaderCall:
    """The outcome of one call of a reader after a reload.

    :param true: `current` where it is the value of now, `old` where it is that of before.
    """

    found: ReturnValue | Raised
    true: Deferred[frozenset[str]] | None
    here: CallSite


def reader_case(
    learner: Learner, world: World, fresh: Fresh, say: Findings, case: str
) -> Callable[[], CaseReport]:
    """Make a reader, reload by the grader's own means, and call the reader after each reload.

    :returns: a function that gives the report; the guest is asked when it is called.
    """
    module_name, name = fresh.module_name(), fresh.identifier()
    first = {} if case == "late" else {name: pair(fresh)}
    registered = case in ("later", "late", "successor")
    module = props.module(world, module_name, first, register=registered)
    if case == "impostor":
        props.module(world, module_name, {name: pair(fresh)}, register=True)
    space = props.namespace(world, module)
    before = world.make("result = space.get(name)", space=space, name=name)
    made = outcome_of(learner.make_reader, module, name)
    here = learner.last_call()
    if isinstance(made, Raised):
        error = exception_text(made)
        if case == "later":
            stop = learner.unexpected(made)
            return lambda: stop
        if case == "late":
            told = here.locate(say("reader_evaluated_early", name=name, error=error))
        else:
            told = here.locate(_by_name(say, case, f"making the reader raised {error}"))
        return lambda: told
    result = made.remote
    works = world.run_later("result = callable(made)", read=is_true, made=result)
    if case == "successor":
        props.module(world, module_name, {name: pair(fresh)}, register=True)
    turns: list[_ReaderCall] = []
    values: list[object] = [pair(fresh), pair(fresh)]
    for value in [*values, None] if case == "later" else values:
        props.execute(world, f"{name} = {value}\n", module)
        found = outcome_of(result.with_label("reader"))
        true = None
        if not isinstance(found, Raised):
            names = {"found": found.remote, "before": before, "space": space, "name": name}
            true, before = facts_later(world, GAVE, **names), found.remote
        turns.append(_ReaderCall(found=found, true=true, here=learner.last_call()))

    def told_of_all() -> CaseReport:
        if not works.value:
            none = result.handle.type == "NoneType"
            label = "reader_not_returned" if none else "reader_not_callable"
            return here.locate(say(label, result=describe(result)))
        for label, turn in zip(_OLD_VALUE, turns, strict=False):
            if turn.true is None or "current" not in turn.true.value:
                return _reader_told(say, case, name, turn, label)
        return None

    return told_of_all


def _reader_told(say: Findings, case: str, name: str, turn: _ReaderCall, label: str) -> CaseReport:
    """Return the report of a wrong outcome of a reader.

    :param label: the finding for an old value.
    """
    found, error = turn.found, ""
    if isinstance(found, Raised):
        error = exception_text(found)
        came = f"the reader raised {error}"
    else:
        came = f"the reader gave another object: {describe(found.value)}"
    if case not in ("later", "late"):
        return turn.here.locate(_by_name(say, case, came))
    if case == "late":
        return turn.here.locate(say("reader_wrong", name=name, came=came))
    if isinstance(found, Raised):
        if "AttributeError" in found.bases and error.endswith("has no attribute 'name'"):
            return turn.here.locate(say("name_taken_literally", name=name, error=error))
        if "NotImplementedError" not in found.bases:
            return Stopped(found, function="reader", call="reader()")
    elif turn.true is not None and "old" in turn.true.value:
        return turn.here.locate(say(label, name=name))
    elif found.remote.handle.type in _NOT_RUN:
        return turn.here.locate(say("reader_not_run", name=name, kind=found.remote.handle.type))
    elif found.value is None:
        return turn.here.locate(say("reader_gave_none", name=name))
    return turn.here.locate(say("reader_wrong", name=name, came=came))


def _by_name(say: Findings, case: str, came: str) -> Finding:
    where = {
        "unregistered": "The module is not registered",
        "successor": "Another module was registered under the same name later",
        "impostor": "Another module is registered under the same name",
    }
    return say("reader_by_name", where=where[case], came=came)
