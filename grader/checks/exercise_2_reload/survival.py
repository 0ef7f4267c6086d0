"""Module objects before and after a reload, for check 2.1: identity, namespace, entry in `sys.modules`.

This module observes. The check itself decides which finding is reported, except where a case can go
wrong in one way only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from grader.checks import props
from grader.checks.exercise_2_reload import programs
from grader.checks.exercise_2_reload.programs import is_value, pair
from grader.checks.props import finds_no_spec
from grader.exam import (
    Deferred,
    Failed,
    Finding,
    Findings,
    Fresh,
    Groups,
    Learner,
    Raised,
    RemoteObject,
    ReturnValue,
    Stopped,
    World,
    describe,
    exception_text,
    outcome_of,
)

RELOAD = "simulate_reload"
"""The function without which there are no comparisons: `Learner.require` ends their checks."""

CaseReport = Finding | Stopped | None
"""The report of one case: a finding, the stop of an unexpected outcome, or None where it is right."""


def end_with(told: CaseReport, *, blocks: str = "") -> None:
    """End the check with the report of a case, unless the case is right.

    :param blocks: the learner's function that cannot be used by any other check, if there is one.
    :raises Failed: with a finding.
    :raises Stopped: where an exception is all there is to tell.
    """
    if isinstance(told, Stopped):
        told.blocks = blocks
        raise told
    if told is not None:
        raise Failed(told, blocks=blocks)


SURVIVALS = ("registered", "unregistered", "another", "remade")
"""The cases: `sys.modules` holds under the module's name the module (in a package), nothing, another
module, or the module, in the place of an earlier one that has been reloaded."""

_WHERE = {
    "unregistered": "is not registered",
    "another": "is not registered, while another module has its name there",
    "remade": "is the second of its name: an earlier one was reloaded before",
}

_TAKEN_FOR_IT = {
    "registered": "package_for_module",
    "unregistered": "reloaded_by_name",
    "another": "reloaded_by_name",
    "remade": "earlier_module_kept",
}
"""The finding of a reload that took the other module of a case for the one passed in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Survival:
    """The state of one module after one reload.

    :param raised: whether the call raised.
    :param landed: whether the text has bound its name in the module.
    :param not_landed: the finding if it has not, while in a registered module it has.
    """

    told: CaseReport
    raised: bool
    landed: bool
    not_landed: Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reloaded:
    """One module, and the state before its reload.

    :param other: a module that might be taken for it: its package, the one that is registered
        under its name, or an earlier one of that name.
    :param imported: name of a file that the text imports, if it imports one.
    """

    case: str
    name: str
    key: str
    value: list[int]
    imported: str
    module: RemoteObject
    namespace: RemoteObject
    other: RemoteObject | None
    cache: props.PlantedCopy


def survival(
    learner: Learner, world: World, fresh: Fresh, say: Findings, case: str
) -> Callable[[], Survival]:
    """Reload a module with one assignment, and compare the result and `sys.modules` with before.

    :returns: a function that gives the state; the guest is asked when it is called.
    """
    key, value, imported = fresh.identifier(), pair(fresh), ""
    name = fresh.dotted_name() if case == "registered" else fresh.module_name()
    text, other = f"{key} = {value}\n", None
    match case:
        case "registered":
            other = programs.package(world, name, {key: pair(fresh)})
        case "another":
            other = props.module(world, name, {key: pair(fresh)}, register=True)
            imported = fresh.module_name()
            world.write(f"{imported}.py", "")
            text = f"import {imported}; {text}"
        case "remade":
            other = props.module(world, name, {key: pair(fresh)}, register=True)
            outcome_of(learner.simulate_reload, other, f"{key} = {pair(fresh)}\n")
        case _:
            pass
    register = case in {"registered", "remade"}
    module = props.module(world, name, {key: pair(fresh)}, register=register)
    made = _Reloaded(
        case=case,
        name=name,
        key=key,
        value=value,
        imported=imported,
        module=module,
        namespace=props.namespace(world, module),
        other=other,
        cache=props.cache(world),
    )
    outcome = outcome_of(learner.simulate_reload, module, text)
    here = learner.last_call()
    not_landed = here.locate(say("run_by_registration", key=key, where=_WHERE.get(case, "")))
    if isinstance(outcome, Raised):
        stop = learner.unexpected(outcome)
        landed = _landed(made, _values(world, made).value)
        told = _raised(learner, world, say, made, outcome) or stop
        one = Survival(told=told, raised=True, landed=landed, not_landed=not_landed)
        return lambda: one
    changes = props.cache_changes(world, made.cache)
    values, groups = _values(world, made), _groups(world, made, outcome.remote)

    def read() -> Survival:
        found = _found(say, made, outcome, changes.value, values.value, groups.value)
        return Survival(
            told=found and here.locate(found),
            raised=False,
            landed=_landed(made, values.value),
            not_landed=not_landed,
        )

    return read


