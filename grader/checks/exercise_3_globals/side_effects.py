"""Changes in a module after an experiment of `follows_module`."""

from __future__ import annotations

import operator
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from grader.checks import props
from grader.exam import Deferred, Diagnosis, Fresh, RemoteObject, Signature, World

# The states of a name before the experiment and their descriptions, in the order of reporting.
VALUES: dict[str, str] = {
    "object": "bound to an ordinary object",
    "list": "bound to a list",
    "none": "bound to None",
    "equal": "bound to an object whose `==` always says True",
    "unbound": "unbound",
}
# The states of the name after the experiment and their descriptions.
STATES: dict[str, str] = {
    "gone": "it is unbound",
    "left": "it is bound",
    "copy": "it is bound to another object of the same type",
    "probe": "it is bound to the object of the experiment",
    "other": "it is bound to some other object",
}
RETURNED, RAISED = "returned", "raised an exception"
DELETED, REBOUND = "deleted it and returned", "bound it to another object and returned"
"""What the function under test did after it had read the name."""

Case = tuple[str, str]
"""The state of a name before the experiment, and what the function did then."""

_BASIC: tuple[Case, ...] = tuple(
    (value, ending) for ending in (RETURNED, RAISED) for value in VALUES
)
_CHANGING: tuple[Case, ...] = (("object", DELETED), ("object", REBOUND))
CASES = (*_BASIC, *_CHANGING)

_RAISING = {case for case in CASES if case[1] == RAISED}
_UNBOUND = {case for case in _BASIC if case[0] == "unbound"}

