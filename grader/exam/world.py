"""`World`: the props of a check, made in its guest by the grader's own means.

A prop never goes through the learner's functions, so that a check of one function does not depend on
another. Each is a few lines of Python that run in the guest with private built-ins. As global names
they have `modules`, the dictionary that `sys.modules` was when the guest started, `learner_module`,
the module made of the learner's file, `types`, with `ModuleType`, `FunctionType`,
`MappingProxyType` and `SimpleNamespace`, and `standard_library`, the names of its modules. What a
program imports comes from `sys.modules`, where the learner's code may have put something else.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TypeVar

from grader.channel.batching import Deferred
from grader.channel.outcomes import RemoteReference
from grader.channel.replies import Wanted
from grader.exam.line_up import Groups, shuffled
from grader.exam.random_values import Fresh
from grader.exam.session import CheckSession, RemoteObject

T = TypeVar("T")

_Run = tuple[tuple[RemoteObject, ...], Mapping[str, object]]
"""Proxies for what one run of a program makes, and the program's global names."""

_EQUAL_OBJECTS = """
class Token:
    __slots__ = ()
    def __eq__(self, other):
        return type(other) is type(self)
    def __hash__(self):
        return 7
result = [Token() for _ in range(count)]
"""
_SPARE_TOKENS = 3
# One of the two modules is built into every interpreter; `os` would have to be read from files.
_FILES = """
import sys
try:
    from posix import mkdir, remove
except ImportError:
    from nt import mkdir, remove
"""
_REMOVE = f"""{_FILES}
remove(name)
sys.path_importer_cache.clear()
"""
# The old file is removed first: a file that is truncated and rewritten is flushed to the disk at
# once, which takes a tenth of a check's time.
_WRITE = f"""{_FILES}
try:
    remove(name)
except FileNotFoundError:
    pass
for place in [place for place, letter in enumerate(name) if letter == "/"]:
    try:
        mkdir(name[:place])
    except FileExistsError:
        pass
with open(name, "w", encoding="utf-8", newline="") as file:
    file.write(text)
sys.path_importer_cache.clear()
"""


