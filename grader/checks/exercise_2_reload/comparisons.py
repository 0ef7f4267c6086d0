"""Comparisons by `compare_after_reload`, for checks 2.6 and 2.7: their fields after one reload."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from grader.checks import props
from grader.checks.exercise_2_reload import programs
from grader.checks.exercise_2_reload.programs import facts_later, pair
from grader.checks.exercise_2_reload.survival import CaseReport, end_with
from grader.checks.props import finds_no_spec
from grader.exam import (
    CallSite,
    Deferred,
    Diagnosis,
    Failed,
    Finding,
    Findings,
    Fresh,
    Learner,
    Raised,
    RemoteObject,
    Signature,
    Stopped,
    World,
    describe,
    exception_text,
    outcome_of,
)

_COMPARE = "compare_after_reload"
_TEXTS = ("rebound", "untouched")
"""The cases: a text rebinds the name or leaves it alone; in the order of reporting."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Compared:
    """One comparison in a registered module, and the objects before and after it.

    :param module_name: the name of its module.
    :param space: the namespace of its module.
    :param package: the namespace of its module's package, if it has one.
    :param rebinds: whether the text binds the name.
    :param true: the facts of `programs.FIELDS` that held after the call; None where it raised.
    :param raised: what to tell if the call raised.
    """

    module_name: str
    name: str
    module: RemoteObject
    space: RemoteObject
    package: RemoteObject | None
    old: RemoteObject
    new: RemoteObject
    rebinds: bool
    made: RemoteObject | None
    true: Deferred[frozenset[str]] | None
    raised: CaseReport
    here: CallSite


def compare(learner: Learner, world: World, fresh: Fresh, say: Findings) -> list[_Compared]:
    """Compare in two modules, and return the comparisons.

    :raises Failed: unless both fields are the right objects after each of the two reloads.
    :raises Stopped: where an exception is all there is to tell.
    """
    came = {case: _compared(learner, world, fresh, say, case) for case in fresh.shuffled(_TEXTS)}
    seen = [came[case] for case in _TEXTS]
    results = [one.made for one in seen if one.made is not None]
    if not results:  # nor will those of another check come back
        end_with(seen[0].raised, blocks=_COMPARE)
    shared = len(results) == len(_TEXTS) and results[0].is_(results[1])
    if shared and all(one.true is not None and "fields" in one.true.value for one in seen):
        raise Failed(seen[0].here.locate(say("one_comparison", result=describe(results[0]))))
    for one in seen:
        end_with(one.raised or _fields_told(say, one))
    return seen


def compare_again(
    learner: Learner, world: World, fresh: Fresh, say: Findings, seen: Sequence[_Compared]
) -> None:
    """Compare twice more, with a name and a module name that a comparison has had before.

    :param seen: right comparisons.
    :raises Failed: unless each reports its own objects, and the earlier ones are as they were.
    """
    first = seen[0]
    again = _reported(
        learner,
        world,
        say,
        first,
        {fresh.text(): fresh.integer()},
        earlier=[first.old],
    )
    values: dict[str, object] = {first.name: set(pair(fresh))}
    module = props.module(world, first.module_name, values, register=True)
    remade = _reported(
        learner,
        world,
        say,
        replace(first, module=module, space=props.namespace(world, module), package=None),
        None,
        earlier=[first.old, first.new, again.new],
    )
    reports = [*seen, again, remade]
    kept = world.run_later(
        programs.KEPT,
        read=lambda answer: answer if isinstance(answer, list) else [],
        reports=[(one.made, one.old, one.new) for one in reports if one.made is not None],
    )
    for one in (again, remade):
        end_with(one.raised)
        if found := _fields_told(say, one):
            remembered = one.true is not None and "earlier" in one.true.value
            known = one.here.locate(say("comparison_remembered", name=one.name))
            end_with(known if remembered else found)
    if kept.value != [True] * len(reports):
        raise Failed(reports[-1].here.locate(say("comparison_overwritten", name=first.name)))


