"""Changes in a module after an experiment of `follows_module`."""

from __future__ import annotations

from dataclasses import dataclass

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
TOLD: dict[str, str] = {
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
    :param before: a copy of the module's namespace.
    :param log: a list of the objects that the function read under the name, one for each call.
    """

    function: RemoteObject
    module: RemoteObject
    name: str
    own: str
    before: RemoteObject
    log: RemoteObject


@dataclass(frozen=True, slots=True, kw_only=True)
class SideEffects:
    """The state of a module after an experiment.

    :param state: of the name: `same`, `gone`, `probe` (what the function saw), `left` (was unbound),
        `copy` (same type) or `other`.
    :param others: names of the module that changed beside it.
    :param tried: whether the function ran while the name was bound to another object.
    """

    state: str
    others: tuple[str, ...]
    tried: bool


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
exec(text, space)
modules[name] = module
result = [module, space[function], dict(space), space[log]]
"""
_COMPARE = """
nowhere = object()
now = dict(vars(module))
first, last = before.get(key, nowhere), now.get(key, nowhere)
if first is last:
    state = "same"
elif last is nowhere:
    state = "gone"
elif any(last is seen for seen in log):
    state = "probe"
elif first is nowhere:
    state = "left"
else:
    state = "copy" if type(first) is type(last) else "other"
names = {name for name in [*before, *now] if type(name) is str}
changed = [name for name in names if before.get(name, nowhere) is not now.get(name, nowhere)]
others = sorted(set(changed) - {key, own, "__builtins__"})
result = [state, others, any(seen is not first for seen in log)]
"""


def experiment(world: World, fresh: Fresh, case: Case) -> Experiment:
    """Make a registered module and a function in it that reads one of its names.

    The function counts its calls under another name: what it changes there is its own affair.
    """
    value, ending = case
    name, key, log = fresh.module_name(), fresh.identifier(), fresh.identifier()
    function, own = fresh.identifier(), fresh.identifier()
    end = {
        RETURNED: f"return {key}",
        RAISED: f"raise LookupError({fresh.integer()})",
        DELETED: f"del {key}\n    return {log}[-1]",
        REBOUND: f"{key} = '{name}'\n    return {log}[-1]",
    }[ending]
    changing = f"global {own}, {key}" if case in _CHANGING else f"global {own}"
    module, made, before, seen = world.make_each(
        _EXPERIMENT,
        f"<module {name!r}>",
        f"<function {function}>",
        "",
        "",
        name=name,
        function=function,
        key=key,
        log=log,
        value=None if value == "unbound" else value,
        number=fresh.integer(),
        text=(
            f"{own} = 0\ndef {function}():\n    {changing}\n    {own} = {own} + 1\n"
            f"    {log}.append({key})\n    {end}\n"
        ),
    )
    return Experiment(function=made, module=module, name=key, own=own, before=before, log=seen)


def side_effects(world: World, made: Experiment) -> Deferred[SideEffects]:
    """Return how the module differs from before, as a deferred value."""
    return world.run_later(
        _COMPARE,
        read=_side_effects,
        module=made.module,
        before=made.before,
        key=made.name,
        own=made.own,
        log=made.log,
    )


def _side_effects(found: object) -> SideEffects:
    match found:
        case [str(state), list(others), bool(tried)]:
            return SideEffects(state=state, others=tuple(map(str, others)), tried=tried)
        case _:
            return SideEffects(state="other", others=(), tried=False)
