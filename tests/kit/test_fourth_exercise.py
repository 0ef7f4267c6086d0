"""A fourth exercise: what `grade kit new` writes is found by every command, with nothing else to edit."""

from __future__ import annotations

import base64
import csv
import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from support.grading import ROOT

SLUG = "exercise_4_late_binding"
PARTS = ("exercises", "solutions", "grader", "tests/misconceptions", "tests/correct")
"""What a checkout has that an author's commands read; with it, the two files at its root."""


class Clone:
    """A copy of the checkout, and the `grade` of that copy."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for part in PARTS:
            unwanted = shutil.ignore_patterns("__pycache__")
            shutil.copytree(ROOT / part, folder / part, ignore=unwanted)
        for name in ("pyproject.toml", "README.md"):
            shutil.copy(ROOT / name, folder / name)

    def grade(self, *arguments: str, cwd: Path | None = None, status: int = 0) -> str:
        """Run `grade` and return what it wrote to standard output; the exit status must be *status*."""
        done = subprocess.run(
            [sys.executable, "-c", "from grader.cli.entry import main; main()", *arguments],
            cwd=cwd or self.folder,
            env={**os.environ, "PYTHONPATH": str(self.folder), "COLUMNS": "100"},
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        assert done.returncode == status, f"{arguments}: {done.stdout}\n{done.stderr}"
        return done.stdout


def test_a_scaffolded_exercise_works_in_every_command_at_once(tmp_path: Path) -> None:
    """Terminal, JSON, workflow step, class, export and students' repository all have it.

    That it is sound has a test of its own (`test_kit`).
    """
    clone = Clone(tmp_path / "clone")
    clone.grade("kit", "new", "late_binding")
    assert f"exercises/{SLUG}.py" in clone.grade("start", "course")
    course = clone.folder / "course"
    assert "Late binding" in clone.grade("exercise", "4", cwd=course, status=1)
    assert clone.grade("hint", "4", cwd=course).strip()
    solved = (clone.folder / "solutions" / f"{SLUG}.py").read_bytes()
    stub = (course / "exercises" / f"{SLUG}.py").read_bytes()
    (course / "exercises" / f"{SLUG}.py").write_bytes(solved)
    assert "PASS  4.1" in clone.grade("exercise", "4", cwd=course)
    read = json.loads(clone.grade("exercise", "4", "--format", "json", cwd=course))
    assert (read["exercise"], read["earned"], read["possible"]) == (4, 1, 1)

    for path in (course / "exercises").glob("*.py"):  # what is not there takes no time
        if path.stem != SLUG:
            path.unlink()
    clone.grade("classroom", "--output", "payloads", "--summary", "summary.md", cwd=course)
    outputs = dict(line.split("=", 1) for line in (course / "payloads").read_text().splitlines())
    assert list(outputs) == ["ex1", "ex2", "ex3", "ex4"]
    assert json.loads(base64.b64decode(outputs["ex4"]))["max_score"] == 1
    assert "## Exercise 4: Late binding" in (course / "summary.md").read_text("utf-8")

    for student, data in (("student01", solved), ("student02", stub)):
        (tmp_path / "in" / student).mkdir(parents=True)
        (tmp_path / "in" / student / f"{SLUG}.py").write_bytes(data)
    book = str(tmp_path / "grades")
    clone.grade("batch", str(tmp_path / "in"), "--out", book)
    exported = clone.grade("gradebook", "export", book, "--format", "csv", "--exercise", "4")
    rows = {row["student"]: row for row in csv.DictReader(io.StringIO(exported))}
    assert {student: row["earned"] for student, row in rows.items()} == {
        "student01": "1",
        "student02": "0",
    }

    clone.grade("kit", "export", "student", str(tmp_path / "students"))
    assert (tmp_path / "students" / "exercises" / f"{SLUG}.py").read_bytes() == stub
    workflow = (tmp_path / "students" / ".github" / "workflows" / "classroom.yml").read_text(
        "utf-8"
    )
    assert "outputs.ex4" in workflow
