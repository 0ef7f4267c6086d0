"""Modules as props of a check: made, registered and compared in the guest by the grader's own means.

The programs find `modules` there, the dictionary that `sys.modules` was when the guest started.
None of them goes through the learner's functions, so that a check of `forget` does not depend on
`build_and_register`.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from grader.exam import Deferred, Garbled, Groups, Raised, RemoteObject, Stopped, World

_MODULE = """
result = types.ModuleType(name)
result.__dict__.update(values)
if register:
    modules[name] = result
"""
_TWIN = """
result = types.ModuleType(name)
result.__dict__.update(types.ModuleType.__dict__["__dict__"].__get__(module))
"""
_NAMESPACE = """
result = types.ModuleType.__dict__["__dict__"].__get__(module)
"""
# Keys are the learner's to choose: as many and as long as a message can hold are sent.
_SHOWN = """
def shown(keys):
    texts = sorted(key if type(key) is str else "<%s>" % type(key).__qualname__ for key in keys)
    first = [text if len(text) <= 60 else text[:59] + "\\u2026" for text in texts[:most]]
    return [first, len(texts)]
"""
# Each planted key differs between the copy and the original in one of three ways.
_COPY = """
result = dict(original)
for key, way in planted.items():
    if way != "removed":
        original[key] = types.ModuleType(key)
    if way != "added":
        result[key] = types.ModuleType(key)
"""
_NAMESPACE_CHANGES = f"""{_SHOWN}
nowhere = object()
keys = {{*before, *space}} - {{"__builtins__", *apart_from}}
result = shown(key for key in keys if before.get(key, nowhere) is not space.get(key, nowhere))
"""
# An answer may import what it needs of the standard library, which gives some modules a second key.
_CACHE_CHANGES = f"""{_SHOWN}
import sys
now = dict(modules)
def is_of_the_standard_library(key):
    if type(key) is not str or key.partition(".")[0] not in standard_library:
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
_MOST_SHOWN, _PLANTED = 4, 3
"""Keys of one kind in a message, at most, and keys that are planted for one comparison."""
_WAYS = ("added", "removed", "replaced")
_ENTRY = "result = modules.get(name, nowhere)"
_NOWHERE = "result = type('Nowhere', (), {})()"
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
    return world.make(
        _MODULE,
        label=f"<module {name!r}>",
        spare={"name": world.spare_name()},
        name=name,
        values=values,
        register=register,
    )


def namespace(world: World, module: RemoteObject) -> RemoteObject:
    """Return the dictionary of a module object, also where its class defines `__dict__` anew."""
    if module.spare is None:
        return world.make(_NAMESPACE, module=module)
    # A twin of its own for each call: two spares must not be one object.
    twin = world.make(_TWIN, name=world.spare_name(), module=module)
    return world.make(_NAMESPACE, spare={"module": twin}, module=module)


def own_name(world: World, module: RemoteObject) -> Deferred[object]:
    """Return the `__name__` of a module, asked of other modules in the same breath."""
    others = [world.spare_name() for _ in range(2)]
    made = {name: world.make(_MODULE, name=name, values={}, register=False) for name in others}
    asked = world.shuffled([("", module), *made.items()])

    def read(answer: object) -> object:
        names = answer if isinstance(answer, list) else []
        told = list(zip((name for name, _ in asked), names, strict=False))
        if len(names) != len(asked) or any(name and name != own for name, own in told):
            raise garbled("with the names of modules")
        return next(own for name, own in told if not name)

    program = "result = [getattr(one, '__name__', None) for one in asked]"
    return world.run_later(program, read=read, asked=[one for _, one in asked])


def execute(world: World, source: str, module: RemoteObject) -> None:
    """Run *source* as top-level code of *module*."""
    world.do("exec(source, module.__dict__)", source=source, module=module)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlantedCopy:
    """A copy of a dictionary as it is now, from which the dictionary differs in a few planted keys.

    "Nothing has changed" is an answer that could be given without looking. With keys of which only
    the examiner knows how they differ, an answer that has looked contains just these. They are
    planted before the learner's function is called, and it has no reason to touch them.

    :param planted: key to `added`, `removed` or `replaced`.
    """

    original: RemoteObject
    copy: RemoteObject
    planted: Mapping[str, str]

    @classmethod
    def of(cls, world: World, original: RemoteObject) -> PlantedCopy:
        """Copy the dictionary *original* in the guest."""
        # The names are those of the seed, so that a report which tells one of them is the same again.
        ways = ["replaced", *(secrets.choice(_WAYS) for _ in range(_PLANTED - 1))]
        planted = {world.spare_name(): way for way in ways}
        copy = world.make(_COPY, original=original, planted=planted)
        return cls(original=original, copy=copy, planted=planted)

    def others(self, way: str, answer: object) -> tuple[str, ...]:
        """Return the keys of an *answer* without the planted ones; these where they are not in it.

        :param way: how the keys of the answer differ; empty for all three ways.
        :param answer: the first keys, sorted, and the number of all.
        """
        match answer:
            case [list(keys), int(count)]:
                first = tuple(map(str, keys))
            case _:
                raise garbled("with keys")
        planted = [key for key, how in self.planted.items() if way in ("", how)]
        rest = [key for key in first if key not in planted]
        if count <= len(first):  # else those that are not here may be among the others
            rest += [key for key in planted if key not in first]
        total = max(len(rest), count - len(planted))
        more = total - _MOST_SHOWN
        return (*rest[:_MOST_SHOWN], *([f"{more} more"] if more > 0 else []))


