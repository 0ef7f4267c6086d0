"""The SQLite file of a gradebook: made, locked, opened and recognised, with its errors in words.

The meaning of the tables is `grader.gradebook.store`'s.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from grader.errors import UsageError

FILE = "gradebook.sqlite"
"""Name of the database in its folder."""

LOCK = "batch.lock"
"""Name of an empty database whose lock a batch run holds; SQLite's locks work on every platform."""

_APPLICATION = 0x6D6F6B31  # "mok1"; https://www.sqlite.org/pragma.html#pragma_application_id
_SCHEMA = 1
_PATIENCE = 10.0  # seconds to wait for another process's transaction

# Texts are kept as they are, also a file name's undecodable bytes ("surrogatepass"),
# which SQLite's own conversion refuses: they are bound as bytes and cast.
_TABLES = """
CREATE TABLE rows (
    student TEXT NOT NULL, exercise INTEGER NOT NULL, state TEXT NOT NULL,
    earned INTEGER, possible INTEGER NOT NULL,
    name TEXT NOT NULL, file TEXT NOT NULL, sha256 TEXT NOT NULL, key TEXT NOT NULL,
    seed TEXT NOT NULL, graded_at TEXT NOT NULL, report TEXT NOT NULL, why TEXT NOT NULL,
    PRIMARY KEY (student, exercise)
) STRICT;
CREATE TABLE sources (sha256 TEXT NOT NULL PRIMARY KEY, content BLOB NOT NULL) STRICT;
CREATE TABLE marks (
    student TEXT NOT NULL, exercise INTEGER NOT NULL,
    points INTEGER, comment TEXT NOT NULL, marked_at TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    PRIMARY KEY (student, exercise)
) STRICT;
"""


def make(path: Path) -> None:
    """Make an empty gradebook under another name, and rename it when it is complete.

    A gradebook that exists is therefore whole, and an empty file is a truncated one.
    """
    new = path.with_name(f"{FILE}.new")
    ends = [new.with_name(new.name + end) for end in ("", "-wal", "-shm", "-journal")]
    for leftover in ends:  # of a process that was killed
        leftover.unlink(missing_ok=True)
    try:
        with contextlib.closing(sqlite3.connect(new, isolation_level=None)) as connection:
            connection.execute(f"PRAGMA application_id = {_APPLICATION}")
            connection.execute(f"PRAGMA user_version = {_SCHEMA}")
            connection.execute("PRAGMA journal_mode = WAL")
            connection.executescript(f"BEGIN; {_TABLES} COMMIT;")
        if not path.exists():
            new.rename(path)
    finally:
        for leftover in ends:
            leftover.unlink(missing_ok=True)


@contextlib.contextmanager
def held(folder: Path) -> Iterator[None]:
    """Hold the lock for grading into *folder*; it does not block readers and marks.

    The system releases the lock when the process ends, however it ends; the file that stays locks
    nothing.

    :raises UsageError: when another process holds it, or the folder cannot be written.
    """
    path = folder / LOCK
    with errors_in_words(folder):
        folder.mkdir(parents=True, exist_ok=True)
    with (
        errors_in_words(path),
        contextlib.closing(sqlite3.connect(path, timeout=0.5)) as connection,
    ):
        connection.isolation_level = None
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            if _code(error) != "SQLITE_BUSY":
                raise
            raise UsageError(
                f"another run is grading into {folder} at this moment",
                "Wait until it has ended, or choose another folder with --out.",
            ) from error
        yield


def opened(path: Path) -> sqlite3.Connection:
    """Open the gradebook at *path*; one that may only be read is opened for reading.

    :raises UsageError: when the file is no gradebook.
    :raises sqlite3.Error: to be wrapped in `errors_in_words`.
    """
    try:
        return _checked(path, _connect(path, "?mode=rw"))
    except sqlite3.OperationalError as error:
        log = path.with_name(f"{FILE}-wal")
        if _code(error) not in {"SQLITE_READONLY", "SQLITE_CANTOPEN"} or log.exists():
            raise
    # In a folder that nobody may write to, nobody is writing.
    return _checked(path, _connect(path, "?mode=ro&immutable=1"))


def _connect(path: Path, how: str) -> sqlite3.Connection:
    address = f"{path.absolute().as_uri()}{how}"
    connection = sqlite3.connect(address, uri=True, timeout=_PATIENCE, isolation_level=None)
    connection.text_factory = lambda data: data.decode("utf-8", "surrogatepass")
    return connection


def _checked(path: Path, connection: sqlite3.Connection) -> sqlite3.Connection:
    """Return *connection* if it is to a gradebook; reads only.

    :raises UsageError: when it is another program's database, or of another version.
    """
    try:
        if path.stat().st_size == 0:
            raise _damaged(path, "it is empty")
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        (schema,) = connection.execute("PRAGMA user_version").fetchone()
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        if application != _APPLICATION:
            raise UsageError(
                f"{path} is another program's database, not a gradebook",
                "It was left as it is. Choose another folder with --out.",
            )
        if schema != _SCHEMA:
            raise UsageError(
                f"{path} has the layout {schema}, and this version of the kit reads {_SCHEMA}",
                "Use the version of the kit that wrote it, or start anew in another folder.",
            )
        connection.execute("PRAGMA synchronous = FULL")
    except BaseException:
        connection.close()
        raise
    return connection


@contextlib.contextmanager
def errors_in_words(path: Path) -> Iterator[None]:
    """Raise errors of SQLite and the system about a file as UsageError, with a next step."""
    try:
        yield
    except sqlite3.Error as error:
        raise _complaint(path, error) from error
    except (FileExistsError, NotADirectoryError) as error:
        raise UsageError(
            f"{path} cannot be a folder: it is a file, or lies below one", "Name another folder."
        ) from error
    except OSError as error:
        raise UsageError(
            f"{path} cannot be used: {error.strerror}",
            "Name a folder that you may write to, with room on its disk.",
        ) from error


def _complaint(path: Path, error: sqlite3.Error) -> UsageError:
    code = _code(error)
    if code == "SQLITE_FULL" or code.startswith("SQLITE_IOERR"):
        return UsageError(
            f"{path} cannot be written: the disk is full or fails ({error})",
            "What was finished is kept. Make room and run the same command again.",
        )
    if code in {"SQLITE_BUSY", "SQLITE_LOCKED"}:
        return UsageError(
            f"{path} is locked by another program for more than {_PATIENCE:.0f} seconds",
            "End what holds it (a database browser, another run) and run the same command again.",
        )
    if code in {"SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_AUTH"}:
        return UsageError(
            f"{path} may not be written, or not be opened, by you ({error})",
            "Check the permissions of file and folder, or choose another folder with --out.",
        )
    if code in {"SQLITE_CORRUPT", "SQLITE_NOTADB"}:
        return _damaged(path, str(error))
    return UsageError(f"{path} cannot be used: {error}", "Nothing was changed.")


def _damaged(path: Path, how: str) -> UsageError:
    return UsageError(
        f"{path} is damaged or is no gradebook ({how})",
        "It was left as it is. Put a copy of it back, or move it away and grade again; "
        f"`sqlite3 {FILE} .recover` may save marks from it.",
    )


def _code(error: sqlite3.Error) -> str:
    """Return SQLite's primary result code by name, such as SQLITE_FULL; empty if it has none."""
    name: str = getattr(error, "sqlite_errorname", "") or ""
    return name if name.startswith("SQLITE_IOERR") else "_".join(name.split("_")[:2])