@dataclass(frozen=True, slots=True, kw_only=True)
class _Values:
    """The result of `programs.SURVIVED`.

    :param value: the value of the name that the text binds, in the module.
    :param elsewhere: the same in the other module, if there is one.
    :param keys: the keys of `sys.modules` under which the module is.
    :param import_lost: whether what the text imported is not in `sys.modules`.
    """

    value: object
    elsewhere: object
    keys: tuple[str, ...]
    import_lost: bool


def _values(world: World, made: _Reloaded) -> Deferred[_Values]:
    def read(answer: object) -> _Values:
        match answer:
            case [value, elsewhere, list(keys), bool(lost)]:
                return _Values(
                    value=value,
                    elsewhere=elsewhere,
                    keys=tuple(map(str, keys)),
                    import_lost=lost,
                )
            case _:
                raise props.garbled("with a value, keys and a bool")

    return world.run_later(
        programs.SURVIVED,
        read=read,
        module=made.module,
        namespace=made.namespace,
        other=made.other,
        key=made.key,
        imported=made.imported,
    )


def _landed(made: _Reloaded, values: _Values) -> bool:
    """Return whether the text has bound its name in the module."""
    return is_value(values.value, made.value)


def _groups(world: World, made: _Reloaded, result: RemoteObject) -> Deferred[Groups]:
    """Return which of result, modules and namespaces are one object."""
    asked = {
        "result": result,
        "module": made.module,
        "dictionary": world.make(programs.DICTIONARY, made=result),
        "namespace": made.namespace,
    }
    return world.groups(asked if made.other is None else {**asked, "other": made.other})


def _raised(
    learner: Learner, world: World, say: Findings, made: _Reloaded, outcome: Raised
) -> Finding | None:
    """Return the finding whose signature the exception is; None where it is none's."""
    here, error = learner.last_call(), exception_text(outcome)
    if "ModuleNotFoundError" in outcome.bases:
        if made.name in props.cache_changes(world, made.cache).value.removed:
            return here.locate(say("reimported", name=made.name, error=error))
        if finds_no_spec(outcome):
            return here.locate(say("importlib_reload", name=made.name, error=error))
    if "SyntaxError" in outcome.bases and not made.imported:
        evaluated = _evaluates(learner, world, made)
        return here.locate(say("eval_not_exec", error=error)) if evaluated else None
    by_name = {"KeyError", "ImportError"} & set(outcome.bases) and made.name in error
    if by_name and made.case == "unregistered":
        return here.locate(say("needs_registration", name=made.name, error=error))
    return None


def _evaluates(learner: Learner, world: World, made: _Reloaded) -> bool:
    """Return whether the learner's reload evaluates a text that is one expression."""
    text = f"{made.key}.append({made.value[0]})"
    if isinstance(outcome_of(learner.simulate_reload, made.module, text), Raised):
        return False
    program = "result = space[key][-1:] == [item]"
    names = {"space": made.namespace, "key": made.key, "item": made.value[0]}
    return world.run(program, **names) is True


def _found(
    say: Findings,
    made: _Reloaded,
    outcome: ReturnValue,
    changes: props.CacheChanges,
    values: _Values,
    groups: Groups,
) -> Finding | None:
    """Return the finding after a call that returned; None where all is right."""
    name = made.name
    disturbed = _disturbed(say, made, changes)
    if disturbed is not None:
        return disturbed
    label = _TAKEN_FOR_IT[made.case]
    package = name.rpartition(".")[0]
    if is_value(values.elsewhere, made.value):
        found = say(label, name=name, package=package, what="the text ran in that one")
        return replace(found, misconception=None) if _landed(made, values) else found
    if groups.same("result", "other"):
        return say(label, name=name, package=package, what="the call returned that one")
    is_module = groups.same("result", "module")
    if not is_module or not groups.same("dictionary", "namespace"):
        return _wrong_result(say, outcome, name, is_module=is_module)
    if made.case in {"unregistered", "another"} and values.keys:
        found = say("registered_on_the_way", name=name, keys=describe(list(values.keys)))
        return found if values.keys == (name,) else replace(found, misconception=None)
    if values.import_lost:
        return say("import_undone", imported=made.imported)
    return None


def _disturbed(say: Findings, made: _Reloaded, changes: props.CacheChanges) -> Finding | None:
    name = made.name
    others = ", ".join(key for key in changes.removed + changes.replaced if key != name)
    if made.case == "another" and name in changes.removed + changes.replaced:
        now = "no entry" if name in changes.removed else "something else"
        return say("namesake_displaced", name=name, now=now)
    if name in changes.replaced:
        return say("swapped_registration", name=name)
    if name in changes.removed:
        return say("unregistered", name=name)
    others = "`sys.modules` itself" if changes.rebound else others
    return say("cache_disturbed", others=others) if others else None


def _wrong_result(say: Findings, outcome: ReturnValue, name: str, *, is_module: bool) -> Finding:
    if outcome.remote.handle.type == "NoneType":
        return say("returned_none", name=name)
    if outcome.remote.handle.category != "module":
        return say("no_module_back", result=describe(outcome.remote), name=name)
    return say("another_dict" if is_module else "new_module", name=name)
