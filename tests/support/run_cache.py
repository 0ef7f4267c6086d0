"""A cache of one test run: the first process that needs a value makes it for all processes.

It lies in the run's own temporary folder, so nothing of it is there for the next run.
"""

from __future__ import annotations

import contextlib
import pickle
import sqlite3
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

_PATIENCE = 600.0
"""Seconds to wait for another process that is making the same thing."""

_PAUSE = 0.05
"""Seconds between two looks at whether it is made."""

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

    A process claims keys that nobody has claimed, and makes them while others make others; for those
    that another has claimed it waits. Everybody is given a copy. Where *make* raises, its claims
    are taken back, and who waits tries for itself.

    :param make: is given keys and returns something for each, in order.
    :param at_a_time: how many keys it is given at most.
    :raises TimeoutError: when another process has claimed a key and does not make it.
    """
    path = _folders[0] / f"{name}.sqlite" if _folders else ":memory:"
    deadline = time.monotonic() + _PATIENCE
    with contextlib.closing(
        sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)
    ) as database:
        # A key without a value is claimed.
        database.execute("CREATE TABLE IF NOT EXISTS made (key TEXT PRIMARY KEY, value BLOB)")
        while True:
            database.execute("BEGIN IMMEDIATE")
            kept = dict(database.execute("SELECT key, value FROM made"))
            claimed = [key for key in dict.fromkeys(keys) if key not in kept][:at_a_time]
            database.executemany("INSERT INTO made (key) VALUES (?)", zip(claimed))
            database.execute("COMMIT")
            if claimed:
                _make(database, claimed, make)
            elif all(kept[key] is not None for key in keys):
                break
            elif time.monotonic() > deadline:
                raise TimeoutError(f"another process has not made its part of {name!r}")
            else:
                time.sleep(_PAUSE)
    return [pickle.loads(kept[key]) for key in keys]


def _make(
    database: sqlite3.Connection,
    claimed: Sequence[str],
    make: Callable[[Sequence[str]], Iterable[object]],
) -> None:
    """Make the values of claimed keys and keep them, or take the claims back."""
    try:
        pairs = zip(map(pickle.dumps, make(claimed)), claimed, strict=True)
        database.executemany("UPDATE made SET value = ? WHERE key = ?", list(pairs))
    except BaseException:
        database.executemany("DELETE FROM made WHERE key = ?", zip(claimed))
        raise
