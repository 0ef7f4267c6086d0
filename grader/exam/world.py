"""`world`: props made in a guest by the grader's own means, and questions about them.

Props never go through the learner's functions, so that a check of one function does not depend
on another. Each is a few lines of Python that run in the guest with private built-ins and with
`modules`, the dictionary that `sys.modules` was when the guest started. Props of one course alone
are functions in `grader.checks` that take a world.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from grader.channel.batching import Deferred
from grader.exam.session import CheckSession, RemoteObject

T = TypeVar("T")

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

    def item(self, mapping: RemoteObject, key: str) -> RemoteObject:
        """Return a stand-in for `mapping[key]`, whatever its type."""
        return self.make("result = mapping[key]", mapping=mapping, key=key)

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
