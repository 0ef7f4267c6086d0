"""What is left in a module after an experiment on it, for `follows_module`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.exam import Diagnosis, Signature

if TYPE_CHECKING:
    from grader.exam import Deferred, Fresh, RemoteObject, World

# What a name is bound to before the experiment, and how a message says so, in order of priority.
VALUES: dict[str, str] = {
    "object": "bound to an ordinary object",
    "list": "bound to a list",
    "none": "bound to None",
    "equal": "bound to an object whose `==` always says True",
    "unbound": "unbound",
}
# What has become of it, for a message.
TOLD: dict[str, str] = {
    "gone": "it is unbound",
    "left": "it is bound",
    "copy": "it is bound to another object of the same type",
    "probe": "it is bound to the object of the experiment",
    "other": "it is bound to some other object",
}
CASES: tuple[tuple[str, bool], ...] = tuple(
    (value, raises) for raises in (False, True) for value in VALUES
)


_RAISING = {case for case in CASES if case[1]}
_UNBOUND = {case for case in CASES if case[0] == "unbound"}

SIDE_EFFECT_MISTAKES = Diagnosis(
    CASES,
    Signature("not_restored", CASES, results={"probe"}),
    Signature("not_restored_after_error", _RAISING - _UNBOUND, optional=_RAISING),
    Signature("name_left_behind", (), optional=_UNBOUND),
    Signature("removed_a_name", results={"gone"}),
    Signature("restored_a_copy", results={"copy"}),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A function and a module to experiment with, and a snapshot of its namespace.

    :param log: holds what the function saw under the name in each call.
    """

    function: RemoteObject
    module: RemoteObject
    name: str
    before: RemoteObject
    log: RemoteObject


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """What an experiment left.

    :param state: of the name: `same`, `gone`, `probe` (what the function saw), `left` (was unbound),
        `copy` (same type) or `other`.
    :param others: names of the module that changed beside it.
    :param tried: whether the function ran while the name was bound to something else.
    """

    state: str
    others: tuple[str, ...]
    tried: bool


_TRIAL = """
import types
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
_TRACE = """
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
others = sorted(set(changed) - {key, "__builtins__"})
result = [state, others, any(seen is not first for seen in log)]
"""


def trial(world: World, fresh: Fresh, value: str, *, raises: bool) -> Trial:
    """Make a registered module and a function in it that reads one of its names.

    :param value: what the name is bound to, a key of `VALUES`.
    :param raises: whether the function raises after reading it.
    """
    name, key, log = fresh.module_name(), fresh.identifier(), fresh.identifier()
    function = fresh.identifier()
    ending = f"raise LookupError({fresh.integer()})" if raises else f"return {key}"
    module, made, before, seen = world.make_each(
        _TRIAL,
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
        text=f"def {function}():\n    {log}.append({key})\n    {ending}\n",
    )
    return Trial(function=made, module=module, name=key, before=before, log=seen)


def trace(world: World, made: Trial) -> Deferred[Trace]:
    """Compare the module with what it was before; look at the result later."""
    names = {"module": made.module, "before": made.before, "key": made.name, "log": made.log}
    return world.run_later(_TRACE, read=_trace, **names)


def _trace(found: object) -> Trace:
    match found:
        case [str(state), list(others), bool(tried)]:
            return Trace(state=state, others=tuple(map(str, others)), tried=tried)
        case _:
            return Trace(state="other", others=(), tried=False)