SIDE_EFFECT_MISTAKES = Diagnosis(
    CASES,
    Signature("not_restored", {**dict.fromkeys(_BASIC, "probe")}, optional=_CHANGING),
    Signature("restored_unless_changed", (), optional=_CHANGING, before={"removed_a_name"}),
    Signature("not_restored_after_error", _RAISING - _UNBOUND, optional=_RAISING),
    Signature("name_left_behind", (), optional=_UNBOUND),
    Signature("removed_a_name", results={"gone"}),
    Signature("restored_a_copy", results={"copy"}),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Experiment:
    """The arguments of one call of `follows_module`, and the state of the module before it.

    :param own: the name that the function itself changes.
    :param nowhere: an object in place of the value of a name that is unbound.
    :param value: the value of the name.
    :param before: a copy of the module's namespace, with one name more.
    :param planted: that name. A true comparison with the copy finds it.
    :param log: a list of pairs, the value and None first, then one for each call of the function:
        the object that it read under the name, and a number.
    :param mark: that number where the object is not the value. It stands nowhere in the function's
        code: who knows it has called the function while the name was bound to another object.
    """

    function: RemoteObject
    module: RemoteObject
    name: str
    own: str
    nowhere: RemoteObject
    value: RemoteObject
    before: RemoteObject
    planted: str
    log: RemoteObject
    mark: int


BeforeAndAfter = tuple[RemoteObject, RemoteObject]
"""The values of a name before and after an experiment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SideEffects:
    """The state of a module after an experiment.

    :param state: of the name, if it is not as it was: `gone`, `probe` (what the function saw), `left`
        (was unbound), `copy` (same type) or `other`.
    :param others: names of the module that changed beside it.
    :param tried: whether the function ran while the name was bound to another object.
    """

    state: str
    others: tuple[str, ...]
    tried: bool


_MARKS = 10**9
_OPERATIONS = {"+": operator.add, "-": operator.sub, "^": operator.xor}
_EXPERIMENT = """
class Agreeable:
    __hash__ = object.__hash__
    def __eq__(self, other):
        return True
class Ordinary:
    pass
module = types.ModuleType(name)
space = module.__dict__
space["__builtins__"] = modules["builtins"]
space[log] = []
if value is not None:
    made = {"object": Ordinary, "list": lambda: [number], "none": lambda: None, "equal": Agreeable}
    space[key] = made[value]()
space[log].append((space.get(key, nowhere), None))
exec(text, space)
modules[name] = module
before = dict(space)
before[planted] = module
result = [module, space[function], before, space[log], space.get(key, nowhere)]
"""
_COMPARE = """
now = dict(vars(module))
first, last = before.get(key, nowhere), now.get(key, nowhere)
if last is nowhere:
    state = "gone"
elif any(last is seen for seen, _ in log):
    state = "probe"
elif first is nowhere:
    state = "left"
else:
    state = "copy" if type(first) is type(last) else "other"
names = {name for name in [*before, *now] if type(name) is str}
changed = [name for name in names if before.get(name, nowhere) is not now.get(name, nowhere)]
others = sorted(set(changed) - {key, own, "__builtins__"})
result = [state, others, sorted({mark for seen, mark in log if seen is not first})]
"""


def experiment(world: World, fresh: Fresh, case: Case, nowhere: RemoteObject) -> Experiment:
    """Make a registered module and a function in it that reads one of its names.

    The function counts its calls under another name: what it changes there is its own affair.

    :param nowhere: an object that no name is bound to.
    """
    value, ending = case
    name, key, log = fresh.module_name(), fresh.identifier(), fresh.identifier()
    function, own = fresh.identifier(), fresh.identifier()
    end = {
        RETURNED: f"return {key}",
        RAISED: f"raise LookupError({fresh.integer()})",
        DELETED: f"del {key}\n    return {log}[-1][0]",
        REBOUND: f"{key} = '{name}'\n    return {log}[-1][0]",
    }[ending]
    changing = f"global {own}, {key}" if case in _CHANGING else f"global {own}"
    number, mark = _number_and_mark(f"{key} is not {log}[0][0]")
    planted = world.spare_name()
    module, made, before, seen, first = world.make_each(
        _EXPERIMENT,
        f"<module {name!r}>",
        f"<function {function}>",
        "",
        "",
        "",
        name=name,
        function=function,
        key=key,
        log=log,
        value=None if value == "unbound" else value,
        nowhere=nowhere,
        planted=planted,
        number=fresh.integer(),
        text=(
            f"{own} = 0\ndef {function}():\n    {changing}\n    {own} = {own} + 1\n"
            f"    {log}.append(({key}, {number}))\n    {end}\n"
        ),
    )
    return Experiment(
        function=made,
        module=module,
        name=key,
        own=own,
        nowhere=nowhere,
        value=first,
        before=before,
        planted=planted,
        log=seen,
        mark=mark,
    )


def _number_and_mark(condition: str) -> tuple[str, int]:
    """Return a random expression that gives a number, and this number where *condition* is true."""
    mark = 1 + secrets.randbelow(_MARKS)
    text = f"({condition}) * {mark}"
    for _ in range(3):
        sign, number = secrets.choice(list(_OPERATIONS)), secrets.randbelow(_MARKS)
        text, mark = f"({text}) {sign} {number}", _OPERATIONS[sign](mark, number)
    return text, mark


def value_now(world: World, made: Experiment) -> RemoteObject:
    """Return the value of the name; `nowhere` if it is unbound."""
    return world.make(
        "result = vars(module).get(key, nowhere)",
        module=made.module,
        key=made.name,
        nowhere=made.nowhere,
    )


def changed(world: World, values: Mapping[Case, BeforeAndAfter]) -> list[Case]:
    """Return the cases in which the value before is another object than the one after.

    All are asked about in one line-up.
    """
    labels = {case: [" ".join([*case, moment]) for moment in ("before", "after")] for case in CASES}
    objects = {
        label: one for case in CASES for label, one in zip(labels[case], values[case], strict=True)
    }
    groups = world.groups(objects).value
    return [case for case in CASES if not groups.same(*labels[case])]


def side_effects(world: World, made: Experiment) -> Deferred[SideEffects]:
    """Return the deferred state of the module after the experiment."""
    return world.run_later(
        _COMPARE,
        read=lambda found: _side_effects(made, found),
        module=made.module,
        before=made.before,
        key=made.name,
        own=made.own,
        log=made.log,
        nowhere=made.nowhere,
    )


def _side_effects(made: Experiment, found: object) -> SideEffects:
    match found:
        case [str(state), others, list(marks)] if state in STATES and marks in ([], [made.mark]):
            # One that has not looked does not have the planted name, which then counts as changed.
            names = set(props.texts(others)) ^ {made.planted}
            return SideEffects(state=state, others=tuple(sorted(names)), tried=bool(marks))
        case _:
            raise props.garbled("how the module differs")
