"""Comparisons by `compare_after_reload`, for checks 2.6 and 2.7: their fields after one reload."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from grader.checks import props
from grader.checks.exercise_2_reload import programs
from grader.checks.exercise_2_reload.programs import facts_later, pair
from grader.checks.exercise_2_reload.survival import CaseReport, end_with
from grader.checks.props import finds_no_spec
from grader.exam import (
    CallSite,
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
    """One comparison in a registered module, and the object before it.

    :param space: the namespace of its module.
    :param raised: what to tell if the call raised.
    """

    name: str
    space: RemoteObject
    old: RemoteObject
    made: RemoteObject | None
    raised: CaseReport
    here: CallSite


def compare(learner: Learner, world: World, fresh: Fresh, say: Findings) -> None:
    """Fail the check unless both fields are the right objects after each of two reloads.

    :raises Failed: where something is wrong with what came back.
    :raises Stopped: where an exception is all there is to tell.
    """
    came = {case: _compared(learner, world, fresh, say, case) for case in fresh.shuffled(_TEXTS)}
    seen = [came[case] for case in _TEXTS]
    results = [one.made for one in seen if one.made is not None]
    if not results:  # nor will those of another check come back
        end_with(seen[0].raised, blocks=_COMPARE)
    true = {
        case: facts_later(
            world, programs.FIELDS, made=one.made, space=one.space, name=one.name, old=one.old
        )
        for case, one in came.items()
        if one.made is not None
    }
    shared = len(results) == len(_TEXTS) and results[0].is_(results[1])
    if shared and all("fields" in true[case].value for case in _TEXTS):
        raise Failed(seen[0].here.locate(say("one_comparison", result=describe(results[0]))))
    for case, one in zip(_TEXTS, seen, strict=True):
        end_with(one.raised)
        if one.made is not None:
            rebound = case == "rebound"
            wrong = _fields_told(say, true[case].value, one.made, one.name, rebound=rebound)
            end_with(wrong and one.here.locate(wrong))


def _compared(learner: Learner, world: World, fresh: Fresh, say: Findings, case: str) -> _Compared:
    name, other = fresh.identifier(), fresh.identifier()
    module = props.module(world, fresh.module_name(), {name: pair(fresh)}, register=True)
    space = props.namespace(world, module)
    old = world.item(space, name)
    text = f"{name if case == 'rebound' else other} = {pair(fresh)}\n"
    outcome = outcome_of(learner.compare_after_reload, module, name, text)
    here, raised = learner.last_call(), None
    made = None if isinstance(outcome, Raised) else outcome.remote
    if isinstance(outcome, Raised):
        raised = _raised(learner, say, outcome)
    return _Compared(name=name, space=space, old=old, made=made, raised=raised, here=here)


def _raised(learner: Learner, say: Findings, outcome: Raised) -> Finding | Stopped:
    """Return the report of a comparison that raised."""
    if finds_no_spec(outcome):
        told = say("importlib_reload_compared", error=exception_text(outcome))
        return learner.last_call().locate(told)
    return learner.unexpected(outcome)


def _fields_told(
    say: Findings, true: frozenset[str], made: RemoteObject, name: str, *, rebound: bool
) -> Finding | None:
    """Return the finding about `copied` and `current`; None where both are right.

    :param true: the facts of `programs.FIELDS` that hold.
    """
    if "fields" not in true:
        return say("no_comparison", result=describe(made), lacks="`copied` or `current`")
    if {"copied old", "current new"} <= true and ("rebound" in true or not rebound):
        return None
    known = ", ".join(sorted(word for word in true if word.startswith(("copied", "current"))))
    what = "binds" if rebound else "does not bind"
    wrong = say("fields_wrong", name=name, what=what, known=known or "none of the four")
    if not rebound:
        return wrong
    if "rebound" not in true:
        return say("not_reloaded", name=name)
    for label, marks in {
        "fields_swapped": {"copied new", "current old"},
        "copied_after": {"copied new", "current new"},
        "current_from_before": {"copied old", "current old"},
        "text_not_objects": {"texts"},
        "copied_value_not_reference": {"clone"},
    }.items():
        if marks <= true:
            return say(label, name=name)
    return wrong


def compared_by_name(learner: Learner, world: World, fresh: Fresh, say: Findings) -> Finding | None:
    """Return the finding for a comparison that goes by the name of the module; None where none does.

    In the first comparison the module is not registered and counts its reloads; without a reload of
    the learner's that works for it there is none.
    A second comparison has another module registered under its name.
    """
    module_name, key, log = fresh.module_name(), fresh.identifier(), world.make("result = []")
    record = world.make("result = log.append", log=log)
    module, name = props.module(world, module_name, {key: record}), fresh.identifier()
    if not _reloads(learner, world, module, key, log):
        return None
    came = _comparison(learner, world, fresh, module, name, f"{key}(2)\n")
    if came:
        where = "The module of this call is not registered"
        found = learner.last_call().locate(say("compared_by_name", where=where, came=came))
        props.register(world, module_name, module)
        by_name = not _comparison(learner, world, fresh, module, name, "")
        return found if by_name else replace(found, misconception=None)
    if world.run("result = log == [1, 2]", log=log) is not True:
        return learner.last_call().locate(say("reloaded_again", key=key))
    world.do("log.clear()", log=log)
    props.module(world, module_name, {key: record, name: pair(fresh)}, register=True)
    if not _reloads(learner, world, module, key, log):
        return None
    came = _comparison(learner, world, fresh, module, name, "")
    where = "Another module is registered under the name of this one"
    found = say("compared_by_name", where=where, came=came)
    return learner.last_call().locate(found) if came else None


def _reloads(
    learner: Learner, world: World, module: RemoteObject, key: str, log: RemoteObject
) -> bool:
    """Return whether the learner's reload runs a text in *module*, whose *key* is `log.append`."""
    outcome_of(learner.simulate_reload, module, f"{key}(1)\n")
    return world.run("result = log == [1]", log=log) is True


