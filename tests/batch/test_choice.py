"""Each student's files are chosen by a rule, and what cannot be read is a row with a reason."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest
from support.layout_classes import ONE, RIGHT, SLUGS, TWO, aged, choices, files, write

from grader import course
from grader.batch.layouts import folders, read_class


@pytest.mark.parametrize(
    ("names", "newer", "chosen"),
    [
        ([ONE, f"{SLUGS[1]} (1).py"], {}, f"{SLUGS[1]} (1).py"),
        ([ONE, f"{SLUGS[1]} (1).py"], {SLUGS[1]: 10}, ONE),
        ([ONE, f"copy of {ONE}"], {f"copy_of_{SLUGS[1]}": 10}, ONE),
        ([f"copy of {ONE}", "ex1.py"], {}, f"copy of {ONE}"),
        ([ONE, f"old/{ONE}"], {}, ONE),
        ([f"exercises/{ONE}", ONE], {}, f"exercises/{ONE}"),
        ([f"a/b/{ONE}", f"c/{ONE}"], {}, f"c/{ONE}"),
        ([f"b/{ONE}", f"a/{ONE}"], {}, f"a/{ONE}"),
        ([f"{SLUGS[1]}/answer.py"], {}, f"{SLUGS[1]}/answer.py"),
        ([f"{SLUGS[1]}/answer.py", f"{SLUGS[1]}/{ONE}"], {"answer": 10}, f"{SLUGS[1]}/{ONE}"),
        ([f"{SLUGS[1]}.docx", "ex1.py"], {}, "ex1.py"),
        ([f"venv/{ONE}", f"deep/{ONE}", f".git/{ONE}"], {}, f"deep/{ONE}"),
        (["pyvenv.cfg", f"lib/site-packages/{ONE}", f"deep/er/{ONE}"], {}, f"deep/er/{ONE}"),
    ],
)  # fmt: skip
def test_the_rule_among_several_candidates(
    tmp_path: Path, names: list[str], newer: dict[str, int], chosen: str
) -> None:
    """Name, place, time, number and depth, in this order; the others are listed."""
    root = write(tmp_path / "class", *(f"s/{name}" for name in names), "t/notes.md")
    aged(root / "s", **newer)
    choice = choices(read_class([root]), "s")[1]
    assert choice.file == f"s/{chosen}"
    assert choice.content == f"# s/{chosen}\n".encode()
    hidden = ("venv/", ".git/", "lib/", "pyvenv")
    others = {f"s/{name}" for name in names if name != chosen and not name.startswith(hidden)}
    assert set(choice.others) == others


def test_of_canvas_uploads_the_last_counts_whatever_its_time(tmp_path: Path) -> None:
    """The attachment's number says what came last; a loose file and an archive are alike in that."""
    path = tmp_path / "submissions.zip"
    inner = tmp_path / "inner.zip"
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr(TWO, "# in the archive\n")
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(zipfile.ZipInfo(f"one_11_99_{ONE}", (2026, 1, 1, 0, 0, 0)), "# old\n")
        name = f"one_11_100_{SLUGS[1]}-1.py"
        archive.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), "# new\n")
        archive.writestr(f"one_11_101_{TWO}", "# loose\n")
        archive.writestr("one_11_102_work.zip", inner.read_bytes())
        archive.writestr("two_12_50_text.html", "<p>typed</p>")
        archive.writestr("three_13_text.html", "<p>typed</p>")
    found = read_class([path])
    assert choices(found, "11")[1].content == b"# new\n"
    assert choices(found, "11")[2].content == b"# in the archive\n"
    assert choices(found, "12") == {}
    assert "typed into a text box" in choices(found, "13")[1].why


def test_an_untouched_stub_does_not_hide_work(tmp_path: Path) -> None:
    """What was worked on goes before the stub, wherever that lies; alone, the stub is graded."""
    stub = course.stub(course.exercise(1))
    root = write(tmp_path / "class", f"a/{ONE}", f"b/{TWO}")
    for student in ("a", "b"):
        (root / student / "exercises").mkdir()
        (root / student / "exercises" / ONE).write_bytes(stub.replace(b"\n", b"\r\n"))
    found = read_class([root])
    assert choices(found, "a")[1].file == f"a/{ONE}"
    assert choices(found, "b")[1].file == f"b/exercises/{ONE}"


