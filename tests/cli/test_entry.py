"""How the command line ends where the kit or the machine fails: a sentence, and never status 1."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from support.grading import ROOT, run

from grader import course
from grader.cli.entry import wants_early_examiner
from grader.cli.report_formats import OUTSIDE, Format

SOLUTION = str(ROOT / "solutions" / f"{course.exercise(1).slug}.py")
BROKEN = """
from grader import course
from grader.cli import entry
def exercise(number):
    raise {0}
course.exercise = exercise
entry.main()
"""
"""The command line with a mistake in it."""
FEW_FILES = """
import resource
from grader.cli import entry
resource.setrlimit(resource.RLIMIT_NOFILE, (6, 6))
entry.main()
"""


def ended(
    code: str, *words: str, environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run *code* as the command line."""
    return subprocess.run(
        [sys.executable, "-P", "-c", code, *words],
        env={"PATH": "/usr/bin:/bin", "PYTHONUTF8": "1", **(environment or {})},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("error", ["ZeroDivisionError('a \\x1b[31m')", "EOFError()"])
def test_a_mistake_of_ours_is_status_three_and_two_lines(error: str) -> None:
    """It says that nobody loses points and what to do; no traceback, nothing a terminal obeys."""
    done = ended(BROKEN.format(error), "exercise", "1", SOLUTION)
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.startswith("grade: ")
    assert "Traceback" not in done.stderr
    assert "\x1b" not in done.stderr
    if error != "EOFError()":
        told, step = done.stderr.splitlines()
        assert "mistake of its own: ZeroDivisionError: a \\x1b[31m" in told
        assert "Nobody loses points" in step
        assert "GRADE_TRACEBACK=1" in step


def test_no_thread_left_is_said_as_such() -> None:
    """Python has a RuntimeError for it, which would read like a mistake of the grader's."""
    done = ended(
        BROKEN.format('RuntimeError("can\'t start new thread")'), "exercise", "1", SOLUTION
    )
    assert (done.returncode, done.stdout) == (3, "")
    assert "the system allows no more processes and threads" in done.stderr
    assert "mistake" not in done.stderr


def test_without_docstrings_it_is_said_at_once() -> None:
    """The sentences of checks are docstrings; the interpreter can be told to leave them out."""
    for level, status in (("1", 0), ("2", 2)):
        done = run("rules", folder=ROOT, environment={"PYTHONOPTIMIZE": level})
        assert done.status == status
        assert ("docstrings" in done.err) is (level == "2")


@pytest.mark.skipif(sys.platform == "win32", reason="a folder in use cannot be removed there")
def test_a_folder_that_is_gone_is_named(tmp_path: Path) -> None:
    """The shell still stands in it, and Python would say that some file is missing."""
    gone = tmp_path / "gone"
    gone.mkdir()
    command = f"rmdir '{gone}'; exec '{sys.executable}' -P -m grader exercise 1"
    done = subprocess.run(
        ["sh", "-c", command], cwd=gone, env={**os.environ, "PWD": str(gone)},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (3, "")
    assert f"has gone: {gone}" in done.stderr


def test_a_zip_archive_says_that_it_cannot_run(tmp_path: Path) -> None:
    """The kit starts interpreters on its own files, which are none there."""
    archive = tmp_path / "kit.pyz"
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("__main__.py", "from grader.cli.entry import main; main()")
        for path in ("__init__.py", "cli/__init__.py", "cli/entry.py", "cli/exit_status.py"):
            file.write(ROOT / "grader" / path, f"grader/{path}")
    done = subprocess.run(
        [sys.executable, "-P", "-S", archive, "rules"],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (2, "")
    assert "cannot run from a zip archive" in done.stderr
    assert "pip install" in done.stderr


def test_the_traceback_is_there_for_who_wants_it() -> None:
    """By a variable, before the sentence."""
    code = BROKEN.format("ZeroDivisionError()")
    done = ended(code, "exercise", "1", SOLUTION, environment={"GRADE_TRACEBACK": "1"})
    assert done.returncode == 3
    assert "Traceback (most recent call last)" in done.stderr.partition("grade: the grader")[0]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize(
    "words",
    [
        ("exercise", "1", SOLUTION),
        ("exercise", "1", SOLUTION, "--format", "json"),
        ("exercise", "1", SOLUTION, "--format", "gradescope"),
        ("rules",),
        ("--version",),
    ],
)
def test_a_report_that_cannot_be_written_is_no_lost_point(words: tuple[str, ...]) -> None:
    """Full marks on a full disk: status 3, whether it fails at once or when Python ends."""
    with open("/dev/full", "w") as full:  # noqa: PTH123
        done = subprocess.run(
            [sys.executable, "-m", "grader", *words],
            stdout=full, stderr=subprocess.PIPE, text=True, timeout=60, check=False,
        )  # fmt: skip
    assert done.returncode == 3, done.stderr
    assert "No space left on device" in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) == 2


@pytest.mark.skipif(sys.platform == "win32", reason="has no limit of this kind")
def test_too_few_open_files_is_no_lost_point() -> None:
    """What the machine does not give is told in its words."""
    done = ended(FEW_FILES, "exercise", "1", SOLUTION, "--format", "json")
    assert (done.returncode, done.stdout) == (3, "")
    assert "Too many open files" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_wrong_call_is_still_status_two(tmp_path: Path) -> None:
    """Both those that Typer finds and ours."""
    for words in (("exercise",), ("exercise", "9"), ("nothing",), ("rules", "--nothing")):
        done = run(*words, folder=tmp_path)
        assert (done.status, done.out) == (2, ""), words
        assert "GRADE_TRACEBACK" not in done.err


@pytest.mark.parametrize("words", [["exercise", "1"], ["all"], ["watch", "--plain"]])
def test_an_examiner_is_started_early_for_commands_that_grade(words: list[str]) -> None:
    """Unless an argument says that it could not be used."""
    assert wants_early_examiner(words)
    for word in ("--help", "-h", "--python", "--python=3.12", "--release-body"):
        assert not wants_early_examiner([*words, word])


@pytest.mark.parametrize("words", [[], ["hint", "1"], ["gradebook", "all"], ["batch"], ["--help"]])
def test_no_examiner_is_started_early_for_other_commands(words: list[str]) -> None:
    """Neither where there is no command at all."""
    assert not wants_early_examiner(words)


@pytest.mark.parametrize("form", Format)
def test_no_examiner_is_started_early_for_the_code_of_others(form: Format) -> None:
    """The formats of other systems insist on confinement, and the early examiner does not."""
    for words in (["--format", form.value], [f"--format={form.value}"]):
        assert wants_early_examiner(["all", *words]) == (form not in OUTSIDE)