def snapshot(world: World, module: RemoteObject) -> PlantedCopy:
    """Return a copy of a module's namespace as it is now, for `namespace_changes`."""
    return PlantedCopy.of(world, namespace(world, module))


def namespace_changes(
    world: World, before: PlantedCopy, *, apart_from: tuple[str, ...] = ()
) -> Deferred[tuple[str, ...]]:
    """Return the names that are new, gone or bound to another object since *before*, sorted.

    Of many names the first four are given and how many there are besides; long ones are cut.

    :param apart_from: names that are left out.
    """
    return world.run_later(
        _NAMESPACE_CHANGES,
        read=lambda answer: before.others("", answer),
        space=before.original,
        before=before.copy,
        apart_from=list(apart_from),
        most=_MOST_SHOWN + _PLANTED,
    )


def garbled(wanted: str) -> Stopped:
    """Return the exception for an answer that no program of the check gives: the guest was changed."""
    return Stopped(Garbled(violation=f"did not answer {wanted}"), function="", call="")


def texts(answer: object) -> tuple[str, ...]:
    """Return the answer of a program that gives a list of str.

    :raises Stopped: for any other answer.
    """
    if isinstance(answer, list) and all(isinstance(one, str) for one in answer):
        return tuple(answer)
    raise garbled("with a list of texts")


def integer(answer: object) -> int:
    """Return the answer of a program that gives an int.

    :raises Stopped: for any other answer.
    """
    if type(answer) is int:
        return answer
    raise garbled("with a number")


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


_BIND = """
if entry is nowhere:
    modules.pop(name, None)
else:
    modules[name] = entry
"""
_PUT = f"""
was[:] = [modules.get(name, nowhere)]
{_BIND}
"""
_UNDO = f"""
entry = was.pop()
{_BIND}
"""


def entry_state(world: World, name: str, expected: RemoteObject | None) -> Deferred[str]:
    """Return `same` if the entry under *name* is the object *expected*, else `other` or `absent`.

    The entry is also asked for while it is absent and while it is *expected*, in random order: a
    guest that tells the state which is hoped for tells it then, too.

    :param expected: None for an object that is no entry.
    """
    nowhere, was = world.make(_NOWHERE, spare={}), world.make("result = []")
    asked, puts = {"nowhere": nowhere}, {"absent": "nowhere"}
    if expected is not None:
        asked["expected"] = expected
        puts["same"] = "expected"
    for label in world.shuffled(["entry", *puts]):
        # Requests of their own, by which the question itself is the same each time.
        if label in puts:
            world.do(_PUT, name=name, nowhere=nowhere, entry=asked[puts[label]], was=was)
        asked[label] = world.make(_ENTRY, name=name, nowhere=nowhere)
        if label in puts:
            world.do(_UNDO, name=name, nowhere=nowhere, was=was)
    return world.groups(asked).then(lambda groups: _entry_state(groups, puts))


def _entry_state(groups: Groups, puts: Mapping[str, str]) -> str:
    """Return the state of an entry.

    :param puts: label of a look to the label of what the examiner had put there before it.
    """
    if not all(groups.same(label, put) for label, put in puts.items()):
        raise garbled("with the entry that the examiner had put there")
    if groups.same("entry", "nowhere"):
        return "absent"
    return "same" if groups.same("entry", "expected") else "other"


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


def cache(world: World) -> PlantedCopy:
    """Return a copy of `sys.modules` as it is now, for `cache_changes`."""
    return PlantedCopy.of(world, world.make("result = modules"))


def cache_rebound(world: World) -> Deferred[bool]:
    """Return whether `sys.modules` is another dictionary than when the guest started."""
    now = world.make("import sys; result = sys.modules")
    kept = world.groups({"now": now, "kept": world.make("result = modules")})
    return kept.then(lambda groups: not groups.same("now", "kept"))


def cache_changes(
    world: World, before: PlantedCopy, *, apart_from: str = ""
) -> Deferred[CacheChanges]:
    """Return how `sys.modules` differs from its copy *before*.

    :param apart_from: a key that is left out.
    """
    rebound = cache_rebound(world)

    def read(answer: object) -> CacheChanges:
        ways = answer if isinstance(answer, dict) else {}
        return CacheChanges(
            rebound=rebound.value, **{way: before.others(way, ways.get(way)) for way in _WAYS}
        )

    return world.run_later(
        _CACHE_CHANGES,
        read=read,
        before=before.copy,
        name=apart_from,
        second_keys=_SECOND_KEYS,
        most=_MOST_SHOWN + _PLANTED,
    )


def finds_no_spec(raised: Raised) -> bool:
    """Return whether `importlib.reload` ended so because no finder knows the module."""
    return "ModuleNotFoundError" in raised.bases and "spec not found" in (raised.text or "")
