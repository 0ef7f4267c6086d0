"""Values for `build_and_register`, how a namespace binds them, and what a call does in between.

A call may bind or register something and undo it before it returns, as `unittest.mock.patch.dict`
does. That is looked for only where the finished call shows nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from grader.checks import props
from grader.exam import CallSite, Fresh, RemoteObject, World

_CONTAINERS_AND_FUNCTION = """
def answer(name): return name
function = types.FunctionType(answer.__code__, {}, "answer")
result = [["a list"], {"a": "dict"}, {"a set"}, "".join(["1.", "4"]), "".join(own_name), function]
"""
# A name that is left out is either absent or still bound to what a new module has there.
_HOW_BOUND = """
born = vars(types.ModuleType(""))
result = {"absent": [], "kept": [], "copied": [], "replaced": [], "nothing": []}
for key, value in values.items():
    if value is None or type(value) is list and not value:
        result["nothing"].append(key)
    if key not in namespace:
        result["absent"].append(key)
        continue
    found = namespace[key]
    if found is value:
        continue
    if key in born and (found is None or key == "__name__" and found == name):
        result["kept"].append(key)
    elif type(found) is type(value) and found == value:
        result["copied"].append(key)
    else:
        result["replaced"].append(key)
"""
_KINDS = ("absent", "kept", "copied", "replaced", "nothing")
_DURING_A_CALL = """
import sys
namespace_of = types.ModuleType.__dict__["__dict__"].__get__
file = namespace_of(learner_module)["__file__"]
line, seen = 0, {"registered": 0, "bound": 0}
def trace(frame, event, argument):
    global line
    if frame.f_code.co_filename == file:
        line = frame.f_lineno
        for value in list(frame.f_locals.values()):
            if types.ModuleType in type.__dict__["__mro__"].__get__(type(value)):
                if key in namespace_of(value):
                    seen["bound"] = line
    if name in modules:
        seen["registered"] = line
    return trace
sys.settrace(trace)
try:
    namespace_of(learner_module)["build_and_register"](name, values)
except BaseException:
    pass
finally:
    sys.settrace(None)
result = [seen["registered"], seen["bound"]]
"""


def values_to_bind(world: World, fresh: Fresh, key: str) -> dict[str, object]:
    """Return values for a module: of several types, one false and one None, under many sorts of names.

    :param key: the first of the names, bound to an object that equals others.
    """
    tokens = world.equal_objects(3)
    nothing = world.make_each("result = [None, []]", "None", "[]")
    labels = "['a list']", "{'a': 'dict'}", "{'a set'}", "'1.4'"
    own_name = fresh.module_name()
    others = world.make_each(
        _CONTAINERS_AND_FUNCTION, *labels, repr(own_name), "<function>", own_name=own_name
    )
    values: dict[str, object] = {
        key: tokens[0],
        f"_{fresh.identifier()}": tokens[1],
        "__doc__": tokens[2],
        **{fresh.identifier(): value for value in nothing + others[:3]},
        "__version__": others[3],
        "__name__": others[4],
        "__getattr__": others[5],
    }
    return values


@dataclass(frozen=True, slots=True, kw_only=True)
class Bindings:
    """The keys of some values by how a namespace binds them, where it is not to that very object.

    :param absent: keys that the namespace lacks.
    :param kept: keys that are bound to what every new module has there.
    :param copied: keys that are bound to another object that is equal and of the same type.
    :param replaced: keys that are bound to any other object.
    :param nothing: keys whose value is None or an empty list, however they are bound.
    """

    absent: tuple[str, ...]
    kept: tuple[str, ...]
    copied: tuple[str, ...]
    replaced: tuple[str, ...]
    nothing: tuple[str, ...]


def bindings(
    world: World, namespace: RemoteObject, values: dict[str, object], name: str
) -> Bindings:
    """Return how *namespace*, that of a module made as *name*, binds *values*."""
    # Names that the call was not given, half of them bound here: which are absent has to be looked up.
    planted = {world.spare_name(): world.make("result = [name]", name=name) for _ in range(4)}
    unbound = world.shuffled(planted)[:2]
    world.do(
        "namespace.update(more)",
        namespace=namespace,
        more={key: value for key, value in planted.items() if key not in unbound},
    )
    asked = dict(world.shuffled({**values, **planted}.items()))
    told = world.run(_HOW_BOUND, namespace=namespace, values=asked, name=name)
    kinds = told if isinstance(told, dict) else {}
    how = {kind: set(props.texts(kinds.get(kind))) for kind in _KINDS}
    if any((key in how["absent"]) != (key in unbound) for key in planted):
        raise props.garbled("how the values are bound")
    return Bindings(**{kind: tuple(key for key in values if key in how[kind]) for kind in _KINDS})


@dataclass(frozen=True, slots=True, kw_only=True)
class DuringCall:
    """Where a call of `build_and_register` had registered or bound something before it returned.

    :param registered: the call, and the last line at which `sys.modules` had the name; None if it
        never had it.
    :param bound: likewise for a name in the namespace of a module.
    """

    registered: CallSite | None
    bound: CallSite | None


def during_a_call(world: World, name: str, key: str) -> DuringCall:
    """Call `build_and_register` once more, line by line, with one value under *key*."""
    seen = world.run(_DURING_A_CALL, name=name, key=key, values={key: 0})
    lines = seen if isinstance(seen, list) else []
    call = f"build_and_register({name!r}, {{{key!r}: 0}})"
    sites = [
        CallSite(call=call, line=line) if isinstance(line, int) and line else None for line in lines
    ]
    registered, bound = (*sites, None, None)[:2]
    return DuringCall(registered=registered, bound=bound)


def some_of(keys: tuple[str, ...]) -> str:
    """Return *keys* as a text; of more than two the first and how many there are besides."""
    if len(keys) <= 2:
        return ", ".join(map(repr, keys))
    return f"{keys[0]!r} and {len(keys) - 1} more"
