"""How a class lies on disk is found by looking, whatever path of it is named."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest
from support.layout_classes import ONE, SLUGS, TWO, choices, files, write

from grader.batch.layouts import read_class
from grader.errors import UsageError


@pytest.mark.parametrize(
    ("root", "names", "layout", "expected"),
    [
        ("class", [f"a/{ONE}", f"b/x/{TWO}"], "folders", {"a": {1}, "b": {2}}),
        ("class", [f"a_{ONE}", f"a_{TWO}", f"b_{ONE}"], "files", {"a": {1, 2}, "b": {1}}),
        ("hw-submissions", [f"hw-a/{ONE}", f"hw-b-c/exercises/{ONE}"], "classroom", {"a": {1}, "b-c": {1}}),
        ("repos", [f"hw-a/{ONE}", "hw-a/.git/HEAD", "hw-b/.git/HEAD"], "classroom", {"a": {1}, "b": set()}),
        ("class", [f"one_11_70_{ONE}", f"two_LATE_12_71_{TWO}", f"anon_9_72_{ONE}"], "canvas", {"11": {1}, "12": {2}, "9": {1}}),
        ("class", [f"one_anon_xY9_70_{ONE}"], "canvas", {"anon_xY9": {1}}),
        ("class", [f"A One_11_assignsubmission_file/{ONE}", f"B_12_assignsubmission_file_/{TWO}"], "moodle", {"11": {1}, "12": {2}}),
        ("class", [f"A One_11_assignsubmission_file_{ONE}", f"B_12_assignsubmission_file_{TWO}"], "moodle", {"11": {1}, "12": {2}}),
        ("student7", [ONE, TWO, "notes.md"], "student", {"student7": {1, 2}}),
        ("student7", [f"{SLUGS[1]}/{ONE}", f"{SLUGS[2]}/{TWO}"], "student", {"student7": {1, 2}}),
        ("student7", ["ex1/answer.py", "ex2/answer.py", "ex2/notes.md"], "student", {"student7": {1, 2}}),
        ("student7", [f"exercises/{ONE}", f"solutions/{ONE}"], "student", {"student7": {1}}),
        ("outer", [f"hw-submissions/hw-a/{ONE}", f"hw-submissions/hw-b/{ONE}"], "classroom", {"a": {1}, "b": {1}}),
        ("outer", [f"class/a/{ONE}", f"class/b/{ONE}", "read me.txt"], "folders", {"a": {1}, "b": {1}}),
        ("class", [f"a/deep/er/{ONE}"], "folders", {"a": {1}}),
    ],
)  # fmt: skip
def test_layouts_are_found_by_looking(
    tmp_path: Path, root: str, names: list[str], layout: str, expected: dict[str, set[int]]
) -> None:
    """Each of the known layouts is told by its names alone, on disk and in an archive."""
    write(tmp_path / root, *names)
    path = tmp_path / f"{root}.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            archive.writestr(name, f"# {name}\n")
    for source in (tmp_path / root, path):
        found = read_class([source])
        assert found.layout == layout
        assert {one.student: set(one.choices) for one in found.students} == expected
        assert found.notes[0].startswith(f"{source}: ")


def test_a_layout_can_be_insisted_on(tmp_path: Path) -> None:
    """Without a sign of clones the folders' names are the students; who knows better says so."""
    path = write(tmp_path / "class", f"hw-a/{ONE}", f"hw-b/{ONE}")
    assert set(files(read_class([path]))) == {"hw-a", "hw-b"}
    assert set(files(read_class([path], layout="classroom"))) == {"a", "b"}
    assert set(files(read_class([path], layout="student"))) == {"class"}


def test_unknown_and_unfitting_layouts_are_told(tmp_path: Path) -> None:
    """An unknown name lists the choices; one that finds nobody says so."""
    path = write(tmp_path / "class", f"a/{ONE}")
    with pytest.raises(UsageError, match="no layout blackboard") as caught:
        read_class([path], layout="blackboard")
    assert "canvas, moodle, classroom, student, folders, files" in caught.value.next_step
    with pytest.raises(UsageError, match="no students in the layout canvas"):
        read_class([path], layout="canvas")


def test_nothing_to_look_at_is_the_callers_mistake(tmp_path: Path) -> None:
    """A missing path, no path, an empty folder, a pipe."""
    with pytest.raises(UsageError, match="nothing at"):
        read_class([tmp_path / "nowhere"])
    with pytest.raises(UsageError, match="no path"):
        read_class([])
    with pytest.raises(UsageError, match="no students"):
        read_class([tmp_path])
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UsageError, match="neither a folder nor a file"):
        read_class([tmp_path / "pipe"])
    (tmp_path / "class.rar").write_bytes(b"Rar!")
    with pytest.raises(UsageError, match="kind that is not opened"):
        read_class([tmp_path / "class.rar"])


