"""`world`: props made in a guest by the grader's own means, and questions about them.

Props never go through the learner's functions, so that a check of `forget` does
not depend on `build_and_register`. Each is a few lines of Python that run in the
guest with private built-ins and with `modules`, the dictionary that `sys.modules`
was when the guest started.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from grader.channel.batching import Deferred
from grader.exam.session import CheckSession, RemoteObject

T = TypeVar("T")

_MODULE = """
import types
result = types.ModuleType(name)
result.__dict__.update(values)
if register:
    modules[name] = result
"""
_EQUALS = """
class Token:
    __slots__ = ()
    def __eq__(self, other):
        return type(other) is type(self)
    def __hash__(self):
        return 7
result = [Token() for _ in range(count)]
"""
# Every interpreter has one of the two modules in it; `os` would be read from files.
_FILES = """
import sys
try:
    from posix import remove
except ImportError:
    from nt import remove
"""
_REMOVE = f"""{_FILES}
remove(name)
sys.path_importer_cache.clear()
"""
# Removed first: a file that is cut to nothing and written anew goes to the disk at once, which
# takes as long as a tenth of a check.
_WRITE = f"""{_FILES}
try:
    remove(name)
except FileNotFoundError:
    pass
with open(name, "w", encoding="utf-8", newline="") as file:
    file.write(text)
sys.path_importer_cache.clear()
"""
_IMPORT = f"""{_WRITE}
__import__(module)
result = [modules[module], modules[module].__dict__[function]]
"""
_CHANGES = """
import sys
now = dict(modules)
def ours(key):  # an answer may import what it needs of the standard library
    return type(key) is str and key.partition(".")[0] in sys.stdlib_module_names
def describe(keys):
    return [key if type(key) is str else "<%s>" % type(key).__qualname__ for key in keys]
result = {
    "rebound": sys.modules is not modules,
    "added": describe([key for key in now if key not in before and not ours(key)]),
    "removed": describe([key for key in before if key not in now]),
    "replaced": describe([key for key in before if key in now and now[key] is not before[key]]),
}
"""

_ENTRY = "result = [modules[name]] if name in modules else []"
_HOLDS = "result = name in modules and modules[name] is module"

_CONTENTS = """
import types
now = types.ModuleType.__dict__["__dict__"].__get__(module)
nowhere = object()
keys = [key for key in [*before, *now] if before.get(key, nowhere) is not now.get(key, nowhere)]
result = sorted({key for key in keys if type(key) is str and key != "__builtins__"})
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class CacheChanges:
    """How `sys.modules` differs from a snapshot of it.

    :param rebound: whether `sys.modules` is another dictionary now.
    :param added: keys, sorted, but for modules of the standard library; one that is no str is
        shown by its type.
    """

    rebound: bool
    added: tuple[str, ...]
    removed: tuple[str, ...]
    replaced: tuple[str, ...]


