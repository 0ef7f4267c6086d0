"""A file is written whole or not at all, and nothing else is left beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.atomic_files import atomic_write


def test_the_new_content_is_in_place_of_the_old(tmp_path: Path) -> None:
    """And there is one file in the folder."""
    path = tmp_path / "file"
    for content in (b"first", b""):
        atomic_write(path, content)
        assert path.read_bytes() == content
    assert list(tmp_path.iterdir()) == [path]


def test_a_write_that_fails_leaves_the_folder_as_it_was(tmp_path: Path) -> None:
    """A folder stands where the file was to be."""
    path = tmp_path / "file"
    path.mkdir()
    with pytest.raises(OSError, match="file"):
        atomic_write(path, b"new")
    assert list(tmp_path.iterdir()) == [path]


def test_others_may_read_it_as_any_file_of_ours(tmp_path: Path) -> None:
    """It has the permissions that a file has which is opened for writing."""
    ordinary, path = tmp_path / "ordinary", tmp_path / "file"
    ordinary.write_bytes(b"")
    atomic_write(path, b"new")
    assert path.stat().st_mode == ordinary.stat().st_mode