def test_many_paths_of_one_folder_are_one_class(tmp_path: Path) -> None:
    """What a shell makes of `class/*`: students side by side, one of them a damaged archive."""
    root = write(tmp_path / "class", f"a/{ONE}", f"b/deep/{ONE}", "c/notes.md", f"d_{ONE}")
    (root / "e.zip").write_bytes(b"damaged")
    found = read_class(sorted(root.iterdir()))
    assert files(found) == {
        "a": {1: f"a/{ONE}"}, "b": {1: f"b/deep/{ONE}"}, "c": {}, "d": {1: f"d_{ONE}"},
        "e": {1: "e.zip", 2: "e.zip", 3: "e.zip"},
    }  # fmt: skip
    assert read_class([root]).students == found.students


def test_clones_named_one_by_one_are_still_clones(tmp_path: Path) -> None:
    """`hw-submissions/*` says as much as `hw-submissions`."""
    root = write(tmp_path / "hw-submissions", f"hw-a/{ONE}", f"hw-b/{ONE}")
    assert set(files(read_class(sorted(root.iterdir())))) == {"a", "b"}


def test_a_folder_for_each_exercise_with_the_class_in_it(tmp_path: Path) -> None:
    """What one downloads assignment by assignment: the folder tells the exercise, the file the student."""
    root = write(
        tmp_path / "class", "exercise_1/a.py", "exercise_1/b.py", "ex2/a.py", f"ex2/b/{TWO}", "x.md"
    )
    found = read_class([root])
    assert files(found) == {
        "a": {1: "exercise_1/a.py", 2: "ex2/a.py"},
        "b": {1: "exercise_1/b.py", 2: f"ex2/b/{TWO}"},
    }
    assert not any("goes before" in note for note in found.notes)
    assert read_class(sorted(root.glob("*ex*"))).students == found.students


def test_folders_that_may_hold_a_student_each_are_told(tmp_path: Path) -> None:
    """Sections with students in them look like students with several answers: that is said."""
    root = write(tmp_path / "class", f"section/a/{ONE}", f"section/b/{ONE}", f"other/c/{ONE}")
    found = read_class([root])
    assert set(files(found)) == {"section", "other"}
    assert any("several folders, a, b; if these are students" in note for note in found.notes)
    paths = [root / "section", root / "other"]
    assert set(files(read_class(paths, layout="folders"))) == {"a", "b", "c"}


def test_what_an_instructor_keeps_beside_a_download_does_not_hide_it(tmp_path: Path) -> None:
    """A table or a page between the files of a platform is nobody's, whatever their number."""
    root = write(tmp_path / "class", f"one_11_70_{ONE}", "grades.csv", "index.html")
    found = read_class([root])
    assert (found.layout, set(files(found))) == ("canvas", {"11"})
    assert f"{root}: belongs to nobody: grades.csv, index.html" in found.notes


def test_of_a_student_at_two_paths_the_last_named_path_counts(tmp_path: Path) -> None:
    """Exercise by exercise; the other file is listed, and what only the first has stays."""
    first = write(tmp_path / "one", f"a/{ONE}", f"a/{TWO}", f"b/{ONE}")
    last = write(tmp_path / "two", f"a/{ONE}", f"c/{ONE}")
    found = read_class([first, last])
    assert files(found) == {
        "a": {1: f"two/a/{ONE}", 2: f"one/a/{TWO}"},
        "b": {1: f"one/b/{ONE}"},
        "c": {1: f"two/c/{ONE}"},
    }
    assert choices(found, "a")[1].others == (f"one/a/{ONE}",)
    assert any(note.startswith("a is there as a in") for note in found.notes)


def test_an_unreadable_file_at_the_last_path_does_not_hide_a_good_one(tmp_path: Path) -> None:
    """The one that can be read goes before."""
    first = write(tmp_path / "one", f"a/{ONE}", f"b/{ONE}")
    last = write(tmp_path / "two", f"a/{TWO}", f"c/{ONE}")
    (last / "a" / ONE).symlink_to("/etc/hostname")
    choice = choices(read_class([first, last]), "a")[1]
    assert (choice.file, choice.others) == (f"one/a/{ONE}", (f"two/a/{ONE}",))


def test_files_of_nobody_and_what_else_could_be_meant_are_noted(tmp_path: Path) -> None:
    """What was left out is said, and so is what was chosen where two layouts fit."""
    root = write(
        tmp_path / "class",
        f"a/{ONE}",
        f"b/{ONE}",
        f"c_{ONE}",
        "task.pdf",
        "ex1 task.pdf",
        "helper.py",
    )
    found = read_class([root])
    assert set(files(found)) == {"a", "b", "c"}
    assert f"{root}: belongs to nobody: ex1 task.pdf, helper.py, task.pdf" in found.notes


def test_the_download_alone_in_a_folder_is_opened(tmp_path: Path) -> None:
    """To name the folder in which the platform's archive lies is enough."""
    with zipfile.ZipFile(tmp_path / "submissions.zip", "w") as archive:
        archive.writestr(f"one_11_99_{ONE}", "# one\n")
        archive.writestr(f"two_12_98_{ONE}", "# two\n")
    assert set(files(read_class([tmp_path]))) == {"11", "12"}
