"""The cases of exercise 2: modules, texts, and what the guest is asked after a call.

This file observes; which finding a learner reads is decided in
`exercise_2_reload`, except where a case can go wrong in one way only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from grader.checks import reload_props as props
from grader.checks.reload_props import pair
from grader.exam import (
    Answer,
    CacheChanges,
    Finding,
    Findings,
    Fresh,
    Learner,
    Raised,
    Stopped,
    Thing,
    World,
    outcome_of,
    raised_text,
    shown,
)

Told = Finding | Stopped | None
"""What one case came to: a finding, a stop, or nothing to say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Survival:
    """What became of one module in one reload, registered or not.

    :param raised: whether the call raised.
    """

    told: Told
    raised: bool = False


def survival(
    learner: Learner, world: World, fresh: Fresh, say: Findings, *, registered: bool
) -> Survival:
    """Reload a module with one assignment and look at the result and the cache."""
    name, key = fresh.module_name(), fresh.identifier()
    module = world.module(name, {key: pair(fresh)}, register=registered)
    namespace, cache = world.namespace(module), world.cache()
    outcome = outcome_of(learner.simulate_reload, module, f"{key} = {pair(fresh)}\n")
    if isinstance(outcome, Raised):
        gone = name in world.cache_changes(cache).removed
        error = raised_text(outcome)
        told = learner.stopped_by(outcome)
        named = _named_error(outcome, name, error, gone=gone, registered=registered)
        if named == "eval_not_exec":
            found = learner.at_last_call(say(named, error=error))
            expression = outcome_of(learner.simulate_reload, module, f"len({key})")
            return Survival(told=told if isinstance(expression, Raised) else found, raised=True)
        if named:
            return Survival(
                told=learner.at_last_call(say(named, name=name, error=error)), raised=True
            )
        return Survival(told=told, raised=True)
    changes, is_module = world.cache_changes_later(cache), outcome.thing.is_later(module)
    same = world.later(_SAME_DICT, read=props.is_true, module=module, namespace=namespace)
    keys = world.run(props.KEYS_OF, module=module)
    found_or_none = _disturbed(say, name, changes.value)
    if found_or_none is None and not (is_module.value and same.value):
        found_or_none = _wrong_result(say, outcome, name, is_module=is_module.value)
    if found_or_none is None and not registered and keys != []:
        found_or_none = say("registered_on_the_way", name=name, keys=shown(keys))
        if keys != [name]:
            found_or_none = replace(found_or_none, misconception=None)
    return Survival(told=found_or_none and learner.at_last_call(found_or_none))


def _named_error(outcome: Raised, name: str, error: str, *, gone: bool, registered: bool) -> str:
    """Return the finding of which this exception is the exact mark, or nothing."""
    if "ModuleNotFoundError" in outcome.bases and gone:
        return "reimported"
    if "ModuleNotFoundError" in outcome.bases and "spec not found" in error:
        return "importlib_reload"
    if "SyntaxError" in outcome.bases:
        return "eval_not_exec"
    by_name = {"KeyError", "ImportError"} & set(outcome.bases) and name in error
    return "needs_registration" if by_name and not registered else ""


_SAME_DICT = f"{props.LOOK}\nresult = look(module, '__dict__') is namespace"


def _disturbed(say: Findings, name: str, changes: CacheChanges) -> Finding | None:
    others = ", ".join(key for key in changes.removed + changes.replaced if key != name)
    if name in changes.replaced:
        return say("swapped_registration", name=name)
    if name in changes.removed:
        return say("unregistered", name=name)
    others = "`sys.modules` itself" if changes.rebound else others
    return say("cache_disturbed", others=others) if others else None


def _wrong_result(say: Findings, outcome: Answer, name: str, *, is_module: bool) -> Finding:
    if outcome.thing.handle.type == "NoneType":
        return say("returned_none", name=name)
    if outcome.thing.handle.what != "module":
        return say("no_module_back", result=shown(outcome.thing), name=name)
    return say("another_dict" if is_module else "new_module", name=name)


def fields_told(
    say: Findings, true: frozenset[str], made: Thing, name: str, *, rebound: bool
) -> Finding | None:
    """Say what is wrong with `copied` and `current`, of which *true* holds."""
    if "fields" not in true:
        return say("no_comparison", result=shown(made), lacks="`copied` or `current`")
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
    """Compare in a module that is not registered, with a count, if the learner's reload can."""
    module_name, key, log = fresh.module_name(), fresh.identifier(), world.keep("result = []")
    record = world.keep("result = log.append", log=log)
    module = world.module(module_name, {key: record})
    outcome_of(learner.simulate_reload, module, f"{key}(1)\n")
    if world.run("result = log == [1]", log=log) is not True:
        return None
    came = _comparison(learner, world, fresh, module, f"{key}(2)\n")
    if came:
        found = learner.at_last_call(say("compared_by_name", came=came))
        world.register(module_name, module)
        by_name = not _comparison(learner, world, fresh, module, "")
        return found if by_name else replace(found, misconception=None)
    if world.run("result = log == [1, 2]", log=log) is True:
        return None
    return learner.at_last_call(say("reloaded_again", key=key))


def _comparison(learner: Learner, world: World, fresh: Fresh, module: Thing, text: str) -> str:
    """Compare in *module* with *text* and a rebound name; return what is wrong, if anything."""
    name, space = fresh.identifier(), world.namespace(module)
    world.execute(f"{name} = {pair(fresh)}\n", module)
    old, text = world.item(space, name), f"{text}{name} = {pair(fresh)}\n"
    made = outcome_of(learner.compare_after_reload, module, name, text)
    if isinstance(made, Raised):
        return f"the call raised {raised_text(made)}"
    true = props.facts(world, props.FIELDS, made=made.thing, space=space, name=name, old=old)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Stale:
    """What one comparison came to.

    :param is_bool: whether the name was reloaded and `stale` was a bool, right or wrong.
    """

    told: Told
    name: str
    is_bool: bool = False


def stale_case(
    learner: Learner, world: World, fresh: Fresh, say: Findings, case: str
) -> Callable[[], Stale]:
    """Compare after one reload and look at `stale`.

    :returns: what tells, later, what came of it.
    """
    name, other, values = fresh.identifier(), fresh.identifier(), pair(fresh)
    module = world.module(fresh.module_name(), {name: values}, register=True)
    space = world.namespace(module)
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
        stopped = Stale(told=learner.stopped_by(outcome), name=name)
        return lambda: stopped
    made, here = outcome.thing, learner.told_here()
    truth, what = STALE_TRUTH[case], _STALE_TEXT[case]

    def read(result: object) -> Stale:
        match result:
            case [bool(rebound), *_] if rebound is not truth:
                told = say("not_reloaded" if truth else "name_moved", name=name)
            case [_, True, bool(stale)] if stale is truth:
                return Stale(told=None, name=name, is_bool=True)
            case [_, True, bool(stale)]:
                told = say("stale_wrong", what=what, answer=stale, truth=truth, name=name)
                return Stale(told=here(told), name=name, is_bool=True)
            case [_, True, other_type]:
                told = say("stale_not_a_bool", answer=shown(other_type), truth=truth)
            case _:
                told = say("no_comparison", result=shown(made), lacks="`stale`")
        return Stale(told=here(told), name=name)

    names = {"made": made, "space": space, "name": name, "old": old}
    later = world.later(props.STALE, read=read, **names)
    return lambda: later.value