def _compared(learner: Learner, world: World, fresh: Fresh, say: Findings, case: str) -> _Compared:
    name, other, rebound = fresh.identifier(), fresh.identifier(), case == "rebound"
    module_name = fresh.dotted_name() if rebound else fresh.module_name()
    value = pair(fresh) if rebound else world.equal_objects(1)[0]
    package = programs.package(world, module_name, {name: pair(fresh)}) if rebound else None
    module = props.module(world, module_name, {name: value}, register=True)
    space = props.namespace(world, module)
    prepared = _Compared(
        module_name=module_name,
        name=name,
        module=module,
        space=space,
        package=None if package is None else props.namespace(world, package),
        old=module,
        new=module,
        rebinds=rebound,
        made=None,
        true=None,
        raised=None,
        here=CallSite(call="", line=None),
    )
    text = f"{other} = {pair(fresh)}\n"
    wanted = pair(fresh) if rebound else None
    return _reported(learner, world, say, prepared, wanted, text="" if rebound else text)


def _reported(
    learner: Learner,
    world: World,
    say: Findings,
    prepared: _Compared,
    wanted: object,
    *,
    text: str = "",
    earlier: Sequence[RemoteObject] = (),
) -> _Compared:
    """Compare in a module.

    :param prepared: the module and the name.
    :param wanted: the value that the text binds to the name.
    :param text: another text.
    :param earlier: objects that earlier comparisons have reported.
    """
    name, space = prepared.name, prepared.space
    old = world.item(space, name)
    text = text or f"{name} = {wanted!r}\n"
    outcome = outcome_of(learner.compare_after_reload, prepared.module, name, text)
    here = learner.last_call()
    if isinstance(outcome, Raised):
        raised = _raised(learner, say, outcome)
        return replace(prepared, old=old, made=None, true=None, raised=raised, here=here)
    true = facts_later(
        world,
        programs.FIELDS,
        made=outcome.remote,
        space=space,
        name=name,
        old=old,
        wanted=wanted,
        earlier=list(earlier),
        parent=prepared.package,
    )
    return replace(
        prepared,
        old=old,
        new=world.item(space, name),
        made=outcome.remote,
        true=true,
        here=here,
    )


def _raised(learner: Learner, say: Findings, outcome: Raised) -> Finding | Stopped:
    """Return the report of a comparison that raised."""
    if finds_no_spec(outcome):
        told = say("importlib_reload_compared", error=exception_text(outcome))
        return learner.last_call().locate(told)
    return learner.unexpected(outcome)


def _fields_told(say: Findings, one: _Compared) -> Finding | None:
    """Return the finding about `copied` and `current`; None where both are right."""
    if one.made is None or one.true is None:
        return None
    found = _wrong_fields(say, one.true.value, one, one.made)
    return found and one.here.locate(found)


def _no_comparison(say: Findings, made: RemoteObject, lacks: str) -> Finding:
    """Return the finding about a result without the fields of a comparison.

    :param lacks: the fields that cannot be read from it.
    """
    if (made.handle.module, made.handle.type) == ("builtins", "NoneType"):
        return say("comparison_gave_none")
    return say("no_comparison", result=describe(made), lacks=lacks)


def _wrong_fields(
    say: Findings, true: frozenset[str], one: _Compared, made: RemoteObject
) -> Finding | None:
    """Return the finding about the fields without its call; None where both are right.

    :param true: the facts of `programs.FIELDS` that hold.
    """
    name, rebound = one.name, one.rebinds
    if "fields" not in true:
        return _no_comparison(say, made, "`copied` or `current`")
    if {"copied old", "current new"} <= true and ("rebound" in true or not rebound):
        return None
    known = ", ".join(sorted(word for word in true if word.startswith(("copied", "current"))))
    what = "binds" if rebound else "does not bind"
    wrong = say("fields_wrong", name=name, what=what, known=known or "none of the four")
    if "clone" in true:
        return say("copied_value_not_reference", name=name)
    if not rebound:
        return wrong
    if "rebound" not in true:
        return say("put_back_compared" if "ran" in true else "not_reloaded", name=name)
    if "parent" in true:
        return say("compared_in_package", name=one.module_name, key=name)
    for label, marks in {
        "fields_swapped": {"copied new", "current old"},
        "copied_after": {"copied new", "current new"},
        "current_from_before": {"copied old", "current old"},
        "text_not_objects": {"texts"},
    }.items():
        if marks <= true:
            return say(label, name=name)
    return wrong