def test_a_file_whose_name_says_nothing_is_known_by_its_functions(tmp_path: Path) -> None:
    """Only when nothing else can be read, even if its Python is broken; never a test file."""
    root = write(tmp_path / "class", "a/test_mine.py", f"b/{ONE}", "b/mine.py", "c/notes.py")
    (root / "a" / "mine.py").write_bytes(RIGHT + b"\n)(")
    (root / "a" / "test_mine.py").write_bytes(RIGHT)
    (root / "b" / "mine.py").write_bytes(RIGHT)
    found = read_class([root])
    assert files(found) == {"a": {1: "a/mine.py"}, "b": {1: f"b/{ONE}"}, "c": {}}
    assert any("a/mine.py counts for exercise 1 because" in note for note in found.notes)
    assert "c: not for any exercise: c/notes.py" in found.notes


@pytest.fixture
def odd(tmp_path: Path) -> Path:
    """A class in which most cannot be read."""
    root = write(tmp_path / "class", f"good/{ONE}", f"outside/{ONE}")
    for name in ("link", "pipe", "folder", "large", "foreign", "utf16"):
        (root / name).mkdir()
    (root / "link" / ONE).symlink_to(root / "good" / ONE)
    os.mkfifo(root / "pipe" / ONE)
    (root / "folder" / ONE).mkdir()
    (root / "large" / ONE).write_bytes(b"#" * (2 << 20))
    (root / "foreign" / f"{SLUGS[1]}.docx").write_bytes(b"PK")
    (root / "utf16" / ONE).write_bytes("x = 1".encode("utf-16"))
    (root / "linked").symlink_to(root / "good", target_is_directory=True)
    (root / "broken").symlink_to(root / "nowhere")
    return root


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs POSIX files")
def test_what_cannot_be_read_is_a_row_with_a_reason(odd: Path) -> None:
    """Nobody goes missing, nothing is followed or waited for, and each reason is its own."""
    found = read_class([odd])
    assert len(found.students) == 10
    why = {one.student: one.choices[1].why for one in found.students}
    assert {student: text.split(" ", 1)[1] for student, text in why.items() if text} == {
        "link": "is a symbolic link",
        "linked": "is a symbolic link",
        "broken": "is a symbolic link",
        "pipe": "is a named pipe",
        "folder": "is a folder, not a file",
        "large": "is larger than 1 MiB and is not graded",
        "foreign": "is not named as a Python file",
        "utf16": "is saved as UTF-16, which Python does not read",
    }  # fmt: skip
    assert all(one.choices[1].content is None for one in found.students if why[one.student])
    assert set(choices(found, "linked")) == {1, 2, 3}
    assert set(choices(found, "pipe")) == {1}


def test_a_folder_that_may_not_be_opened_is_its_students_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No permission on one student's folder: three rows that say so, and the others are read."""
    root = write(tmp_path / "class", f"a/{ONE}", f"b/{ONE}")
    real = os.scandir

    def scandir(path: Path) -> object:
        if Path(path).name == "a":
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    found = read_class([root])
    assert {choice.why for choice in choices(found, "a").values()} == {"a may not be opened by you"}
    assert set(choices(found, "a")) == {1, 2, 3}
    assert set(choices(found, "b")) == {1}


def test_a_folder_with_too_much_in_it_is_its_students_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The walk is bounded for each student, in number and in depth."""
    monkeypatch.setattr(folders, "MOST", 5)
    monkeypatch.setattr(folders, "DEEPEST", 3)
    many = [f"a/{number}.txt" for number in range(6)]
    root = write(tmp_path / "class", f"a/{ONE}", *many, f"b/{ONE}", f"c/1/2/3/{ONE}")
    found = read_class([root])
    assert choices(found, "a")[1].why == "a holds more than 5 files"
    assert choices(found, "c")[1].why == "c/1/2/3 lies too deep in folders"
    assert choices(found, "b")[1].content


def test_looking_twice_gives_the_same_and_changes_nothing(odd: Path) -> None:
    """The result depends on what is there, not on the order in which a folder lists it."""
    before = sorted(odd.rglob("*"))
    first, second = read_class([odd]), read_class([odd])
    assert first == second
    assert sorted(odd.rglob("*")) == before
    assert [one.student for one in first.students] == sorted(one.student for one in first.students)
