"""What is seldom in a class's download is read all the same, or left out with a reason."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

import pytest
from support.layout_classes import ONE, RIGHT, TWO, choices, class_of, packed

from grader import course
from grader.batch.layouts import archives, file_names, known_layouts, read_class, roster, sources
from grader.batch.layouts.model import FileTree, TreeEntry
from grader.errors import SubmissionError, UsageError

SLUGS = course.slugs()


def entry(*parts: str, folder: bool = False) -> TreeEntry:
    """Return what lies at one place of a tree."""
    return TreeEntry(
        parts=parts, folder=folder, modified=0, size=len(RIGHT), why="", read=lambda _: RIGHT
    )


def tree(*places: str) -> FileTree:
    """Return a tree of files at *places*."""
    return FileTree(
        name="class",
        entries=tuple(entry(*place.split("/")) for place in places),
        clones=frozenset(),
        notes=(),
    )


def test_moodle_without_folders_is_read_too() -> None:
    """A download may be flat; what was typed in is no file; the rest belongs to nobody."""
    flat = tree(
        f"Ann Lee_101_assignsubmission_file_{ONE}",
        "Ben_102_assignsubmission_onlinetext_onlinetext.html",
        f"Cem_103_assignsubmission_file_/{ONE}",
        "readme.txt",
    )
    found = known_layouts.moodle(flat, SLUGS)
    uploads = {upload.student: upload for upload in found.uploads}
    assert [(one.student, one.name) for one in found.uploads] == [
        ("101", "Ann Lee"), ("102", "Ben"), ("103", "Cem"),
    ]  # fmt: skip
    assert uploads["101"].items[0].inner == (ONE,)
    assert "typed into a text box" in uploads["102"].items[0].entry.why
    assert found.left_out == ("readme.txt",)


def test_canvas_takes_what_was_typed_and_leaves_what_is_nobodys() -> None:
    """A text box is told as such, so that its student is not taken for one who sent nothing."""
    found = known_layouts.canvas(
        tree(f"ann_11_99_{ONE}", "ben_12_text.html", "folder/x.py", "notes"), SLUGS
    )
    assert [upload.student for upload in found.uploads] == ["11", "12"]
    assert "typed into a text box" in found.uploads[1].items[0].entry.why
    assert found.left_out == ("folder", "notes")


def test_folders_that_begin_otherwise_are_told() -> None:
    """Most clones begin with the assignment; the others are students by their whole name."""
    clones = FileTree(
        name="week1-submissions",
        entries=(entry("week1-ann", ONE), entry("week1-ben", ONE), entry("other", ONE)),
        clones=frozenset(),
        notes=(),
    )
    found = known_layouts.classroom(clones, SLUGS)
    assert sorted(upload.student for upload in found.uploads) == ["ann", "ben", "other"]
    assert found.notes[-1] == "folders that do not begin with week1-: other"


def test_folders_that_have_nothing_in_common_are_students() -> None:
    """Nothing is taken off their names, and nothing is told."""
    apart = FileTree(name="x", entries=(entry("ann", ONE), entry("ben", ONE)), clones=frozenset(),
                 notes=())  # fmt: skip
    found = known_layouts.classroom(apart, SLUGS)
    assert sorted(upload.student for upload in found.uploads) == ["ann", "ben"]
    assert found.notes == ()


def test_a_class_by_exercise_has_nothing_else_beside() -> None:
    """A folder that is no exercise's is a student's, and then the others may be, too."""
    one, two = (f"{SLUGS[number]}/ann/answer.py" for number in (1, 2))
    assert len(sources.by_exercise(tree(one, two, f"zoe/{ONE}"), SLUGS)) == 1


def test_no_more_archives_are_opened_than_a_student_needs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The others are rows with a reason, and what was opened counts."""
    monkeypatch.setattr(archives, "ARCHIVES_OPENED", 1)
    (tmp_path / "student001").mkdir()
    (tmp_path / "student002").mkdir()
    (tmp_path / "student002" / ONE).write_bytes(RIGHT)
    for name, content in (("a.zip", {ONE: RIGHT}), ("b.zip", {TWO: RIGHT})):
        (tmp_path / "student001" / name).write_bytes(packed(content))
    found = choices(read_class([tmp_path]), "student001")
    assert found[1].content == RIGHT
    told = [choice.why for choice in found.values() if choice.content is None]
    assert any("is one of more than 1 archives" in why for why in told)


def test_a_pipe_in_a_tar_is_no_file(tmp_path: Path) -> None:
    """As a device, which would be read without end."""
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        pipe = tarfile.TarInfo(ONE)
        pipe.type = tarfile.FIFOTYPE
        archive.addfile(pipe)
    choice = choices(class_of(tmp_path, file.getvalue(), "work.tar"), "student001")[1]
    assert choice.content is None
    assert "is not a regular file" in choice.why


def test_an_archive_of_too_many_members_is_not_listed() -> None:
    """Their names alone would fill the memory."""
    archives._refuse_more_than(3, 3)
    with pytest.raises(SubmissionError, match="has more than 3 members"):
        archives._refuse_more_than(3, 4)


def test_a_member_that_is_no_file_cannot_be_read() -> None:
    """`tarfile` gives nothing for a folder."""
    with pytest.raises(SubmissionError, match="x is not a file"):
        archives._member(lambda: None, "x", 10)


def test_a_name_that_grows_in_lower_case_is_still_read() -> None:
    """A Turkish capital I becomes two letters there, and places would not agree."""
    read = file_names.read(f"İpek_{SLUGS[1]}.py", SLUGS)
    assert read.number == 1


def test_a_name_of_many_copies_is_read_as_far_as_is_reasonable() -> None:
    """After four steps it is whatever its rest looks like."""
    assert file_names.read(f"{SLUGS[1]} (1) (2) (3) (4) (5).py", SLUGS).number == 1


def test_a_roster_that_is_far_too_large_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is hardly a list of students."""
    monkeypatch.setattr(roster, "LARGEST", 8)
    path = tmp_path / "roster.csv"
    path.write_bytes(b"student\nann\n")
    with pytest.raises(UsageError, match="is larger than"):
        roster._text(path)
    monkeypatch.setattr(roster, "LARGEST", 80)
    assert roster._text(path) == "student\nann\n"