def _comparison(
    learner: Learner, world: World, fresh: Fresh, module: RemoteObject, name: str, text: str
) -> str:
    """Compare in *module* with *text* and a rebound *name*; return what is wrong, "" for nothing."""
    space = props.namespace(world, module)
    props.execute(world, f"{name} = {pair(fresh)}\n", module)
    old, text = world.item(space, name), f"{text}{name} = {pair(fresh)}\n"
    made = outcome_of(learner.compare_after_reload, module, name, text)
    if isinstance(made, Raised):
        return f"the call raised {exception_text(made)}"
    true = programs.facts(world, programs.FIELDS, made=made.remote, space=space, name=name, old=old)
    return "" if {"copied old", "current new"} <= true else "the fields are other objects"


# What a text can do to a name, in the order in which a mistake is reported, and whether
# the name then refers to another object.
STALE_TRUTH = {
    "rebound": True,
    "equal": True,
    "mutated": False,
    "untouched": False,
    "mentioned": False,
    "itself": False,
}
_STALE_TEXT = {
    "rebound": "binds the name to another object",
    "equal": "binds the name to another object, one that compares equal",
    "mutated": "changes the object in place and does not bind the name",
    "untouched": "does not mention the name",
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
            ("never_stale", {"rebound", "equal"}),
            ("stale_by_equality", {"equal"}),
            ("stale_by_text", {"mutated", "mentioned", "itself"}),
            ("stale_by_assignment", {"itself"}),
            ("stale_by_value", {"equal", "mutated"}),
            ("snapshot_not_reference", {"mutated"}),
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
    name, other, values = fresh.identifier(), fresh.identifier(), pair(fresh)
    module = props.module(world, fresh.module_name(), {name: values}, register=True)
    space = props.namespace(world, module)
    old = world.item(space, name)
    text = {
        "rebound": f"{name} = {pair(fresh)}\n",
        "equal": f"{name} = {values}\n",
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
                told = say("not_reloaded" if truth else "name_moved", name=name)
            case [_, True, bool(stale)] if stale is truth:
                return Stale(told=None, name=name, answer=stale)
            case [_, True, bool(stale)]:
                told = say("stale_wrong", what=what, answer=stale, truth=truth, name=name)
                return Stale(told=here.locate(told), name=name, answer=stale)
            case [_, True, other_type]:
                told = say("stale_not_a_bool", answer=describe(other_type), truth=truth)
            case _:
                told = say("no_comparison", result=describe(made), lacks="`stale`")
        return Stale(told=here.locate(told), name=name)

    names = {"made": made, "space": space, "name": name, "old": old}
    later = world.run_later(programs.STALE, read=read, **names)
    return lambda: later.value
