"""What the README says can be pasted works when it is pasted, in the README's order."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from support.grading import ROOT, solution
from support.installation import call, offline, quick_python
from support.other_course import replace_course

README = (ROOT / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"^```console\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)

INSTALL, TESTS, LEARNER, WORKFLOW, INSTRUCTOR, AUTHOR = BLOCKS

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the blocks are for a POSIX shell")


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the checkout, with an empty environment beside it."""
    folder = tmp_path_factory.mktemp("readme")
    unwanted = shutil.ignore_patterns(
        ".git", ".venv", "venv", "__pycache__", ".*_cache", ".hypothesis", ".grade"
    )
    shutil.copytree(ROOT, folder / "clone", ignore=unwanted)
    made = call([quick_python(), "-m", "venv", folder / "environment"], folder=folder)
    assert made.status == 0, made.err
    return folder / "clone"


def pasted(block: str, clone: Path, folder: Path, wheels: Path) -> subprocess.CompletedProcess[str]:
    """Run a block in a shell with the environment active; it stops where a line ends above 1.

    What pip would fetch, also to build the kit, is among *wheels*.
    """
    lines = "\n".join(f"{line} || [ $? -eq 1 ] || exit $?" for line in block.splitlines())
    script = f'. "{clone.parent}/environment/bin/activate"\n{lines}\n'
    return subprocess.run(
        ["/bin/bash", "-c", script],
        cwd=folder,
        env={**os.environ, **offline(wheels)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
        stdin=subprocess.DEVNULL,
    )


def test_the_blocks_of_the_readme_work_in_order(clone: Path, wheels: Path) -> None:
    """From an empty environment to an author's proof; what they print is looked at in passing."""
    done = pasted(INSTALL, clone, clone, wheels)
    assert "0 of 8" in done.stdout, done.stdout[-2000:] + done.stderr[-2000:]
    assert "grade hint 1" in done.stdout

    desk = clone.parent / "desk"
    desk.mkdir()
    done = pasted(LEARNER, clone, desk, wheels)
    assert done.returncode == 0, done.stderr[-2000:]
    assert (desk / "course" / "exercises" / "exercise_1_identity.py").exists()
    assert "Traceback" not in done.stdout + done.stderr

    done = pasted(WORKFLOW, clone, desk, wheels)
    assert done.returncode == 0, done.stderr[-2000:]
    assert (desk / "course-repository" / ".github" / "workflows").is_dir()

    for student in ("student01", "student02"):
        folder = desk / "submissions" / student
        folder.mkdir(parents=True)
        (folder / "exercise_1_identity.py").write_text(solution(1), "utf-8")
    (desk / "students.csv").write_text("student\nstudent01\nstudent02\nstudent03\n", "utf-8")
    done = pasted(INSTRUCTOR, clone, desk, wheels)
    assert done.returncode == 0, done.stderr[-2000:]
    assert "student03" in done.stdout
    assert (desk / "class.html").stat().st_size > 10_000

    # The block is about the commands, and a proof of a small course takes a tenth of the time.
    replace_course(clone)
    done = pasted(AUTHOR, clone, clone, wheels)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    assert "The content is sound." in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


def test_the_command_for_the_tests_is_the_one_that_decides() -> None:
    """It cannot run itself; `.ci/run` runs it word for word."""
    assert TESTS.strip() in (ROOT / ".ci" / "run").read_text("utf-8")


def test_every_command_is_in_the_readmes_table() -> None:
    """None is missing, and none is there that does not exist."""
    from grader.cli.command_table import COMMANDS

    table = README.partition("## Commands")[2].partition("## ")[0]
    assert set(re.findall(r"^\| `grade (\w+)", table, re.MULTILINE)) == set(COMMANDS)
