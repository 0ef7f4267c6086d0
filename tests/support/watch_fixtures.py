"""Fixtures of the tests of `grade watch`: a learner's folder, and watching it in a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from grader import course
from support.grading import run

if TYPE_CHECKING:
    from support.terminal import Terminal


@pytest.fixture(name="folder")
def started_folder(tmp_path: Path) -> Path:
    """A learner's folder with untouched stubs."""
    assert run("start", folder=tmp_path).status == 0
    return tmp_path


@pytest.fixture(name="file")
def first_file(folder: Path) -> Path:
    """The file of the first exercise."""
    return folder / "exercises" / f"{course.slugs()[1]}.py"


@pytest.fixture(name="terminal")
def watching_terminal(folder: Path) -> Iterator[Terminal]:
    """`grade watch 1` that has graded the stub."""
    from support.terminal import Terminal  # which wants a POSIX system

    with Terminal("watch", "1", folder=folder) as opened:
        assert opened.shows("Exercise 1", "0 of 8 checks hold", "q: leave"), opened.text
        yield opened
