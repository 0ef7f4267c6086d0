"""A course of another subject takes the place of this one, and every command works with it.

Its files lie beside this one: exercises, solutions, checks, wrong answers and another right answer.
"""

from __future__ import annotations

import base64
import csv
import io
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from support.grading import ROOT
from support.other_course import COURSE, replace_course

SLUG = "exercise_1_instances"


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherKit:
    """A checkout with the other course, and what is installed from it.

    :param checkout: the folder with `exercises/`, `solutions/`, `grader/` and `tests/`.
    :param site: the folder that pip has installed the kit in.
    """

    checkout: Path
    site: Path

    def grade(self, *arguments: str, cwd: Path, status: int = 0, author: bool = False) -> str:
        """Run `grade` in *cwd* and return its standard output; it must end with *status*.

        :param author: whether it is the checkout's own, as after `pip install -e`.
        """
        done = subprocess.run(
            [sys.executable, "-c", "from grader.cli.entry import main; main()", *arguments],
            cwd=cwd,
            env={
                **os.environ,
                "PYTHONPATH": str(self.checkout if author else self.site),
                "COLUMNS": "100",
            },
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        assert done.returncode == status, f"{arguments}: {done.stdout}\n{done.stderr}"
        return done.stdout


@pytest.fixture(scope="module")
def kit(tmp_path_factory: pytest.TempPathFactory) -> OtherKit:
    """Replace the content of a copied checkout, and install that."""
    checkout = tmp_path_factory.mktemp("kit") / "checkout"
    unwanted = shutil.ignore_patterns("__pycache__", "checks")
    shutil.copytree(ROOT / "grader", checkout / "grader", ignore=unwanted)
    for name in ("pyproject.toml", "README.md", ".github/LICENSE"):
        (checkout / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, checkout / name)
    replace_course(checkout)
    site = checkout.parent / "site"
    pip = [sys.executable, "-I", "-m", "pip", "--quiet", "--disable-pip-version-check", "install"]
    options = ["--no-index", "--no-deps", "--no-build-isolation", "--target", str(site)]
    subprocess.run([*pip, *options, str(checkout)], check=True, timeout=180)
    return OtherKit(checkout=checkout, site=site)


@pytest.fixture(scope="module")
def started(kit: OtherKit, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a learner who has solved the exercise."""
    folder = tmp_path_factory.mktemp("learner")
    kit.grade("start", cwd=folder)
    assert "# What an instance holds: exercises" in (folder / "README.md").read_text("utf-8")
    assert "the two review rules" in (folder / "README.md").read_text("utf-8")
    stub = folder / "exercises" / f"{SLUG}.py"
    assert stub.read_bytes() == (COURSE / "exercises" / f"{SLUG}.py").read_bytes()
    assert "0 of 4 points" in kit.grade("exercise", "1", cwd=folder, status=1)
    shutil.copy(COURSE / "solutions" / f"{SLUG}.py", stub)
    return folder


def test_a_learner_has_its_exercise_hints_and_rules(kit: OtherKit, started: Path) -> None:
    """And a finding with the words of the course."""
    assert "PASS  1.4" in kit.grade("exercise", "1", cwd=started)
    assert kit.grade("all", cwd=started)
    assert "set on it" in kit.grade("hint", "1", cwd=started)
    assert "lends it" in kit.grade("rules", cwd=started)
    assert "they are 1 to 2" in _refused(kit, started, "rules", "5")
    wrong = started / "wrong.py"
    body = (COURSE / "misconceptions/exercise_1/equal_is_shared.py").read_text("utf-8")
    wrong.write_text((COURSE / f"solutions/{SLUG}.py").read_text("utf-8") + body)
    report = kit.grade("exercise", "1", str(wrong), "--format", "json", cwd=started, status=1)
    (found,) = (check["finding"] for check in json.loads(report)["checks"] if check["finding"])
    assert (found["misconception"], found["rule"]) == ("compared_by_equality", 2)


def _refused(kit: OtherKit, folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", "from grader.cli.entry import main; main()", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(kit.site)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 2
    return done.stderr


def test_help_speaks_of_the_other_course(kit: OtherKit, tmp_path: Path) -> None:
    """Its sentence, and as many rules as it has."""
    sentence = "An exercise about instances and their dictionaries, graded on your machine."
    assert kit.grade(cwd=tmp_path).startswith(f"{sentence}\n")
    listed = kit.grade("--help", cwd=tmp_path)
    assert sentence in listed
    assert "grade rules 2 " in listed
    assert "Show the two review rules" in kit.grade("rules", "--help", cwd=tmp_path)


def test_a_workflow_and_a_class_are_graded(kit: OtherKit, started: Path, tmp_path: Path) -> None:
    """Payload, summary, gradebook, spreadsheet and the page about the class."""
    kit.grade("classroom", "--output", "payloads", "--summary", "summary.md", cwd=started)
    ((name, payload),) = (
        line.split("=", 1) for line in (started / "payloads").read_text().splitlines()
    )
    assert (name, json.loads(base64.b64decode(payload))["max_score"]) == ("ex1", 4)
    assert "## Exercise 1: What an instance holds" in (started / "summary.md").read_text("utf-8")
    for student, folder in (("student01", "solutions"), ("student02", "exercises")):
        (tmp_path / "in" / student).mkdir(parents=True)
        shutil.copy(COURSE / folder / f"{SLUG}.py", tmp_path / "in" / student)
    kit.grade("batch", "in", "--out", "book", cwd=tmp_path)
    exported = kit.grade("gradebook", "export", "book", "--format", "csv", cwd=tmp_path)
    rows = {row["student"]: row["earned"] for row in csv.DictReader(io.StringIO(exported))}
    assert rows == {"student01": "4", "student02": "0"}
    kit.grade(
        "gradebook", "export", "book", "--format", "html", "--output", "class.html", cwd=tmp_path
    )
    page = (tmp_path / "class.html").read_text("utf-8")
    assert "What an instance holds" in page
    assert "sys.modules" not in page


def test_a_student_repository_is_exported(kit: OtherKit, tmp_path: Path) -> None:
    """With the title of the course and its one exercise."""
    kit.grade("kit", "export", "student", "out", cwd=tmp_path)
    readme = (tmp_path / "out" / "README.md").read_text("utf-8")
    assert readme.startswith("# What an instance holds\n\nAn instance has a dictionary")
    assert "There is one exercise" in readme
    container = json.loads((tmp_path / "out/.devcontainer/devcontainer.json").read_text("utf-8"))
    assert container["name"] == "What an instance holds"
    texts = [path.read_text("utf-8") for path in (tmp_path / "out").rglob("*") if path.is_file()]
    assert not [text for text in texts if "module object" in text or "ex2" in text]


@pytest.mark.long
def test_its_content_is_sound(kit: OtherKit) -> None:
    """Also under mutation: `kit verify` knows no more of it than it reads."""
    assert "The content is sound." in kit.grade("kit", "verify", cwd=kit.checkout, author=True)
    coverage = kit.grade("rules", "--coverage", cwd=kit.checkout, author=True)
    assert "compared_by_equality" in coverage


def test_a_new_exercise_cites_a_rule_that_there_is(kit: OtherKit) -> None:
    """The example that `kit new` writes is about nothing that a course must teach."""
    kit.grade("kit", "new", "late", cwd=kit.checkout, author=True)
    stub = kit.checkout / "exercises" / "exercise_2_late.py"
    stub.write_text(stub.read_text("utf-8").replace("TODO: say", "Say"), "utf-8")
    proved = kit.grade("kit", "verify", "--exercise", "2", cwd=kit.checkout, author=True)
    assert "The content is sound." in proved