def compared_by_name(learner: Learner, world: World, fresh: Fresh, say: Findings) -> Finding | None:
    """Return the finding for a comparison that goes by the name of the module; None where none does.

    In the first comparison the module is not registered and counts its reloads; without a reload of
    the learner's that works for it, with the same text, there is none.
    A second comparison has another module registered under its name.
    """
    module_name, key, log = fresh.module_name(), fresh.identifier(), world.make("result = []")
    record = world.make("result = log.append", log=log)
    module, name = props.module(world, module_name, {key: record}), fresh.identifier()
    counted = _Counted(module=module, key=key, name=name, log=log)
    if not counted.reloads(learner, world, fresh):
        return None
    came = counted.comparison(learner, world, fresh)
    count = world.run(programs.COUNT, log=log, mark=2)
    if came:
        where = "The module of this call is not registered"
        found = learner.last_call().locate(say("compared_by_name", where=where, came=came))
        props.register(world, module_name, module)
        by_name = not counted.comparison(learner, world, fresh)
        return found if by_name else replace(found, misconception=None)
    if count != 1:
        told = say("reloaded_again", key=key, count=describe(count))
        return learner.last_call().locate(told)
    world.do("log.clear()", log=log)
    props.module(world, module_name, {key: record, name: pair(fresh)}, register=True)
    if not counted.reloads(learner, world, fresh):
        return None
    came = counted.comparison(learner, world, fresh)
    where = "Another module is registered under the name of this one"
    found = say("compared_by_name", where=where, came=came)
    return learner.last_call().locate(found) if came else None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Counted:
    """A module that counts its reloads: its *key* is `log.append`."""

    module: RemoteObject
    key: str
    name: str
    log: RemoteObject

    def text(self, fresh: Fresh, mark: int) -> str:
        """Return a text that counts *mark* and binds the name."""
        return f"{self.key}({mark})\n{self.name} = {pair(fresh)}\n"

    def reloads(self, learner: Learner, world: World, fresh: Fresh) -> bool:
        """Return whether the learner's reload runs a text in the module, once."""
        outcome_of(learner.simulate_reload, self.module, self.text(fresh, 1))
        return world.run("result = log == [1]", log=self.log) is True

    def comparison(self, learner: Learner, world: World, fresh: Fresh) -> str:
        """Compare after a reload; return what is wrong, "" for nothing."""
        space = props.namespace(world, self.module)
        props.execute(world, f"{self.name} = {pair(fresh)}\n", self.module)
        old = world.item(space, self.name)
        text = self.text(fresh, 2)
        made = outcome_of(learner.compare_after_reload, self.module, self.name, text)
        if isinstance(made, Raised):
            return f"the call raised {exception_text(made)}"
        true = programs.facts(
            world,
            programs.FIELDS,
            made=made.remote,
            space=space,
            name=self.name,
            old=old,
            wanted=None,
            earlier=[],
            parent=None,
        )
        return "" if {"copied old", "current new"} <= true else "the fields are other objects"


