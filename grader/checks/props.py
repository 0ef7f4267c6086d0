"""Modules as props of a check: made, registered and compared in the guest by the grader's own means.

The programs find `modules` there, the dictionary that `sys.modules` was when the guest started.
None of them goes through the learner's functions, so that a check of `forget` does not depend on
`build_and_register`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from grader.exam import Deferred, Raised, RemoteObject, World

_MODULE = """
import types
result = types.ModuleType(name)
result.__dict__.update(values)
if register:
    modules[name] = result
"""
_NAMESPACE = """
import types
result = types.ModuleType.__dict__["__dict__"].__get__(module)
"""
_NAMESPACE_CHANGES = """
import types
now = types.ModuleType.__dict__["__dict__"].__get__(module)
nowhere = object()
keys = [key for key in [*before, *now] if before.get(key, nowhere) is not now.get(key, nowhere)]
result = sorted({key for key in keys if type(key) is str and key != "__builtins__"})
"""
_CACHE_CHANGES = """
import sys
now = dict(modules)
def ours(key):  # an answer may import what it needs of the standard library
    return type(key) is str and key.partition(".")[0] in sys.stdlib_module_names
def shown(keys):
    return [key if type(key) is str else "<%s>" % type(key).__qualname__ for key in keys]
result = {
    "rebound": sys.modules is not modules,
    "added": shown([key for key in now if key not in before and not ours(key)]),
    "removed": shown([key for key in before if key not in now]),
    "replaced": shown([key for key in before if key in now and now[key] is not before[key]]),
}
"""


def module(
    world: World,
    name: str,
    values: Mapping[str, object] | None = None,
    *,
    register: bool = False,
) -> RemoteObject:
    """Make a plain module object.

    :param values: its global names and what they are bound to.
    :param register: whether `sys.modules` holds it under *name*.
    """
    values = dict(values or {})
    label = f"<module {name!r}>"
    return world.make(_MODULE, label=label, name=name, values=values, register=register)


def namespace(world: World, module: RemoteObject) -> RemoteObject:
    """Return the dictionary of a module object, also where its class defines `__dict__` anew."""
    return world.make(_NAMESPACE, module=module)


def execute(world: World, source: str, module: RemoteObject) -> None:
    """Run *source* as top-level code of *module*."""
    world.do("exec(source, module.__dict__)", source=source, module=module)


def snapshot(world: World, module: RemoteObject) -> RemoteObject:
    """Return a copy of a module's namespace as it is now, for `namespace_changes`."""
    return world.make("result = dict(vars(module))", module=module)


def namespace_changes(
    world: World, module: RemoteObject, before: RemoteObject
) -> Deferred[tuple[str, ...]]:
    """Return the names that are new, gone or bound to another object since *before*, sorted."""
    return world.run_later(_NAMESPACE_CHANGES, read=_changed_names, module=module, before=before)


def _changed_names(answer: object) -> tuple[str, ...]:
    return tuple(map(str, answer)) if isinstance(answer, list) else ("__dict__",)


def register(world: World, name: str, module: RemoteObject) -> None:
    """Make `sys.modules` hold *module* under *name*."""
    world.do("modules[name] = module", name=name, module=module)


def registered(world: World, name: str) -> RemoteObject | None:
    """Return the entry of `sys.modules` under *name*; None where there is no such key."""
    match world.run("result = [modules[name]] if name in modules else []", name=name):
        case []:
            return None
        case [RemoteObject() as entry]:
            return entry
        case _:  # a plain value, which came as a copy
            return world.make("result = modules[name]", name=name)


def holds(world: World, name: str, module: RemoteObject) -> bool:
    """Return whether `sys.modules` holds *module* under *name*."""
    program = "result = name in modules and modules[name] is module"
    return world.run(program, name=name, module=module) is True


@dataclass(frozen=True, slots=True, kw_only=True)
class CacheChanges:
    """The difference between `sys.modules` and an earlier copy of it.

    :param rebound: whether `sys.modules` is another dictionary now.
    :param added: new keys, sorted, without modules of the standard library; a key that is no str
        is given by its type.
    :param removed: keys that are gone, likewise, with those of the standard library.
    :param replaced: keys with another entry, likewise.
    """

    rebound: bool
    added: tuple[str, ...]
    removed: tuple[str, ...]
    replaced: tuple[str, ...]


def cache(world: World) -> RemoteObject:
    """Return a copy of `sys.modules` as it is now, for `cache_changes`."""
    return world.make("result = dict(modules)")


def cache_changes(world: World, before: RemoteObject) -> Deferred[CacheChanges]:
    """Return how `sys.modules` differs from its copy *before*."""
    return world.run_later(_CACHE_CHANGES, read=_cache_changes, before=before)


def _cache_changes(answer: object) -> CacheChanges:
    if not isinstance(answer, dict):
        return CacheChanges(rebound=True, added=(), removed=(), replaced=())

    def names(key: str) -> tuple[str, ...]:
        found = answer.get(key)
        return tuple(sorted(str(name) for name in found)) if isinstance(found, list) else ()

    return CacheChanges(
        rebound=answer.get("rebound") is not False,
        added=names("added"),
        removed=names("removed"),
        replaced=names("replaced"),
    )


def finds_no_spec(raised: Raised) -> bool:
    """Return whether `importlib.reload` ended so because no finder knows the module."""
    return "ModuleNotFoundError" in raised.bases and "spec not found" in (raised.text or "")
