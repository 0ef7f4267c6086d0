"""The cases of exercise 2: modules, texts, and what the guest is asked after a call.

This file observes; which finding a learner reads is decided in
`exercise_2_reload`, except where a case can go wrong in one way only.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from grader.checks import reload_props as props
from grader.checks.reload_props import pair
from grader.exam import (
    Answer,
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
    found_or_none = _disturbed(world, say, name, cache)
    if found_or_none is None:
        found_or_none = _wrong_result(world, say, outcome, module, name, namespace)
    keys = world.run(props.KEYS_OF, module=module)
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


def _disturbed(world: World, say: Findings, name: str, cache: Thing) -> Finding | None:
    changes = world.cache_changes(cache)
    others = ", ".join(key for key in changes.removed + changes.replaced if key != name)
    if name in changes.replaced:
        return say("swapped_registration", name=name)
    if name in changes.removed:
        return say("unregistered", name=name)
    others = "`sys.modules` itself" if changes.rebound else others
    return say("cache_disturbed", others=others) if others else None


def _wrong_result(
    world: World, say: Findings, outcome: Answer, module: Thing, name: str, namespace: Thing
) -> Finding | None:
    if outcome.thing.handle.type == "NoneType":
        return say("returned_none", name=name)
    if outcome.thing.handle.what != "module":
        return say("no_module_back", result=shown(outcome.thing), name=name)
    if not outcome.thing.is_(module):
        return say("new_module", name=name)
    program = f"{props.LOOK}\nresult = look(module, '__dict__') is namespace"
    same = world.run(program, module=module, namespace=namespace) is True
    return None if same else say("another_dict", name=name)


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


def stale_case(learner: Learner, world: World, fresh: Fresh, say: Findings, case: str) -> Stale:
    """Compare after one reload and look at `stale`."""
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
        return Stale(told=learner.stopped_by(outcome), name=name)
    result = world.run(props.STALE, made=outcome.thing, space=space, name=name, old=old)
    truth, what = STALE_TRUTH[case], _STALE_TEXT[case]
    match result:
        case [bool(rebound), *_] if rebound is not truth:
            told = say("not_reloaded" if truth else "name_moved", name=name)
        case [_, True, bool(stale)] if stale is truth:
            return Stale(told=None, name=name, is_bool=True)
        case [_, True, bool(stale)]:
            told = say("stale_wrong", what=what, answer=stale, truth=truth, name=name)
            return Stale(told=learner.at_last_call(told), name=name, is_bool=True)
        case [_, True, other_type]:
            told = say("stale_not_a_bool", answer=shown(other_type), truth=truth)
        case _:
            told = say("no_comparison", result=shown(outcome.thing), lacks="`stale`")
    return Stale(told=learner.at_last_call(told), name=name)


READERS = ("later", "late", "unregistered", "successor", "impostor")
"""Under which circumstances a reader is made and called, in the order of reporting."""


def reader_case(learner: Learner, world: World, fresh: Fresh, say: Findings, case: str) -> Told:
    """Make a reader, reload twice by the grader's own means, and call it after each."""
    module_name, name = fresh.module_name(), fresh.identifier()
    first = {} if case == "late" else {name: pair(fresh)}
    registered = case in ("later", "late", "successor")
    module = world.module(module_name, first, register=registered)
    if case == "impostor":
        world.module(module_name, {name: pair(fresh)}, register=True)
    space = world.namespace(module)
    before = world.keep("result = space.get(name)", space=space, name=name)
    made = outcome_of(learner.make_reader, module, name)
    if isinstance(made, Raised):
        error = raised_text(made)
        if case == "later":
            return learner.stopped_by(made)
        if case == "late":
            return learner.at_last_call(say("reader_evaluated_early", name=name, error=error))
        return learner.at_last_call(_by_name(say, case, f"making the reader raised {error}"))
    if world.run("result = callable(made)", made=made.thing) is not True:
        return learner.at_last_call(say("reader_not_callable", result=shown(made.thing)))
    if case == "successor":
        world.module(module_name, {name: pair(fresh)}, register=True)
    for turn in ("first", "second"):
        world.execute(f"{name} = {pair(fresh)}\n", module)
        found = outcome_of(made.thing.named("reader"))
        if not isinstance(found, Raised) and found.thing.is_(world.item(space, name)):
            before = found.thing
            continue
        if isinstance(found, Raised):
            came, old = f"the reader raised {raised_text(found)}", False
        else:
            came = f"the reader gave another object: {shown(found.value)}"
            old = found.thing.is_(before)
        told = say("reader_wrong", name=name, came=came)
        if case not in ("later", "late"):
            told = _by_name(say, case, came)
        elif old and case == "later":
            told = say("reader_captured" if turn == "first" else "reader_cached", name=name)
        return learner.at_last_call(told)
    return None


def _by_name(say: Findings, case: str, came: str) -> Finding:
    where = {
        "unregistered": "The module is not registered",
        "successor": "Another module was registered under the same name later",
        "impostor": "Another module is registered under the same name",
    }
    return say("reader_by_name", where=where[case], came=came)