# What a text can do to a name, in the order in which a mistake is reported, and whether
# the name then refers to another object.
STALE_TRUTH = {
    "rebound": True,
    "equal": True,
    "number": True,
    "from None": True,
    "to None": True,
    "mutated": False,
    "untouched": False,
    "mentioned": False,
    "itself": False,
}
_STALE_TEXT = {
    "rebound": "binds the name to another object",
    "equal": "binds the name to another object, one that compares equal",
    "number": "binds the name, which is bound to an int, to the equal float",
    "from None": "binds the name, which is bound to None, to a list",
    "to None": "binds the name, which is bound to a list, to None",
    "mutated": "changes the object in place and does not bind the name",
    "untouched": "does not mention the name, which is bound to None",
    "mentioned": "mentions the name and does not bind it",
    "itself": "binds the name to the object that it refers to already",
}


STALE_MISTAKES = Diagnosis(
    STALE_TRUTH,
    *(
        Signature(finding, cases, results={True, False})
        for finding, cases in (
            ("stale_inverted", set(STALE_TRUTH)),
            ("always_stale", {"mutated", "untouched", "mentioned", "itself"}),
            ("never_stale", {"rebound", "equal", "number", "from None", "to None"}),
            ("stale_by_equality", {"equal", "number"}),
            ("stale_by_text", {"mutated", "mentioned", "itself"}),
            ("stale_by_assignment", {"itself"}),
            ("stale_by_value", {"equal", "number", "mutated"}),
            ("snapshot_not_reference", {"mutated"}),
            ("stale_without_none", {"from None"}),
            ("stale_without_none", {"to None"}),
            ("stale_without_none", {"from None", "to None"}),
        )
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stale:
    """The report of one comparison for check 2.7.

    :param answer: `stale`, if the name was reloaded and that is a bool; else None.
    """

    told: CaseReport
    name: str
    answer: bool | None = None


def stale_case(
    learner: Learner, world: World, fresh: Fresh, say: Findings, case: str
) -> Callable[[], Stale]:
    """Compare after one reload and look at `stale`.

    :returns: a function that gives the report; the guest is asked when it is called.
    """
    name, other, number, values = (
        fresh.identifier(),
        fresh.identifier(),
        fresh.integer(),
        pair(fresh),
    )
    bound = {"number": number, "from None": None, "untouched": None}.get(case, values)
    module = props.module(world, fresh.module_name(), {name: bound}, register=True)
    space = props.namespace(world, module)
    old = world.item(space, name)
    text = {
        "rebound": f"{name} = {pair(fresh)}\n",
        "equal": f"{name} = {values}\n",
        "number": f"{name} = {number}.0\n",
        "from None": f"{name} = {pair(fresh)}\n",
        "to None": f"{name} = None\n",
        "mutated": f"{name}.append({fresh.integer()})\n",
        "untouched": f"{other} = {pair(fresh)}\n",
        "mentioned": f"{other} = {name}\n",
        "itself": f"{name} = {name}\n",
    }[case]
    outcome = outcome_of(learner.compare_after_reload, module, name, text)
    if isinstance(outcome, Raised):
        stopped = Stale(told=_raised(learner, say, outcome), name=name)
        return lambda: stopped
    made, here = outcome.remote, learner.last_call()
    truth, what = STALE_TRUTH[case], _STALE_TEXT[case]

    def read(result: object) -> Stale:
        match result:
            case [bool(rebound), *_] if rebound is not truth:
                moved = "name_not_moved" if truth else "name_moved"
                told = say(moved, what=what, name=name)
            case [_, True, bool(stale)] if stale is truth:
                return Stale(told=None, name=name, answer=stale)
            case [_, True, bool(stale)]:
                told = say("stale_wrong", what=what, answer=stale, truth=truth, name=name)
                return Stale(told=here.locate(told), name=name, answer=stale)
            case [_, True, other_type]:
                told = say("stale_not_a_bool", answer=describe(other_type), truth=truth)
            case _:
                told = _no_comparison(say, made, "`stale`")
        return Stale(told=here.locate(told), name=name)

    names = {"made": made, "space": space, "name": name, "old": old}
    later = world.run_later(programs.STALE, read=read, **names)
    return lambda: later.value
