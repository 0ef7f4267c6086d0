"""The file of a gradebook is made whole or not at all, and what is wrong with it is told."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from grader.errors import UsageError
from grader.gradebook import database
from grader.gradebook.database import FILE


def refusal(name: str, text: str = "no") -> sqlite3.OperationalError:
    """Return what SQLite raises with an error of that name."""
    error = sqlite3.OperationalError(text)
    error.sqlite_errorname = name
    return error


def test_one_that_is_there_already_is_not_replaced(tmp_path: Path) -> None:
    """Two runs may make it at the same time; the second uses that of the first."""
    path = tmp_path / FILE
    database.make(path)
    first = path.read_bytes()
    path.write_bytes(first + b"grades")
    database.make(path)
    assert path.read_bytes() == first + b"grades"
    assert [one.name for one in tmp_path.iterdir()] == [FILE]


def test_in_a_folder_that_may_only_be_read_it_is_opened_for_reading(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite itself would want to write beside it."""
    path = tmp_path / FILE
    database.make(path)
    connect, asked = database._connect, []

    def connected(where: Path, how: str) -> sqlite3.Connection:
        asked.append(how)
        if "mode=rw" in how:
            raise refusal("SQLITE_CANTOPEN")
        return connect(where, how)

    monkeypatch.setattr(database, "_connect", connected)
    connection = database.opened(path)
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        connection.execute("CREATE TABLE one (two)")
    connection.close()
    assert asked == ["?mode=rw", "?mode=ro&immutable=1"]


@pytest.mark.parametrize("name", ["SQLITE_BUSY", "SQLITE_CANTOPEN"])
def test_one_that_somebody_writes_to_is_never_read_past_its_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """A log holds grades that are not in the file yet; and a lock is no matter of permissions."""
    path = tmp_path / FILE
    database.make(path)
    if name == "SQLITE_CANTOPEN":
        path.with_name(f"{FILE}-wal").write_bytes(b"")

    def refused(*_: object) -> sqlite3.Connection:
        raise refusal(name)

    monkeypatch.setattr(database, "_connect", refused)
    with pytest.raises(sqlite3.OperationalError):
        database.opened(path)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("SQLITE_FULL", "the disk is full"),
        ("SQLITE_IOERR_WRITE", "the disk is full"),
        ("SQLITE_LOCKED", "is locked by another program"),
        ("SQLITE_READONLY", "may not be written"),
        ("SQLITE_NOTADB", "is damaged"),
        ("SQLITE_MISUSE", "cannot be used: no"),
    ],
)
def test_what_sqlite_says_becomes_a_sentence_with_a_next_step(
    tmp_path: Path, name: str, said: str
) -> None:
    """Whatever it is, it is the caller's to mend and no trace is shown."""
    with pytest.raises(UsageError, match=said) as caught, database.errors_in_words(tmp_path / FILE):
        raise refusal(name)
    assert caught.value.next_step


def test_a_lock_that_cannot_be_taken_for_another_reason_is_not_called_another_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk, for instance."""

    class Full:
        isolation_level = None

        def execute(self, _: str) -> None:
            raise refusal("SQLITE_FULL")

        def close(self) -> None:
            return

    monkeypatch.setattr(sqlite3, "connect", lambda *_, **__: Full())
    with pytest.raises(UsageError, match="the disk is full"), database.held(tmp_path):
        pytest.fail("it was not taken")
