"""A cache of one test run: the first process that needs a value makes it for all processes.

It lies in the run's own temporary folder, so nothing of it is there for the next run.
"""

from __future__ import annotations

import contextlib
import pickle
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

_PATIENCE = 600.0
"""Seconds to wait for another process that is making the same thing."""

_folders: list[Path] = []


def share_in(folder: Path) -> None:
    """Keep what is made in *folder*, which all processes of this run have in common.

    Without it, as in a program beside the tests, everything is made by who asks for it.
    """
    folder.mkdir(exist_ok=True)
    _folders[:] = [folder]


def shared() -> Path:
    """Return the folder that all processes of this run have in common."""
    return _folders[0]


def once(name: str, make: Callable[[], T]) -> T:
    """Return what *make* returns; it is called once in a run for each name."""
    return each_once(name, [""], lambda _: [make()])[0]


def each_once(
    name: str,
    keys: Sequence[str],
    make: Callable[[Sequence[str]], Iterable[T]],
    *,
    at_a_time: int = 1,
) -> list[T]:
    """Return something for each key, made once in a run for each name and key.

    Who comes second waits, and everybody is given a copy. The lock is the database's own, so it
    goes with its process; where *make* raises, nothing is kept, and who waits tries for itself.

    :param make: is given keys and returns something for each, in order.
    :param at_a_time: how many keys it is given at most.
    """
    path = _folders[0] / f"{name}.sqlite" if _folders else ":memory:"
    kept: dict[str, bytes] = {}
    with contextlib.closing(
        sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)
    ) as database:
        while not kept.keys() >= set(keys):
            database.execute("BEGIN EXCLUSIVE")
            database.execute("CREATE TABLE IF NOT EXISTS made (key TEXT PRIMARY KEY, what BLOB)")
            kept = dict(database.execute("SELECT key, what FROM made"))
            lacking = [key for key in dict.fromkeys(keys) if key not in kept][:at_a_time]
            new = dict(
                zip(lacking, map(pickle.dumps, make(lacking)), strict=True) if lacking else ()
            )
            database.executemany("INSERT INTO made VALUES (?, ?)", new.items())
            database.execute("COMMIT")
            kept |= new
    return [pickle.loads(kept[key]) for key in keys]
