"""Modules as props of a check: made, registered and compared in the guest by the grader's own means.

The programs find `modules` there, the dictionary that `sys.modules` was when the guest started.
None of them goes through the learner's functions, so that a check of `forget` does not depend on
`build_and_register`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from grader.exam import Deferred, Garbled, Raised, RemoteObject, Stopped, World

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
# Keys are the learner's to choose: as many and as long as a message can hold are sent.
_SHOWN = """
def shown(keys):
    texts = sorted(key if type(key) is str else "<%s>" % type(key).__qualname__ for key in keys)
    first = [text if len(text) <= 60 else text[:59] + "\\u2026" for text in texts[:4]]
    return first + ["%d more" % (len(texts) - 4)] * (len(texts) > 4)
"""
_NAMESPACE_CHANGES = f"""{_SHOWN}
import types
now = types.ModuleType.__dict__["__dict__"].__get__(module)
nowhere = object()
keys = {{*before, *now}} - {{"__builtins__"}}
result = shown(key for key in keys if before.get(key, nowhere) is not now.get(key, nowhere))
"""
# An answer may import what it needs of the standard library, which gives some modules a second key.
_CACHE_CHANGES = f"""{_SHOWN}
import sys
import types
now = dict(modules)
def is_of_the_standard_library(key):
    if type(key) is not str or key.partition(".")[0] not in sys.stdlib_module_names:
        return False
    if key in second_keys:
        return True
    if types.ModuleType not in type.__dict__["__mro__"].__get__(type(now[key])):
        return False
    spec = types.ModuleType.__dict__["__dict__"].__get__(now[key]).get("__spec__")
    if type(spec) is not type(sys.__spec__) or spec.name != key:
        return False
    installed = sys.base_prefix, sys.base_exec_prefix
    return spec.origin in ("built-in", "frozen") or str(spec.origin).startswith(installed)
result = {{
    "rebound": sys.modules is not modules,
    "added": shown(
        key for key in now
        if key not in before and key != name and not is_of_the_standard_library(key)
    ),
    "removed": shown(key for key in before if key not in now and key != name),
    "replaced": shown(
        key for key in before if key in now and now[key] is not before[key] and key != name
    ),
}}
"""
_SECOND_KEYS = (
    "collections.abc", "importlib._bootstrap", "importlib._bootstrap_external", "os.path",
    "pyexpat.errors", "pyexpat.model", "typing.io", "typing.re",
    "xml.parsers.expat.errors", "xml.parsers.expat.model",
)  # fmt: skip
"""Keys of `sys.modules` under which the standard library (Python 3.11 to 3.14) registers a module
that has another name, or no spec."""


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
    """Return the names that are new, gone or bound to another object since *before*, sorted.

    Of many names the first four are given and how many there are besides; long ones are cut.
    """
    return world.run_later(_NAMESPACE_CHANGES, read=_changed_names, module=module, before=before)


def _changed_names(answer: object) -> tuple[str, ...]:
    if not isinstance(answer, list):
        raise _garbled("names")
    return tuple(map(str, answer))


def _garbled(wanted: str) -> Stopped:
    """Return the exception for an answer that none of the programs here gives."""
    return Stopped(Garbled(violation=f"answered with no {wanted}"), function="", call="")


def register(world: World, name: str, module: RemoteObject) -> None:
    """Make `sys.modules` hold *module* under *name*."""
    world.do("modules[name] = module", name=name, module=module)


def unregister(world: World, name: str) -> None:
    """Take the key *name* out of `sys.modules`, if it is there."""
    world.do("modules.pop(name, None)", name=name)


def block(world: World, name: str) -> RemoteObject:
    """Bind the key *name* of `sys.modules` to None, which forbids its import; return that None."""
    return world.make("result = modules[name] = None", name=name)


def entry(world: World, name: str) -> RemoteObject:
    """Return the entry of `sys.modules` under *name*; None where there is no such key."""
    return world.make("result = modules.get(name)", name=name)


def entry_state(world: World, name: str, expected: RemoteObject | None) -> Deferred[str]:
    """Return `same` if the entry under *name* is the object *expected*, else `other` or `absent`.

    :param expected: None for an object that is no entry.
    """
    return world.run_later(
        "result = 'absent' if name not in modules else 'same' if modules[name] is expected else 'other'",
        read=str,
        name=name,
        expected=name if expected is None else expected,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class CacheChanges:
    """The difference between `sys.modules` and an earlier copy of it.

    A key that is no str is given by its type. Of many keys the first four are given and how many
    there are besides; long ones are cut.

    :param rebound: whether `sys.modules` is another dictionary now.
    :param added: new keys, sorted, without modules of the standard library under their own names.
    :param removed: keys that are gone, likewise, with those of the standard library.
    :param replaced: keys with another entry, likewise.
    """

    rebound: bool
    added: tuple[str, ...]
    removed: tuple[str, ...]
    replaced: tuple[str, ...]

    @property
    def described(self) -> str:
        """The keys of all three kinds as a text; empty if there are none."""
        kinds = (
            (self.removed, "gone"), (self.replaced, "with another object"), (self.added, "new")
        )  # fmt: skip
        return "; ".join(f"{', '.join(keys)} ({kind})" for keys, kind in kinds if keys)


def cache(world: World) -> RemoteObject:
    """Return a copy of `sys.modules` as it is now, for `cache_changes`."""
    return world.make("result = dict(modules)")


def cache_changes(
    world: World, before: RemoteObject, *, apart_from: str = ""
) -> Deferred[CacheChanges]:
    """Return how `sys.modules` differs from its copy *before*.

    :param apart_from: a key that is left out.
    """
    return world.run_later(
        _CACHE_CHANGES,
        read=_cache_changes,
        before=before,
        name=apart_from,
        second_keys=_SECOND_KEYS,
    )


def _cache_changes(answer: object) -> CacheChanges:
    match answer:
        case {
            "rebound": bool(rebound),
            "added": list(added),
            "removed": list(removed),
            "replaced": list(replaced),
        }:
            return CacheChanges(
                rebound=rebound,
                added=tuple(map(str, added)),
                removed=tuple(map(str, removed)),
                replaced=tuple(map(str, replaced)),
            )
        case _:
            raise _garbled("keys")


def finds_no_spec(raised: Raised) -> bool:
    """Return whether `importlib.reload` ended so because no finder knows the module."""
    return "ModuleNotFoundError" in raised.bases and "spec not found" in (raised.text or "")
