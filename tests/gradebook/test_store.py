"""The gradebook file: what is put is on disk, and trouble with the file is told and does no harm."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from support.grading import TESTS

from grader.errors import UsageError
from grader.gradebook.database import FILE
from grader.gradebook.store import Gradebook
from grader.model import Mark, Row, State

CONTENT = b"def import_back(name):\n    return name\n"
SHA = sha256(CONTENT).hexdigest()
GRADED = Row(
    student="student01",
    exercise=1,
    state=State.GRADED,
    earned=3,
    possible=8,
    name="Żółć, Jr \N{SNOWMAN}",
    file="student01/exercise_1_identity.py",
    sha256=SHA,
    key="k1",
    seed="7f3a",
    graded_at="2026-01-31T12:00:00Z",
    report={"schema": "grade/1", "checks": [{"seconds": 0.25, "finding": None, "said": "\ud83d"}]},
)
MARK = Mark(
    student="student01", exercise=3, points=None, comment="=1+1\n", marked_at="2026-02-01T12:00:00Z"
)


def kept(folder: Path) -> tuple[Row, ...]:
    """Return the rows that a new process would see."""
    with Gradebook.open(folder) as book:
        return book.rows()


def put_many(book: Gradebook) -> None:
    """Put a hundred rows with large files."""
    for count in range(2, 102):
        content = os.urandom(20_000)
        book.put(replace(GRADED, exercise=count, sha256=sha256(content).hexdigest()), content)


def test_what_is_put_comes_back_equal(tmp_path: Path) -> None:
    """Every field of rows and marks, and the graded bytes, from a file opened anew."""
    faulted = replace(GRADED, exercise=2, state=State.FAULTED, earned=None, report={}, why="x")
    with Gradebook.create(tmp_path / "new" / "out") as book:
        book.put(faulted)
        book.put(GRADED, CONTENT)
        book.mark(MARK)
    with Gradebook.open(tmp_path / "new" / "out") as book:
        assert book.rows() == (GRADED, faulted)
        assert book.row("student01", 2) == faulted
        assert book.row("student01", 3) is None
        assert book.marks() == (MARK,)
        assert book.source(SHA) == CONTENT
        with pytest.raises(LookupError, match="no file"):
            book.source("0" * 64)


def test_a_row_replaces_the_earlier_one_and_nothing_else(tmp_path: Path) -> None:
    """One row for a student and exercise; marks are not touched by grading again."""
    with Gradebook.create(tmp_path) as book:
        book.put(GRADED, CONTENT)
        book.mark(MARK)
        book.put(replace(GRADED, earned=8, key="k2"))
        book.mark(replace(MARK, points=2))
        assert [(row.earned, row.key) for row in book.rows()] == [(8, "k2")]
        assert [mark.points for mark in book.marks()] == [2]
        standing = book.summaries()[GRADED.student, 1]
    assert (standing.state, standing.key) == (State.GRADED, "k2")


def test_rows_are_sorted_by_student_and_exercise(tmp_path: Path) -> None:
    """In the order of the characters, however they were put."""
    names = ["b", "B", "a b", "ä", "\udce4", "a"]
    with Gradebook.create(tmp_path) as book:
        for student in names:
            for number in (10, 9):
                book.put(replace(GRADED, student=student, exercise=number, file=f"{student}.py"))
        found = [(row.student, row.exercise) for row in book.rows()]
        assert book.row("\udce4", 9) is not None
    assert found == [(student, number) for student in sorted(names) for number in (9, 10)]


def test_there_is_no_gradebook_to_open(tmp_path: Path) -> None:
    """Opening makes nothing."""
    with pytest.raises(UsageError, match="no gradebook"):
        Gradebook.open(tmp_path / "nowhere")
    assert not (tmp_path / "nowhere").exists()


def test_a_reader_sees_rows_while_a_writer_is_at_work(tmp_path: Path) -> None:
    """And marks may be put in between."""
    with Gradebook.create(tmp_path) as writer, Gradebook.open(tmp_path) as reader:
        writer.put(GRADED, CONTENT)
        assert len(reader.rows()) == 1
        reader.mark(MARK)
        writer.put(replace(GRADED, exercise=2))
        assert len(reader.rows()) == 2


def test_a_killed_writer_loses_nothing_that_was_put(tmp_path: Path) -> None:
    """SIGKILL right after `put` has returned."""
    code = (
        "import os, sys; sys.path.insert(0, sys.argv[1]); from pathlib import Path\n"
        "from support.batch_process import write_and_die; write_and_die(Path(sys.argv[2]))\n"
    )
    arguments = [str(TESTS), str(tmp_path)]
    done = subprocess.run([sys.executable, "-c", code, *arguments], check=False, timeout=60)
    assert done.returncode == -9
    assert [row.exercise for row in kept(tmp_path)] == [1, 2, 3]


def test_a_full_disk_is_told_and_loses_nothing(tmp_path: Path) -> None:
    """SQLite's own bound on pages stands for the disk's; there is room again afterwards."""
    with Gradebook.create(tmp_path) as book:
        book.put(GRADED, CONTENT)
        (pages,) = book._connection.execute("PRAGMA page_count").fetchone()
        book._connection.execute(f"PRAGMA max_page_count = {pages + 2}")
        big = os.urandom(100_000)
        with pytest.raises(UsageError, match="disk is full") as caught:
            book.put(replace(GRADED, earned=8, sha256=sha256(big).hexdigest()), big)
        assert "Make room" in caught.value.next_step
        assert book.rows() == (GRADED,)
        book._connection.execute("PRAGMA max_page_count = 100000")
        book.put(replace(GRADED, exercise=2, sha256=sha256(big).hexdigest()), big)
    assert len(kept(tmp_path)) == 2


@pytest.mark.skipif(sys.platform == "win32", reason="there are no limits on the size of files")
def test_a_write_that_the_system_refuses_is_told(tmp_path: Path) -> None:
    """A limit on the size of files ends in an error, not in a damaged gradebook."""
    import resource

    with Gradebook.create(tmp_path) as book:
        book.put(GRADED, CONTENT)
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, hard))
        try:
            with pytest.raises(UsageError, match="disk is full or fails"):
                put_many(book)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    found = kept(tmp_path)
    assert found[0] == GRADED
    assert [row.exercise for row in found] == list(range(1, len(found) + 1))


def test_a_locked_database_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another program's transaction is waited for, not for ever."""
    monkeypatch.setattr("grader.gradebook.database._PATIENCE", 0.2)
    with Gradebook.create(tmp_path) as book, closing(sqlite3.connect(tmp_path / FILE)) as other:
        other.isolation_level = None
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(UsageError, match="locked by another program"):
            book.put(GRADED)
        other.execute("ROLLBACK")
        book.put(GRADED)


