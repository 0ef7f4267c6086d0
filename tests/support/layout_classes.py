"""Small classes as files on disk, for the tests of layouts."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Mapping
from pathlib import Path

from grader import course
from grader.batch.layouts import ChosenFile, ClassFiles, read_class
from support.grading import solution

SLUGS = course.slugs()
ONE, TWO, THREE = (f"{slug}.py" for slug in SLUGS.values())
RIGHT = solution(1).encode()


def write(folder: Path, *names: str) -> Path:
    """Write files below *folder*, each with its own name as content, all of one time."""
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"# {name}\n", "utf-8")
        os.utime(path, (1_700_000_000, 1_700_000_000))
    return folder


def aged(folder: Path, **seconds: int) -> None:
    """Make files newer by some seconds; a name stands without its suffix and with `_`."""
    for name, more in seconds.items():
        (path,) = [one for one in folder.rglob("*.py") if one.stem.replace(" ", "_") == name]
        os.utime(path, (1_700_000_000 + more, 1_700_000_000 + more))


def choices(found: ClassFiles, student: str) -> Mapping[int, ChosenFile]:
    """Return what was chosen for one student."""
    return {one.student: one for one in found.students}[student].choices


def files(found: ClassFiles) -> dict[str, dict[int, str]]:
    """Return student to exercise to the file that was chosen."""
    return {
        one.student: {number: choice.file for number, choice in one.choices.items()}
        for one in found.students
    }


def packed(members: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a ZIP file with *members*."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 10, 8, 0, 0)), content, method)
    return file.getvalue()


def class_of(folder: Path, archive: bytes, name: str = "work.zip") -> ClassFiles:
    """Return the class in which student001 handed in *archive* and student002 a good file."""
    for student, file, content in (("student001", name, archive), ("student002", ONE, RIGHT)):
        (folder / student).mkdir()
        (folder / student / file).write_bytes(content)
    found = read_class([folder])
    good = choices(found, "student002")[1]
    assert good.content == RIGHT
    return found
