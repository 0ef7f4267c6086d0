"""Layouts of a synthetic class: the files of Canvas, Moodle, Classroom or an instructor's folders."""

from __future__ import annotations

import csv
import io
import os
import random
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path

from grader import course
from support.archive_writers import Member, write_folder, write_tar, write_zip
from support.synthetic_class import (
    FIRST_TIME,
    HandedFile,
    SyntheticClass,
    SyntheticStudent,
    draw_students,
)

Writer = Callable[[Path, Sequence[SyntheticStudent]], Path]

_JUNK = (
    "__MACOSX/._exercise_1_identity.py", ".DS_Store", "__pycache__/exercise_1_identity.cpython-312.pyc",
    ".git/config", ".venv/pyvenv.cfg", "tests/test_exercise_1_identity.py",
)  # fmt: skip


def write_synthetic_class(folder: Path, *, students: int, seed: str, layout: str) -> SyntheticClass:
    """Write a class of *students* in *layout* below *folder*, which may be new.

    :raises KeyError: when there is no such layout.
    """
    write, identity, columns = LAYOUTS[layout]
    everybody = draw_students(students, seed)
    folder.mkdir(parents=True, exist_ok=True)
    path = write(folder, everybody)
    roster = folder / "roster.csv"
    roster.write_text(_roster(everybody, columns), "utf-8", newline="")
    return SyntheticClass(
        layout=layout,
        paths=(path,),
        roster=roster,
        expected={
            (identity(student), number): expected
            for student in everybody
            for number, expected in student.expected.items()
        },
    )