class World:
    """Makes props in one guest.

    What is made, and what is asked to be looked at `later`, is asked of the guest together with
    the next question that has to be answered, in order.

    :param folder: the guest's scratch folder.
    """

    def __init__(self, session: CheckSession, folder: Path) -> None:
        self._session = session
        self._folder = folder

    def run(self, program: str, /, **names: object) -> object:
        """Run *program* in the guest and return its `result`, copied where it is plain.

        :param names: what it finds as global names, beside `modules`.
        """
        return self._session.prop("run", program, names)

    def run_later(
        self, program: str, /, read: Callable[[object], T], **names: object
    ) -> Deferred[T]:
        """Run *program* like `run`, before whatever is asked next; look at its `result` later.

        :param read: makes of the result what is wanted.
        """
        return self._session.prop_later("run", program, names, read=read)

    def do(self, program: str, /, **names: object) -> None:
        """Run *program* in the guest for what it does."""
        self._session.done("run", program, names)

    def make(self, program: str, /, *, label: str = "", **names: object) -> RemoteObject:
        """Run *program* in the guest and return a stand-in for its `result`."""
        return self._session.result_of("run", program, names, label=label)

    def make_each(self, program: str, /, *labels: str, **names: object) -> list[RemoteObject]:
        """Run *program* in the guest and return a stand-in for each item of its `result`.

        :param labels: what the items are called in messages, in their order; as many as there
            must be.
        """
        return self._session.each_kept(labels, "run", program, names)

    def module(
        self,
        name: str,
        values: Mapping[str, object] | None = None,
        *,
        register: bool = False,
        label: str = "",
    ) -> RemoteObject:
        """Make a plain module object called *name*, registered under that name if so wished."""
        return self.make(
            _MODULE,
            label=label or f"<module {name!r}>",
            name=name,
            values=dict(values or {}),
            register=register,
        )

    def register(self, name: str, module: RemoteObject | None) -> None:
        """Put *module* into the cache under *name*."""
        self.do("modules[name] = module", name=name, module=module)

    def registered(self, name: str) -> RemoteObject | None:
        """Return what the cache holds under *name*; None when it has no such key."""
        entries = self._session.all_met("run", _ENTRY, {"name": name})
        return entries[0] if entries else None

    def holds(self, name: str, module: RemoteObject) -> bool:
        """Say whether the cache holds *module* under *name*."""
        return self.run(_HOLDS, name=name, module=module) is True

    def item(self, mapping: RemoteObject, key: str) -> RemoteObject:
        """Return a stand-in for `mapping[key]`, whatever its type."""
        return self.make("result = mapping[key]", mapping=mapping, key=key)

    def contents(self, module: RemoteObject) -> RemoteObject:
        """Return a snapshot of a module's namespace for `contents_changes`."""
        return self.make("result = dict(vars(module))", module=module)

    def contents_changes(self, module: RemoteObject, before: RemoteObject) -> tuple[str, ...]:
        """Return the names that are added, gone or bound to another object, sorted."""
        return self.contents_changes_later(module, before).value

    def contents_changes_later(
        self, module: RemoteObject, before: RemoteObject
    ) -> Deferred[tuple[str, ...]]:
        """Ask like `contents_changes`, and look at the answer later."""
        return self.run_later(_CONTENTS, read=_changed, module=module, before=before)

    def import_module(self, name: str) -> RemoteObject:
        """Import *name* as the import statement does, and return the module of that full name."""
        return self.make("__import__(name)\nresult = modules[name]", name=name)

    def import_file(self, name: str, text: str, function: str) -> tuple[RemoteObject, RemoteObject]:
        """Write the file of module *name* and import it; return the module and its *function*."""
        names = {"name": f"{name}.py", "text": text, "module": name, "function": function}
        module, made = self.make_each(
            _IMPORT, f"<module object {name!r}>", f"<function {function}>", **names
        )
        return module, made

    def execute(self, source: str, module: RemoteObject) -> None:
        """Run *source* as top-level code of *module*."""
        self.do("import types\nexec(source, module.__dict__)", source=source, module=module)

    def namespace(self, module: RemoteObject) -> RemoteObject:
        """Return the dictionary of a module object."""
        return self.make(
            "import types\nresult = types.ModuleType.__dict__['__dict__'].__get__(module)",
            module=module,
        )

    def tokens(self, count: int) -> list[RemoteObject]:
        """Return *count* objects that compare equal to each other and are distinct."""
        labels = [f"<token {index + 1}>" for index in range(count)]
        return self.make_each(_EQUALS, *labels, count=count)

    def write(self, name: str, text: str) -> None:
        """Write a file in the scratch folder, which is on the guest's import path."""
        self.do(_WRITE, name=name, text=text)

    def remove(self, name: str) -> None:
        """Remove a file from the scratch folder."""
        self.do(_REMOVE, name=name)

    def files(self) -> tuple[str, ...]:
        """Return the paths in the scratch folder, sorted; the host looks for itself."""
        self._session.flush()
        found = []
        for folder, folders, names in os.walk(self._folder):
            inside = Path(folder).relative_to(self._folder)
            found += [(inside / name).as_posix() for name in folders + names]
        return tuple(sorted(found))

    def cache(self) -> RemoteObject:
        """Return a snapshot of `sys.modules` for `cache_changes`."""
        return self.make("result = dict(modules)")

    def cache_changes(self, before: RemoteObject) -> CacheChanges:
        """Say how `sys.modules` differs from the snapshot *before*."""
        return self.cache_changes_later(before).value

    def cache_changes_later(self, before: RemoteObject) -> Deferred[CacheChanges]:
        """Ask like `cache_changes`, and look at the answer later."""
        return self.run_later(_CHANGES, read=_cache_changes, before=before)


def _changed(answer: object) -> tuple[str, ...]:
    return tuple(map(str, answer)) if isinstance(answer, list) else ("__dict__",)


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
