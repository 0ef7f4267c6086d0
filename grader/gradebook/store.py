"""The gradebook: rows, marks and graded files of a class in one SQLite file.

One process writes rows at a time; others may read and write marks meanwhile. Each row is a
transaction of its own, on disk when `put` returns (write-ahead log, `synchronous=FULL`): a process
that is killed loses the row it was writing and no other.

`application_id` and `user_version` mark the file, so that another program's database is never
touched. Errors of the file are UsageErrors with a next step; nothing is repaired silently.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.errors import UsageError
from grader.gradebook import database
from grader.gradebook.database import FILE
from grader.model import Mark, Row, State

_ROW = (
    "student", "exercise", "state", "earned", "possible", "name", "file", "sha256", "key",
    "seed", "graded_at", "report", "why",
)  # fmt: skip
_MARK = ("student", "exercise", "points", "comment", "marked_at", "sha256")


@dataclass(frozen=True, slots=True, kw_only=True)
class RowSummary:
    """The part of a row that a batch run is planned by.

    :param key: cache key; empty where the row is not final.
    """

    state: State
    key: str
    name: str
    file: str

    @property
    def ran_out_of_time(self) -> bool:
        """Whether a check of the row ran out of time, so that the next run grades it again."""
        return self.state is State.GRADED and not self.key


class Gradebook:
    """An open gradebook; made by `open` and `create`.

    :param folder: folder of the file.
    :param connection: to a database that is known to be a gradebook.
    """

    def __init__(self, folder: Path, connection: sqlite3.Connection) -> None:
        self.folder = folder
        self._connection = connection

    @classmethod
    def open(cls, folder: Path) -> Gradebook:
        """Open the gradebook in *folder*; read-only where the file is.

        :raises UsageError: when there is none, or the file cannot be used.
        """
        path = folder / FILE
        if not path.is_file():
            raise UsageError(
                f"there is no gradebook in {folder}",
                "Make one with `grade batch PATH --out DIR`, or name the folder that holds it.",
            )
        with database.errors_in_words(path):
            return cls(folder, database.opened(path))

    @classmethod
    def create(cls, folder: Path) -> Gradebook:
        """Open the gradebook in *folder*, or make folder and gradebook.

        :raises UsageError: when it cannot be made, or what is there cannot be used.
        """
        path = folder / FILE
        with database.errors_in_words(folder):
            folder.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            with database.errors_in_words(path):
                database.make(path)
        return cls.open(folder)

    def put(self, row: Row, content: bytes | None = None) -> None:
        """Write a row in place of the student's earlier one for that exercise, durably.

        :param content: the graded file, kept under the row's sha256.
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
        """Yield all rows, sorted by student and exercise; one at a time is in memory."""
        question = f"SELECT {', '.join(_ROW)} FROM rows ORDER BY student, exercise"  # noqa: S608
        with self._reading() as connection:
            for values in connection.execute(question):
                yield _row(values)

    def row(self, student: str, exercise: int) -> Row | None:
        """Return the row of a student and exercise; None if there is none."""
        question = (
            f"SELECT {', '.join(_ROW)} FROM rows"  # noqa: S608
            " WHERE student = CAST(? AS TEXT) AND exercise = ?"
        )
        with self._reading() as connection:
            values = connection.execute(question, (_bytes(student), exercise)).fetchone()
        return None if values is None else _row(values)

    def timed_out(self, among: Collection[tuple[str, int]] | None = None) -> tuple[Row, ...]:
        """Return the rows in which a check ran out of time, sorted by student and exercise.

        :param among: only rows of these students and exercises.
        """
        keys = sorted(key for key, summary in self.summaries().items() if summary.ran_out_of_time)
        rows = (self.row(*key) for key in keys if among is None or key in among)
        return tuple(row for row in rows if row is not None)

    def summaries(self) -> dict[tuple[str, int], RowSummary]:
        """Return student and exercise to the summary of the row; reports are not read."""
        question = "SELECT student, exercise, state, key, name, file FROM rows"
        with self._reading() as connection:
            return {
                (student, exercise): RowSummary(state=State(state), key=key, name=name, file=file)
                for student, exercise, state, key, name, file in connection.execute(question)
            }

    def source(self, sha256: str) -> bytes:
        """Return the graded file with this SHA-256.

        :raises LookupError: when the gradebook has no such file.
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
        """Write a mark in place of the earlier one, durably.

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
        """Close the file; everything put is in it already."""
        with contextlib.suppress(sqlite3.Error):  # a full disk must not hide what came before
            self._connection.close()

    def __enter__(self) -> Gradebook:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextlib.contextmanager
    def together(self) -> Iterator[None]:
        """Write everything put within the context in one transaction, or nothing."""
        with self._writing():
            yield

    @contextlib.contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with database.errors_in_words(self.folder / FILE):
            yield self._connection

    @contextlib.contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """Hold a transaction; within `together`, that one."""
        with self._reading() as connection:
            if self._inside():  # a part of `together`
                yield connection
                return
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if self._inside():  # a full disk may have ended it already
                    connection.execute("ROLLBACK")
                raise

    def _inside(self) -> bool:
        return self._connection.in_transaction


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
