"""Names that a text binds or leaves alone, for checks 2.2 and 2.3: module, functions, leftovers."""

from __future__ import annotations

from dataclasses import dataclass, replace

from grader.checks import props
from grader.checks.exercise_2_reload import programs
from grader.checks.exercise_2_reload.programs import facts, is_value, pair
from grader.checks.exercise_2_reload.survival import RELOAD
from grader.exam import (
    Diagnosis,
    Failed,
    Finding,
    Findings,
    Fresh,
    Learner,
    Raised,
    RemoteObject,
    Signature,
    World,
    describe,
    outcome_of,
    result_of,
)

LEFT_OUT = Diagnosis(
    ("private", "dunder", "docstring", "None", "dictionary"),
    Signature("private_names_left_out", {"private"}),
    Signature("dunders_left_out", {"dunder", "docstring"}),
    Signature("underscores_left_out", {"private", "dunder", "docstring"}),
    Signature("docstring_left_out", {"docstring"}),
)
"""The mistakes of an answer that does not let a text bind every kind of name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleUnderReload:
    """A module that is reloaded several times, and names in it.

    :param key: a name that each text binds to a list.
    :param maker: a function that each text defines, which returns `key`.
    :param kind: a class that each text defines.
    :param mark: an attribute of the class.
    """

    module: RemoteObject
    space: RemoteObject
    key: str
    maker: str
    kind: str
    mark: str

    def text(self, fresh: Fresh, value: list[int]) -> str:
        """Return a text that binds `key` to *value* and defines function and class."""
        return (
            f"{self.key} = {value}\n"
            f"def {self.maker}():\n    return {self.key}\n"
            f"class {self.kind}:\n    {self.mark} = {pair(fresh)}\n"
        )


def first_text(learner: Learner, world: World, fresh: Fresh, say: Findings) -> ModuleUnderReload:
    """Reload a module for the first time, and return it.

    :raises Failed: unless the text bound names in the module, and functions look there.
    """
    key, maker, kind, mark, elder, note = (fresh.identifier() for _ in range(6))
    was, name, noting = pair(fresh), fresh.module_name(), fresh.module_name()
    log = world.make("result = []")
    props.module(world, noting, {note: world.make(programs.NOTE, log=log)}, register=True)
    module = props.module(world, name, {key: was}, register=True)
    props.execute(world, f"def {elder}(): return {key}\n", module)
    space = props.namespace(world, module)
    older, old, wanted = world.item(space, elder), world.item(space, key), pair(fresh)
    made = ModuleUnderReload(module=module, space=space, key=key, maker=maker, kind=kind, mark=mark)
    text = f"from {noting} import {note}\n{made.text(fresh, wanted)}{note}({maker})\n"
    result_of(learner.simulate_reload, module, text)
    names = {"space": space, "key": key, "maker": maker, "log": log}
    labels = ("value", "older", "globals", "noted globals")
    now = programs.kept(world, programs.LANDED, *labels, older=older, **names)
    groups = world.groups({"old": old, "space": space, **now})
    match world.run(programs.VALUES, **names):
        case [bool(own), bool(is_function), value, at_once]:
            pass
        case _:
            raise props.garbled("with bools and values")
    if groups.value.same("value", "old"):
        true = facts(world, programs.NOT_CHANGED, old=old, was=was, log=log)
        true |= {"own"} if own else set()
        true |= {"ran inside"} if groups.value.same("noted globals", "space") else set()
        true |= {"bound at once"} if is_value(at_once, wanted) else set()
        raise Failed(_not_changed(say, true, key, maker), blocks=RELOAD)
    say.unless(not own, "own_names_too", key=key)
    say.unless(is_value(value, wanted), "another_value", key=key, wanted=wanted)
    say.unless(is_function, "function_lost", function=maker)
    inside = groups.value.same("globals", "space")
    say.unless(inside, "functions_elsewhere", function=maker)
    is_older = groups.value.same("older", "value")
    say.unless(is_older, "older_function_left_behind", function=elder, key=key)
    return made


def _not_changed(say: Findings, true: frozenset[str], key: str, maker: str) -> Finding:
    """Return the finding for a name that refers to the object from before the reload."""
    if "own" in true:
        return say("own_globals", key=key)
    if "updated" in true:
        return say("updated_in_place", what="The list of before has the new contents", name=key)
    if "ran" not in true:
        return say("text_not_run", key=key)
    if "ran inside" not in true:
        return say("ran_in_another_dictionary", key=key, function=maker)
    if "bound at once" in true:
        return say("put_back", key=key, function=maker)
    return say("locals_thrown_away", key=key, function=maker)


def second_text(
    learner: Learner, world: World, fresh: Fresh, say: Findings, made: ModuleUnderReload
) -> None:
    """Reload a module again, with a text that binds names of every kind and calls its function.

    :raises Failed: unless each name has its value, and objects that the first text made are as
        they were.
    """
    copy, space = fresh.identifier(), made.space
    roles: dict[str, tuple[str, object]] = {
        "private": (f"_{fresh.identifier()}", pair(fresh)),
        "dunder": ("__version__", pair(fresh)),
        "docstring": ("__doc__", fresh.text()),
        "None": (fresh.identifier(), None),
        "dictionary": (fresh.identifier(), {fresh.text(): fresh.integer()}),
    }
    bound = dict(roles.values())
    old = {name: pair(fresh) for name in bound}
    world.do("space.update(old)", space=space, old=old)
    kept = {"maker": made.maker, "kind": made.kind, "mark": made.mark}
    names: dict[str, object] = {"space": space, "key": made.key, **kept}
    elders = programs.kept(world, programs.ELDERS, "function", "code", "class", "mark", **names)
    before = world.item(space, made.key)
    text = f"{bound.pop('__doc__')!r}\n{made.text(fresh, pair(fresh))}{copy} = {made.maker}()\n"
    text += "".join(f"{name} = {value!r}\n" for name, value in bound.items())
    result_of(learner.simulate_reload, made.module, text)
    keys = [key for key, _ in roles.values()]
    labels = ("value", "copy", "code now", "mark now", "function now", "class now")
    listed = {"copy": copy, "elders": list(elders.values()), **names}
    now = programs.kept(world, programs.SEEN, *labels, **listed)
    groups = world.groups({"old": before, **elders, **now})
    match world.run(programs.BOUND, space=space, keys=keys):
        case {**values}:
            right = {key: is_value(values.get(key, ...), value) for key, value in roles.values()}
        case _:
            raise props.garbled("with values by name")
    same = groups.value.same
    if not same("copy", "value"):
        told = say("names_in_locals", function=made.maker, key=made.key, copy=copy)
        exact = same("copy", "old") and not same("value", "old")
        raise Failed(told if exact else replace(told, misconception=None))
    wrong = [role for role, (key, _) in roles.items() if not right[key]]
    if wrong:
        words = ", ".join(f"`{roles[role][0]}`" for role in wrong)
        label = learner.diagnose(dict.fromkeys(wrong))[0]
        raise Failed(say(label or "names_left_out", names=words))
    function = "The function of before has the new code"
    say.unless(same("code", "code now"), "updated_in_place", what=function, name=made.maker)
    kind = "The class of before has the new attribute"
    say.unless(same("mark", "mark now"), "updated_in_place", what=kind, name=made.kind)
    stayed = [made.maker] * same("function", "function now")
    stayed += [made.kind] * same("class", "class now")
    say.unless(not stayed, "names_left_out", names=_some(stayed))


_DUNDERS = ("__name__", "__doc__", "__file__")
_EMPTY: dict[str, object] = {"None": None, "False": False, "list": [], "text": ""}
"""Values that count as false."""


def leftovers(learner: Learner, world: World, fresh: Fresh, say: Findings) -> None:
    """Reload a module twice with texts that are silent about most of its names.

    :raises Failed: unless these names are as they were, also while the second text runs.
    """
    plain, earlier, bound, looked = (fresh.identifier() for _ in range(4))
    private, name = f"_{fresh.identifier()}", fresh.module_name()
    tokens = fresh.shuffled(world.equal_objects(2))
    values: dict[str, object] = {plain: tokens[0], private: tokens[1], bound: pair(fresh)}
    empty = {fresh.identifier(): value for value in _EMPTY.values()}
    full = {
        fresh.identifier(): pair(fresh),
        fresh.identifier(): {fresh.text(): fresh.integer()},
        fresh.identifier(): world.make("result = {number}", number=fresh.integer()),
    }
    values |= empty | full
    values |= {word: fresh.text() for word in ("__doc__", "__file__", "__version__")}
    module = props.module(world, name, values, register=True)
    before = props.snapshot(world, module)
    space = before.original
    roles = [plain, private, *empty, *full, earlier, "__version__", *_DUNDERS]
    bare = fresh.text()
    left = _Left(
        bare=bare,
        earlier=earlier,
        own={plain, private, *empty, *full},
        empty=set(empty),
        full=set(full),
        values={"__name__": name, **values},
    )
    # A string that is not the first statement is no docstring.
    first = f"{earlier} = {pair(fresh)}\n{bare!r}\n{bound} = 1\n"
    second = f"{bound} = {pair(fresh)}\n{looked} = [__name__, {plain}, {private}]\n"
    result_of(learner.simulate_reload, module, first)
    _expect_left(world, say, space, before, roles, left)
    world.do(
        "if key in space: before[key] = space[key]", space=space, before=before.copy, key=earlier
    )
    outcome = outcome_of(learner.simulate_reload, module, second)
    if isinstance(outcome, Raised):
        missing = "NameError" in outcome.bases and plain in (outcome.text or "")
        if missing:
            raise Failed(say("cleared_while_running", name=plain))
        raise learner.unexpected(outcome)
    seen = world.run("result = space.get(looked)", space=space, looked=looked)
    _expect_left(world, say, space, before, roles, left)
    match seen:
        case [str(called), *_] if called != name:
            found = say("ran_under_another_name", name=name, called=describe(called))
            raise Failed(found if called == "__main__" else replace(found, misconception=None))
        case _:
            return


@dataclass(frozen=True, slots=True, kw_only=True)
class _Left:
    """Names that a text does not mention.

    :param bare: a string that is the second statement of a text.
    :param earlier: the one that an earlier text has bound.
    :param own: the others, but for dunders; `empty` and `full` are some of them.
    :param empty: names whose values count as false.
    :param full: names of containers that do not.
    """

    bare: str
    earlier: str
    own: set[str]
    empty: set[str]
    full: set[str]
    values: dict[str, object]


def _expect_left(
    world: World,
    say: Findings,
    space: RemoteObject,
    before: props.PlantedCopy,
    roles: list[str],
    left: _Left,
) -> None:
    planted = [key for key, way in before.planted.items() if way != "added"]
    asked = [*roles, *planted]
    match world.run(programs.LEFT, space=space, before=before.copy, roles=asked):
        case [list(changed), list(absent), list(cloned)]:
            wrong = [role for role in roles if role in changed]
            wrong += [key for key in planted if key not in changed]
            gone = [role for role in roles if role in absent]
            clones = [role for role in roles if role in cloned]
        case _:
            raise props.garbled("with names")
    if wrong:
        now = world.run("result = space.get(key)", space=space, key=wrong[0])
        raise Failed(_lost(say, wrong, gone, clones, left, now))


def _some(names: list[str]) -> str:
    """Return up to four names in a sentence, and the number of the others."""
    shown = ", ".join(f"`{name}`" for name in names[:4])
    return f"{shown} and {len(names) - 4} more" if len(names) > 4 else shown


def _lost(
    say: Findings, wrong: list[str], gone: list[str], clones: list[str], left: _Left, now: object
) -> Finding:
    names, first = _some(wrong), wrong[0]
    if left.own | {"__version__", "__file__"} <= set(gone) and "__doc__" in wrong:
        return say("namespace_cleared", names=names)
    if wrong == gone and set(wrong) == left.empty:
        return say("empty_values_dropped", names=names)
    if wrong == gone and set(wrong) <= left.own | {left.earlier}:
        return say("leftovers_dropped", names=names)
    if wrong == clones and set(wrong) >= left.full:
        return say("leftovers_cloned", names=names)
    if wrong == ["__doc__"] and now == left.bare:
        return say("bare_string_as_docstring")
    if set(wrong) <= set(_DUNDERS):
        was = describe(left.values.get(first))
        return say("dunders_reset", name=first, was=was, now=describe(now))
    return say("leftovers_changed", names=names)
