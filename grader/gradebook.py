"""The grades of a class in one SQLite file: rows, a person's marks, and the graded bytes.

One process writes rows at a time; anybody may read while it does, and marks may be
put in between. Each row is a transaction of its own, on disk when `put` returns
(write-ahead log, `synchronous=FULL`): a process that is killed loses the row that
it was about to write and no other.

The file says what it is (`application_id`) and how it is laid out (`user_version`),
so that another program's database is never touched. What can go wrong with a file
is told as a UsageError with its next step; nothing is repaired behind anybody's back.
"""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.errors import UsageError
from grader.model import Mark, Row, State

FILE = "gradebook.sqlite"
"""Name of the database in its folder."""

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
    PRIMARY KEY (student, exercise)
) STRICT;
"""
_ROW = (
    "student", "exercise", "state", "earned", "possible", "name", "file", "sha256", "key",
    "seed", "graded_at", "report", "why",
)  # fmt: skip
_MARK = ("student", "exercise", "points", "comment", "marked_at")


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What a run needs to know of a row that is already there.

    :param key: the row's key; empty where the row is not final.
    """

    state: State
    key: str
    name: str
    file: str


class Gradebook:
    """One open gradebook; made by `open` and `create`.

    :param folder: the folder that holds the file.
    :param connection: to a database that has been found to be a gradebook.
    """

    def __init__(self, folder: Path, connection: sqlite3.Connection) -> None:
        self.folder = folder
        self._connection = connection

    @classmethod
    def open(cls, folder: Path) -> Gradebook:
        """Open the gradebook in *folder*; one that may only be read is opened for reading.

        :raises UsageError: when there is none, or what is there cannot be used.
        """
        path = folder / FILE
        if not path.is_file():
            raise UsageError(
                f"there is no gradebook in {folder}",
                "Make one with `grade batch PATH --out DIR`, or name the folder that holds it.",
            )
        with _told(path):
            try:
                return cls(folder, _checked(path, _connect(path)))
            except sqlite3.OperationalError as error:
                log = path.with_name(f"{FILE}-wal")
                if _code(error) not in {"SQLITE_READONLY", "SQLITE_CANTOPEN"} or log.exists():
                    raise
            # In a folder that nobody may write to, nobody is writing.
            return cls(folder, _checked(path, _connect(path, "?mode=ro&immutable=1")))

    @classmethod
    def create(cls, folder: Path) -> Gradebook:
        """Open the gradebook in *folder*, or make folder and gradebook.

        :raises UsageError: when it cannot be made, or what is there cannot be used.
        """
        path = folder / FILE
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UsageError(
                f"the folder {folder} cannot be made: {error.strerror}",
                "Name a folder that you may write to with --out.",
            ) from error
        if not path.exists():
            with _told(path):
                _make(path)
        return cls.open(folder)

    def put(self, row: Row, content: bytes | None = None) -> None:
        """Write a row in place of the student's earlier one for that exercise, durably.

        :param content: the graded bytes, kept under the row's sha256.
        :raises UsageError: when it cannot be written; the gradebook is as it was.
        """
        with self._writing() as connection:
            if content is not None and row.sha256:
                connection.execute(
                    "INSERT OR IGNORE INTO sources VALUES (CAST(? AS TEXT), ?)",
                    (_bytes(row.sha256), content),
                )
            values = [getattr(row, name) for name in _ROW]
            values[_ROW.index("state")] = row.state.value
            values[_ROW.index("report")] = json.dumps(
                row.report, allow_nan=False, separators=(",", ":")
            )
            connection.execute(_replace("rows", _ROW), _bound(values))

    def rows(self) -> tuple[Row, ...]:
        """Return all rows, sorted by student and exercise."""
        return tuple(self.each())

    def each(self) -> Iterator[Row]:
        """Yield all rows, sorted by student and exercise, holding one at a time."""
        question = f"SELECT {', '.join(_ROW)} FROM rows ORDER BY student, exercise"  # noqa: S608
        with self._reading() as connection:
            for values in connection.execute(question):
                yield _row(values)

    def row(self, student: str, exercise: int) -> Row | None:
        """Return one row, or None."""
        question = (
            f"SELECT {', '.join(_ROW)} FROM rows"  # noqa: S608
            " WHERE student = CAST(? AS TEXT) AND exercise = ?"
        )
        with self._reading() as connection:
            values = connection.execute(question, (_bytes(student), exercise)).fetchone()
        return None if values is None else _row(values)

    def standings(self) -> dict[tuple[str, int], Standing]:
        """Return student and exercise to what a run needs to know of their row; no reports."""
        question = "SELECT student, exercise, state, key, name, file FROM rows"
        with self._reading() as connection:
            return {
                (student, exercise): Standing(state=State(state), key=key, name=name, file=file)
                for student, exercise, state, key, name, file in connection.execute(question)
            }

    def source(self, sha256: str) -> bytes:
        """Return the bytes that were graded under *sha256*.

        :raises LookupError: when the gradebook has none such.
        """
        with self._reading() as connection:
            found = connection.execute(
                "SELECT content FROM sources WHERE sha256 = CAST(? AS TEXT)", (_bytes(sha256),)
            ).fetchone()
        if found is None:
            raise LookupError(f"the gradebook has no file with SHA-256 {sha256}")
        content: bytes = found[0]
        return content

    def mark(self, mark: Mark) -> None:
        """Write a person's mark in place of the earlier one, durably.

        :raises UsageError: when it cannot be written; the gradebook is as it was.
        """
        with self._writing() as connection:
            values = [getattr(mark, name) for name in _MARK]
            connection.execute(_replace("marks", _MARK), _bound(values))

    def marks(self) -> tuple[Mark, ...]:
        """Return all marks, sorted by student and exercise."""
        question = f"SELECT {', '.join(_MARK)} FROM marks ORDER BY student, exercise"  # noqa: S608
        with self._reading() as connection:
            return tuple(
                Mark(**dict(zip(_MARK, values, strict=True)))
                for values in connection.execute(question)
            )

    def close(self) -> None:
        """Close the file; what was put is in it already."""
        with contextlib.suppress(sqlite3.Error):  # a full disk must not hide what came before
            self._connection.close()

    def __enter__(self) -> Gradebook:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextlib.contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with _told(self.folder / FILE):
            yield self._connection

    @contextlib.contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """Hold a transaction: all of it is written at the end, or nothing."""
        with _told(self.folder / FILE):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise


