"""The scratch folder: counted in bounded work, and removed whatever is in it."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

from support.grading import attempt, misconceptions, solution

from grader.host.examiner_process import examine
from grader.sandbox.scratch import ENTRIES, is_overfull, remove

if TYPE_CHECKING:
    from pathlib import Path

MIB = 1 << 20


def test_counts_what_is_on_disk(tmp_path: Path) -> None:
    """All files in all folders count; a hole, a missing folder and a link's target do not."""
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "file").write_bytes(b"x" * MIB)
    with (tmp_path / "holes").open("wb") as file:
        file.truncate(64 * MIB)
    (tmp_path / "link").symlink_to("/usr")
    assert not is_overfull(tmp_path, 2 * MIB)
    assert is_overfull(tmp_path, MIB // 2)
    assert not is_overfull(tmp_path / "none", 1)


def test_stops_counting_at_the_limit(tmp_path: Path) -> None:
    """Ten times too many entries take no longer than just too many."""
    for number in range(ENTRIES * 5):
        (tmp_path / str(number)).touch()
    began = time.monotonic()
    assert is_overfull(tmp_path, 1 << 40)
    assert time.monotonic() - began < 0.5


def test_what_cannot_be_counted_is_too_much(tmp_path: Path) -> None:
    """A path that is too long to be opened hides what is at its end."""
    here = os.open(tmp_path, os.O_RDONLY)
    for _ in range(30):
        os.mkdir("d" * 200, dir_fd=here)
        inner = os.open("d" * 200, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = inner
    os.close(here)
    assert is_overfull(tmp_path, 1 << 40)
    remove(tmp_path)
    assert not tmp_path.exists()


def test_removes_what_is_locked_and_follows_no_link(tmp_path: Path) -> None:
    """Folders without permissions go; what a link points to stays."""
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "file").touch()
    doomed = tmp_path / "doomed"
    (doomed / "a" / "b").mkdir(parents=True)
    (doomed / "a" / "link").symlink_to(kept)
    (doomed / "link").symlink_to(kept)
    os.mkfifo(doomed / "pipe")
    (doomed / "a" / "b").chmod(0)
    (doomed / "a").chmod(0o300)
    remove(doomed)
    remove(doomed)
    assert not doomed.exists()
    assert (kept / "file").exists()


FILL = """
def forget(module):
    number = 0
    while True:
        number += 1
        with open(f"file{number}", "wb") as file:
            file.write(b"x" * 1_000_000)
"""


def test_filling_the_disk_ends_the_guest_and_is_told() -> None:
    """Long before the time limit, and by its name."""
    began = time.monotonic()
    graded = examine([attempt(1, solution(1) + FILL, seconds=60)])[0]
    assert time.monotonic() - began < 30
    assert misconceptions([graded]) == ["filled_disk"]
    loading = FILL.replace("def forget(module):", "if True:")
    graded = examine([attempt(1, solution(1) + loading, seconds=60)])[0]
    assert misconceptions([graded]) == ["load_disk"]
