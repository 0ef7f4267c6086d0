"""Where a batch run keeps its gradebook: what an instructor gets wrong is told before it starts."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest
from support.grading import run
from support.small_classes import rows, write_class

from grader.batch.plan import refuse_inside
from grader.errors import UsageError


def test_a_gradebook_inside_the_class_is_refused(tmp_path: Path) -> None:
    """The next run would take its folder for a student; nothing is written."""
    write_class(tmp_path / "class", 1, numbers=[])
    for out in ("class/grades", "class", "class/student001/../new"):
        done = run("batch", "class", "--out", out, folder=tmp_path)
        assert done.status == 2
        assert f"{out} lies in class, the folder of the class" in done.err
        assert "--out" in done.err
    assert [one.name for one in (tmp_path / "class").iterdir()] == ["student001"]


def test_a_gradebook_beside_the_class_or_an_archive_is_not_refused(tmp_path: Path) -> None:
    """A name that begins alike is not inside, and a file holds no folder."""
    (tmp_path / "class").mkdir()
    (tmp_path / "class.zip").touch()
    refuse_inside(tmp_path / "class-grades", [tmp_path / "class", tmp_path / "class.zip"])
    (tmp_path / "link").symlink_to(tmp_path / "class")
    with pytest.raises(UsageError):
        refuse_inside(tmp_path / "link" / "out", [tmp_path / "class"])


@pytest.mark.parametrize("out", ["file", "file/below"])
def test_a_file_in_the_place_of_the_gradebooks_folder_is_told(tmp_path: Path, out: str) -> None:
    """It is named as what it is, and left as it is."""
    write_class(tmp_path / "class", 1, numbers=[])
    (tmp_path / "file").write_text("mine")
    done = run("batch", "class", "--out", out, folder=tmp_path)
    assert done.status == 2
    assert f"{out} cannot be a folder: it is a file, or lies below one" in done.err
    assert (tmp_path / "file").read_text() == "mine"


def test_what_to_type_next_fits_a_path_with_spaces(tmp_path: Path) -> None:
    """It can be pasted into a shell as it stands."""
    write_class(tmp_path / "my class 😀", 1, numbers=[])
    done = run("batch", "my class 😀", "--out", "my grades 😀", folder=tmp_path)
    assert done.status == 0
    step = done.err.partition("Next: grade ")[2].splitlines()[0]
    assert shlex.split(step) == ["gradebook", "show", "my grades 😀"]
    assert run(*shlex.split(step), folder=tmp_path).status == 0
    assert len(rows(tmp_path / "my grades 😀")) == 3