class World:
    """The maker of props in one guest.

    A method that makes something or that ends in `_later` does not wait: its request goes to the
    guest with the next one that has to be answered, in the order of the calls. A message between
    the processes costs as much as five requests in it.

    :param session: the check's session.
    :param folder: the guest's scratch folder.
    :param names: source of the names of spares.
    """

    def __init__(self, session: CheckSession, folder: Path, names: Fresh) -> None:
        self._session = session
        self._folder = folder
        self._names = names

    def spare_name(self) -> str:
        """Return a name like those that the check draws, for what is made besides and not asked about.

        >>> world.spare_name() == world.spare_name()
        False
        """
        return self._names.identifier()

    def run(self, program: str, /, **names: object) -> object:
        """Run *program* in the guest and return its `result`: a copy if it is plain, else a proxy.

        >>> first, second = world.equal_objects(2)
        >>> world.run("result = first == second, first is second", first=first, second=second)
        (True, False)

        :param names: global names of the program.
        """
        return self._session.ask("run", program, names)

    def run_later(
        self, program: str, /, read: Callable[[object], T], **names: object
    ) -> Deferred[T]:
        """Run *program* like `run`, before the next request is answered.

        >>> rakes = world.make("result = [2, 3]")
        >>> total = world.run_later("result = sum(rakes)", read=str, rakes=rakes)
        >>> world.do("rakes.clear()", rakes=rakes)
        >>> total.value
        '5'

        :param read: converts the result.
        """
        return self._session.ask_later("run", program, names, read=read)

    def do(self, program: str, /, **names: object) -> None:
        """Run *program* in the guest for its effect.

        >>> rakes = world.make("result = [2, 3]")
        >>> world.do("rakes.append(4)", rakes=rakes)
        >>> rakes[2]
        4
        """
        self._session.send("run", program, names)

    def make(
        self,
        program: str,
        /,
        *,
        label: str = "",
        spare: Mapping[str, object] | None = None,
        **names: object,
    ) -> RemoteObject:
        """Run *program* in the guest and return a proxy for its `result`, whatever its type.

        >>> world.make("result = [2, 3]", label="<the rakes>")
        <the rakes>

        :param label: its text in calls and messages; empty for its description.
        :param spare: other values for some of *names*, with which the program runs once more and
            makes another object of the kind, for line-ups; None where there is to be none.
        """
        unasked = None if spare is None else self._session.new_spare()
        made = self._session.new_object(label, spare=unasked)
        runs: list[_Run] = [((made,), names)]
        if spare is not None and unasked is not None:
            runs.append(((unasked,), {**names, **spare}))
        self._keep(program, runs, Wanted.KEEP)
        return made

    def _keep(self, program: str, runs: list[_Run], wanted: Wanted) -> None:
        """Run *program* several times, in an order that says nothing, and keep what it makes."""
        for made, names in shuffled(runs):
            self._session.send("run", program, names, wanted=wanted, keep_as=made)

    def make_each(
        self,
        program: str,
        /,
        *labels: str,
        spare: Mapping[str, object] | None = None,
        **names: object,
    ) -> list[RemoteObject]:
        """Run *program* in the guest and return a proxy for each item of its `result`.

        >>> world.make_each("result = [object(), object()]", "<one>", "<two>")
        [<one>, <two>]

        :param labels: the items' texts in calls and messages; as many as there must be items.
        :param spare: as for `make`: a spare is made for each item.
        """
        spares = [] if spare is None else [self._session.new_spare() for _ in labels]
        made = [
            self._session.new_object(label, spare=spares[place] if spares else None)
            for place, label in enumerate(labels)
        ]
        runs: list[_Run] = [(tuple(made), names)]
        if spare is not None:
            runs.append((tuple(spares), {**names, **spare}))
        self._keep(program, runs, Wanted.KEEP_EACH_ITEM)
        return made

    def item(self, mapping: RemoteObject, key: str) -> RemoteObject:
        """Return a proxy for `mapping[key]`, whatever its type.

        >>> rakes = world.item(world.make("result = {'rakes': [2, 3]}"), "rakes")
        >>> describe(rakes)
        'a list of 2 items'
        """
        return self.make("result = mapping[key]", mapping=mapping, key=key)

    def drop(self, remote: RemoteObject) -> None:
        """Remove an object from the guest's table; from then on its proxy stands for None.

        >>> rake = world.make("result = type('Rake', (), {})()")
        >>> seen = world.make("from _weakref import ref; result = ref(rake)", rake=rake)
        >>> world.drop(rake)
        >>> world.run("result = seen()", seen=seen) is None
        True
        """
        self._session.send("itself", None, wanted=Wanted.KEEP, keep_as=(remote,))

    def equal_objects(self, count: int) -> list[RemoteObject]:
        """Return *count* distinct objects, each of which compares equal to every other.

        >>> first, second = world.equal_objects(2)
        >>> first, second, first.is_(second)
        (<token 1>, <token 2>, False)
        """
        labels = [f"<token {index + 1}>" for index in range(count)]
        made = [self._session.new_object(label) for label in labels]
        spares = [self._session.new_spare() for _ in range(_SPARE_TOKENS)]
        kept = tuple(shuffled([*made, *spares]))
        self._keep(_EQUAL_OBJECTS, [(kept, {"count": len(kept)})], Wanted.KEEP_EACH_ITEM)
        return made

    def shuffled(self, items: Iterable[T]) -> list[T]:
        """Return *items* in an order that no guest can know, not even by the seed.

        >>> sorted(world.shuffled([3, 1, 2]))
        [1, 2, 3]
        """
        return shuffled(items)

    def groups(self, objects: Mapping[str, RemoteReference]) -> Deferred[Groups]:
        """Return which of *objects* are one object, as a deferred value.

        An answer of the guest's that was to be `True` or a word could be given without looking;
        this one cannot (`grader.exam.line_up`).

        >>> first, second = world.equal_objects(2)
        >>> world.groups({"result": second, "first": first, "second": second}).value.same(
        ...     "result", "second"
        ... )
        True

        :param objects: label to object.
        """
        return self._session.groups_later(objects)

    def write(self, name: str, text: str) -> None:
        """Write a file in the scratch folder, which is on the guest's import path.

        >>> world.write("garden_shed.py", "rakes = 3")
        >>> world.run("import garden_shed; result = garden_shed.rakes")
        3
        >>> world.write("garden/shed.py", "rakes = 4")
        >>> world.run("import garden.shed; result = garden.shed.rakes")
        4

        :param name: path in the folder, with `/`. Folders that are missing are made.
        """
        self.do(_WRITE, name=name, text=text)

    def remove(self, name: str) -> None:
        """Remove a file from the scratch folder.

        >>> world.write("short_lived.py", "")
        >>> world.remove("short_lived.py")
        >>> "short_lived.py" in world.files()
        False
        """
        self.do(_REMOVE, name=name)

    def files(self) -> tuple[str, ...]:
        """Return the paths in the scratch folder, sorted, as the host finds them there.

        >>> world.write("seeds.txt", "cress")
        >>> "seeds.txt" in world.files()
        True
        """
        self._session.flush()
        found = []
        for folder, folders, names in os.walk(self._folder):
            inside = Path(folder).relative_to(self._folder)
            found += [(inside / name).as_posix() for name in folders + names]
        return tuple(sorted(found))
