"""Tab completion: what a shell gets when it asks, and that it can be installed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from support.grading import run

from grader import course
from grader.checks.rules import RULES
from grader.cli.command_table import COMMANDS
from grader.cli.report_formats import Format

NUMBERS = {str(number) for number in course.slugs()}


def completed(folder: Path, words: str, *, shell: str = "bash") -> list[str]:
    """What is offered for the last of some words, asked as that shell asks."""
    asked = {
        "bash": {"COMP_WORDS": words, "COMP_CWORD": str(len(words.split(" ")) - 1)},
        "zsh": {"_TYPER_COMPLETE_ARGS": words},
        "fish": {"_TYPER_COMPLETE_ARGS": words, "_TYPER_COMPLETE_FISH_ACTION": "get-args"},
    }[shell]
    done = ask(folder, {"_GRADE_COMPLETE": f"complete_{shell}", **asked})
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    if shell == "zsh":
        return re.findall(r'"([^"]+)":"', done.stdout)
    return [line.split("\t")[0] for line in lines if line]


def ask(folder: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run `grade` without words and with some variables, under its own name."""
    program = folder / "grade"
    program.write_text("from grader.cli.entry import main\nmain()\n")
    return subprocess.run(
        [sys.executable, program],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_every_shell_is_offered_the_numbers_of_exercises(tmp_path: Path, shell: str) -> None:
    """For each command that takes one."""
    for words in ("grade exercise ", "grade watch ", "grade hint "):
        offered = completed(tmp_path, words, shell=shell)
        assert set(offered) == NUMBERS, (words, offered)


def test_what_is_offered_begins_as_the_word_does(tmp_path: Path) -> None:
    """Commands, rules and the names of formats."""
    assert completed(tmp_path, "grade wa") == ["watch"]
    assert completed(tmp_path, "grade exercise 2") == ["2"]
    assert set(completed(tmp_path, "grade ")) >= set(COMMANDS)
    assert completed(tmp_path, "grade rules ") == [str(rule.number) for rule in RULES]
    checks = [check.number for check in course.checks(course.exercise(1))]
    assert completed(tmp_path, "grade rules 1.") == checks
    assert completed(tmp_path, "grade exercise 1 --format ") == [form.value for form in Format]
    assert completed(tmp_path, "grade all --format j") == ["json", "junit"]
    assert set(completed(tmp_path, "grade kit ")) >= {"verify", "new"}


def test_completing_starts_no_examiner_and_loads_nothing_heavy(tmp_path: Path) -> None:
    """Somebody waits with a finger on the key."""
    program = (
        "import atexit, subprocess, sys\n"
        "subprocess.Popen = None\n"
        "atexit.register(lambda: print('LOADED', *sys.modules))\n"
        "sys.argv = ['grade']\n"
        "from grader.cli.entry import main\nmain()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env={
            **os.environ,
            "_GRADE_COMPLETE": "complete_bash",
            "COMP_WORDS": "grade exercise ",
            "COMP_CWORD": "2",
        },
        capture_output=True,
        text=True,
        timeout=60,
    )
    offered, _, loaded = done.stdout.partition("LOADED ")
    assert set(offered.split()) == NUMBERS
    names = set(loaded.split())
    assert "grader.cli.entry" in names
    assert not names & {"grader.host.examiner_process", "grader.exam", "rich.console", "pytest"}


@pytest.mark.skipif(sys.platform == "win32", reason="there shells are others")
@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_installs_for_each_shell(tmp_path: Path, shell: str) -> None:
    """`--show-completion` prints the script, `--install-completion` writes it in the home."""
    path = shutil.which(shell)
    if path is None:  # a shell is known by its name among the parents, so another one may bear it
        path = str(tmp_path / shell)
        shutil.copy("/bin/sh", path)
    home = tmp_path / "home"
    home.mkdir()
    (tmp_path / "grade").write_text("from grader.cli.entry import main\nmain()\n")
    for option in ("--show-completion", "--install-completion"):
        done = subprocess.run(
            [path, "-c", f'"$PROGRAM" ./grade {option} || exit 1'],
            cwd=tmp_path,
            env={"HOME": str(home), "PATH": os.environ["PATH"], "PROGRAM": sys.executable},
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert done.returncode == 0, done.stderr
        if option == "--show-completion":
            assert "_GRADE_COMPLETE=complete_" + shell in done.stdout
    written = [file.read_text() for file in home.rglob("*") if file.is_file()]
    assert any("_GRADE_COMPLETE=complete_" + shell in text for text in written)


def test_bash_itself_completes(tmp_path: Path) -> None:
    """The printed script, sourced in a real bash, fills in what the key would."""
    path = shutil.which("bash")
    if path is None:
        pytest.skip("no bash here")
    program = tmp_path / "grade"
    program.write_text(f"#!{sys.executable}\nfrom grader.cli.entry import main\nmain()\n")
    program.chmod(0o755)
    script = (
        'eval "$(grade --show-completion)"\n'
        "COMP_WORDS=(grade watch ''); COMP_CWORD=2; _grade_completion grade '' watch\n"
        'echo "${COMPREPLY[@]}"\n'
    )
    done = subprocess.run(
        [path, "-c", script],
        cwd=tmp_path,
        env={"PATH": f"{tmp_path}:{os.environ['PATH']}", "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert set(done.stdout.split()) == NUMBERS, done.stderr


def test_help_names_the_option(tmp_path: Path) -> None:
    """Who reads `--help` learns of it."""
    assert "--install-completion" in run("--help", folder=tmp_path).out