@pytest.mark.parametrize("size", [0, 10, 100, 4096, 5000, 12_288])
def test_a_truncated_database_is_told_and_left_alone(tmp_path: Path, size: int) -> None:
    """Whatever was cut off; the bytes stay for whoever can save something from them."""
    with Gradebook.create(tmp_path) as book:
        for count in range(200):
            book.put(replace(GRADED, student=f"student{count:03}"), CONTENT)
    os.truncate(tmp_path / FILE, size)
    before = (tmp_path / FILE).read_bytes()
    for attempt in (Gradebook.open, Gradebook.create):
        with pytest.raises(UsageError, match="damaged") as caught, attempt(tmp_path) as book:
            book.rows()
        assert "left as it is" in caught.value.next_step
    assert (tmp_path / FILE).read_bytes() == before


def test_another_programs_database_is_left_alone(tmp_path: Path) -> None:
    """Neither a database of somebody else's nor a file that is none is written to."""
    with closing(sqlite3.connect(tmp_path / FILE)) as other:
        other.execute("CREATE TABLE recipes (name)")
    before = (tmp_path / FILE).read_bytes()
    with pytest.raises(UsageError, match="another program's"):
        Gradebook.create(tmp_path)
    assert (tmp_path / FILE).read_bytes() == before
    (tmp_path / FILE).write_text("not a database " * 1000)
    with pytest.raises(UsageError, match="no gradebook"):
        Gradebook.create(tmp_path)


def test_a_later_layout_is_told(tmp_path: Path) -> None:
    """A gradebook of a later version of the kit is not guessed at."""
    Gradebook.create(tmp_path).close()
    with closing(sqlite3.connect(tmp_path / FILE)) as other:
        other.execute("PRAGMA user_version = 99")
    with pytest.raises(UsageError, match="layout 99"):
        Gradebook.open(tmp_path)


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    """Here a file is in its place."""
    (tmp_path / "out").write_text("")
    with pytest.raises(UsageError, match="cannot be a folder: it is a file"):
        Gradebook.create(tmp_path / "out")


@pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0, reason="mounts a file system, which root may"
)
def test_a_full_file_system_and_a_read_only_one(tmp_path: Path) -> None:
    """For real: rows stay readable on both, writing is told, and goes on when it can."""

    def mount(*options: str) -> None:
        subprocess.run(["mount", *options, "tmpfs", str(tmp_path)], check=True, timeout=30)

    mount("-t", "tmpfs", "-o", "size=400k")
    try:
        with Gradebook.create(tmp_path) as book:
            book.put(GRADED, CONTENT)
            with pytest.raises(UsageError, match="disk is full or fails"):
                put_many(book)
        put = kept(tmp_path)
        assert put[0] == GRADED
        mount("-o", "remount,ro")
        assert kept(tmp_path) == put
        with Gradebook.open(tmp_path) as book, pytest.raises(UsageError, match="may not be"):
            book.put(GRADED, CONTENT)
        mount("-o", "remount,rw,size=8m")
        with Gradebook.open(tmp_path) as book:
            put_many(book)
        assert len(kept(tmp_path)) == 101
    finally:
        subprocess.run(["umount", str(tmp_path)], check=True, timeout=30)


def test_making_leaves_nothing_beside_the_gradebook(tmp_path: Path) -> None:
    """No half-made file, no log once it is closed."""
    Gradebook.create(tmp_path).close()
    assert [path.name for path in tmp_path.iterdir()] == [FILE]