def _make(path: Path) -> None:
    """Make an empty gradebook under another name and give it its own when it is complete.

    So a gradebook that is there is whole, and an empty file is one that was cut.
    """
    new = path.with_name(f"{FILE}.{os.getpid()}.new")
    try:
        with contextlib.closing(sqlite3.connect(new, isolation_level=None)) as connection:
            connection.execute(f"PRAGMA application_id = {_APPLICATION}")
            connection.execute(f"PRAGMA user_version = {_SCHEMA}")
            connection.execute("PRAGMA journal_mode = WAL")
            connection.executescript(f"BEGIN; {_TABLES} COMMIT;")
        if not path.exists():
            new.rename(path)
    finally:
        for end in ("", "-wal", "-shm", "-journal"):
            new.with_name(new.name + end).unlink(missing_ok=True)


def _connect(path: Path, how: str = "?mode=rw") -> sqlite3.Connection:
    address = f"{path.absolute().as_uri()}{how}"
    connection = sqlite3.connect(address, uri=True, timeout=_PATIENCE, isolation_level=None)
    connection.text_factory = lambda data: data.decode("utf-8", "surrogatepass")
    return connection


def _checked(path: Path, connection: sqlite3.Connection) -> sqlite3.Connection:
    """Return *connection* if it is to a gradebook of ours; only reads."""
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
def _told(path: Path) -> Iterator[None]:
    """Turn what SQLite and the system say about the file into a sentence and a next step."""
    try:
        yield
    except sqlite3.Error as error:
        raise _complaint(path, error) from error
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


def _replace(table: str, names: Sequence[str]) -> str:
    texts = ", ".join("?" if name in _NUMBERS else "CAST(? AS TEXT)" for name in names)
    return f"INSERT OR REPLACE INTO {table} ({', '.join(names)}) VALUES ({texts})"  # noqa: S608


_NUMBERS = {"exercise", "earned", "possible", "points"}


def _bound(values: Sequence[Any]) -> list[Any]:
    return [_bytes(value) if isinstance(value, str) else value for value in values]


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _row(values: Sequence[Any]) -> Row:
    fields = dict(zip(_ROW, values, strict=True))
    fields["state"] = State(fields["state"])
    fields["report"] = json.loads(fields["report"])
    return Row(**fields)