def _own(student: SyntheticStudent) -> list[HandedFile]:
    """Return a student's files, or the one archive that holds them."""
    if not student.bundled:
        return list(student.files)
    data = write_zip((f"my work/{handed.name}", handed) for handed in student.files)
    if student.damaged:
        data = data[: len(data) // 2]
    when = max(handed.when for handed in student.files)
    return [HandedFile(exercise=0, name="work.zip", content=data, when=when)]


def _in_folders(
    everybody: Sequence[SyntheticStudent], folder: Callable[[SyntheticStudent], str]
) -> list[Member]:
    """Return a folder for each student; of those who handed in nothing some have one, with a note."""
    members = []
    for place, student in enumerate(everybody):
        inside = "deep/er" if place % 11 == 3 else ""
        members += [
            ("/".join(filter(None, (folder(student), inside, one.name))), one)
            for one in _own(student)
        ]
        if place % 7 == 1:
            members += [(f"{folder(student)}/{junk}", _junk()) for junk in _JUNK]
    return members


def _junk() -> HandedFile:
    return HandedFile(exercise=0, name="", content=b"junk", when=FIRST_TIME + 4_000_000)


def _folders(root: Path, everybody: Sequence[SyntheticStudent]) -> Path:
    path = write_folder(root / "class", _in_folders(everybody, lambda one: one.folder))
    for student in everybody:
        (path / student.folder).mkdir(exist_ok=True)
    return path


def _folders_zip(root: Path, everybody: Sequence[SyntheticStudent]) -> Path:
    path = root / "class.zip"
    members = _in_folders(everybody, lambda one: f"class/{one.folder}")
    path.write_bytes(write_zip(members))
    return path


def _folders_tar(root: Path, everybody: Sequence[SyntheticStudent]) -> Path:
    path = root / "class.tar.gz"
    path.write_bytes(write_tar(_in_folders(everybody, lambda one: one.folder)))
    return path


def _files(root: Path, everybody: Sequence[SyntheticStudent]) -> Path:
    """Write a file for each student and exercise, named for both; an archive where they made one."""
    members: list[Member] = []
    for student in everybody:
        for handed in _own(student):
            if handed.name == "work.zip":
                members.append((f"{student.login}.zip", handed))
            elif handed.exercise:
                members.append((f"{student.login}_{_tame(handed)}", handed))
    return write_folder(root / "class", members)


def _tame(handed: HandedFile) -> str:
    """Return a file name with the exercise in it, and with a mark on a copy or a second version."""
    slug = course.exercise(handed.exercise).slug
    if handed.name.endswith(".docx"):
        return f"{slug}.docx"
    if handed.name.startswith("copy of "):
        return f"{slug} - Copy.py"
    number = handed.name[-5:-4] if handed.name.endswith(").py") else ""
    return f"{slug} ({number}).py" if number else f"{slug}.py"


def _archives(root: Path, everybody: Sequence[SyntheticStudent]) -> Path:
    """Write one archive for each student."""
    path = root / "class"
    path.mkdir()
    for student in everybody:
        if not student.files:
            continue
        data = write_zip((handed.name, handed) for handed in student.files)
        (path / f"{student.login}.zip").write_bytes(
            data[: len(data) // 2] if student.damaged else data
        )
    return path


def _clones(start: str, name: str) -> Writer:
    """Return a writer of student repositories, in which the folder alone decides which file counts."""

    def write(root: Path, everybody: Sequence[SyntheticStudent]) -> Path:
        members: list[Member] = []
        for student in everybody:
            top = f"{start}{student.login}"
            members.append((f"{top}/.git/HEAD", _junk()))
            members.append((f"{top}/README.md", _junk()))
            for handed in _own(student):
                wanted = student.expected.get(handed.exercise)
                counts = wanted is None or wanted.content in (None, handed.content)
                place = "exercises" if counts else "old"
                members.append((f"{top}/{place}/{handed.name}", handed))
        path = write_folder(root / name, members)
        for student in everybody:  # as after cloning: all of one time
            for file in (path / f"{start}{student.login}").rglob("*"):
                os.utime(file, (FIRST_TIME, FIRST_TIME), follow_symlinks=False)
        return path

    return write


def _canvas_members(everybody: Sequence[SyntheticStudent]) -> list[Member]:
    """Return a Canvas download: flat, numbered by upload, in no meaningful order."""
    members: list[Member] = []
    attachment = 700_000
    for place, student in enumerate(everybody):
        plain = "".join(one for one in f"{student.last}{student.first}".lower() if one.isalnum())
        late = "_LATE" if place % 9 == 4 else ""
        for handed in _own(student):
            attachment += 7
            members.append((f"{plain}{late}_{student.user}_{attachment}_{handed.name}", handed))
    random.Random("canvas").shuffle(members)
    return members


def _canvas_zip(root: Path, everybody: Sequence[SyntheticStudent]) -> Path:
    path = root / "submissions.zip"
    path.write_bytes(write_zip(_canvas_members(everybody)))
    return path


def _canvas_folder(root: Path, everybody: Sequence[SyntheticStudent]) -> Path:
    return write_folder(root / "submissions", _canvas_members(everybody))


def _moodle_name(student: SyntheticStudent) -> str:
    """Return a full name as it can stand in a path; Moodle takes out what cannot."""
    name = "".join(one for one in student.name if one not in '/\\:*?"<>|')
    return f"{unicodedata.normalize('NFD', name)}_{student.participant}_assignsubmission_file"


def _moodle_members(everybody: Sequence[SyntheticStudent]) -> list[Member]:
    return [
        (f"{_moodle_name(student)}{'_' if place % 2 else ''}/{handed.name}", handed)
        for place, student in enumerate(everybody)
        for handed in _own(student)
    ]


def _moodle_zip(root: Path, everybody: Sequence[SyntheticStudent]) -> Path:
    path = root / "course-assignment-1.zip"
    path.write_bytes(write_zip(_moodle_members(everybody)))
    return path


def _moodle_folder(root: Path, everybody: Sequence[SyntheticStudent]) -> Path:
    return write_folder(root / "course-assignment-1", _moodle_members(everybody))


def _moodle_flat(root: Path, everybody: Sequence[SyntheticStudent]) -> Path:
    path = root / "course-assignment-1.zip"
    members = [
        (f"{_moodle_name(student)}_{handed.name}", handed)
        for student in everybody
        for handed in _own(student)
    ]
    path.write_bytes(write_zip(members))
    return path


def _roster(everybody: Sequence[SyntheticStudent], columns: str) -> str:
    """Return a roster with *columns* of Canvas, Moodle or a plain list."""
    text = io.StringIO()
    if columns == "canvas":
        table = csv.writer(text)
        table.writerow(
            ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Modules (4711)"]
        )
        table.writerow(["    Points Possible", "", "", "", "", "24"])
        table.writerows(
            [f"{one.last}, {one.first}", one.user, f"S{one.user}", one.login, "A", ""]
            for one in everybody
        )
    elif columns == "moodle":
        table = csv.writer(text)
        table.writerow(["Identifier", "Full name", "Email address", "Status", "Grade"])
        table.writerows(
            [f"Participant {one.participant}", one.name, one.email, "", ""] for one in everybody
        )
    else:
        table = csv.writer(text, delimiter=";")
        table.writerow([columns, "name", "email"])
        table.writerows([_identity(columns)(one), one.name, one.email] for one in everybody)
    return f"\ufeff{text.getvalue()}"


def _identity(columns: str) -> Callable[[SyntheticStudent], str]:
    return {
        "canvas": lambda one: str(one.user),
        "moodle": lambda one: str(one.participant),
        "student": lambda one: one.folder,
    }.get(columns, lambda one: one.login)


LAYOUTS: dict[str, tuple[Writer, Callable[[SyntheticStudent], str], str]] = {
    "folders": (_folders, _identity("student"), "student"),
    "folders-zip": (_folders_zip, _identity("student"), "student"),
    "folders-tar": (_folders_tar, _identity("student"), "student"),
    "files": (_files, _identity("login"), "login"),
    "archives": (_archives, _identity("login"), "login"),
    "classroom": (
        _clones("modules-", "modules-submissions"),
        _identity("login"),
        "github_username",
    ),
    "clones": (_clones("course-modules-", "all"), _identity("login"), "username"),
    "canvas": (_canvas_zip, _identity("canvas"), "canvas"),
    "canvas-folder": (_canvas_folder, _identity("canvas"), "canvas"),
    "moodle": (_moodle_zip, _identity("moodle"), "moodle"),
    "moodle-flat": (_moodle_flat, _identity("moodle"), "moodle"),
    "moodle-folder": (_moodle_folder, _identity("moodle"), "moodle"),
}
"""Name to writer, who a student is in it, and the columns of its roster."""
