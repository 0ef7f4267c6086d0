"""Ctrl-C and SIGTERM while something is graded: no traceback, nobody left, the right status."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support.grading import run
from support.processes import children, eventually
from support.terminal import GRADE, Terminal, all_gone

from grader import course

if TYPE_CHECKING:
    from collections.abc import Iterator

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="looks processes up in /proc")

SLEEPER = "import time\ntime.sleep(600)\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A learner's folder whose first file never loads, and a folder for temporary files."""
    assert run("start", folder=tmp_path).status == 0
    (tmp_path / "exercises" / f"{course.exercise(1).slug}.py").write_text(SLEEPER)
    (tmp_path / "temporary").mkdir()
    return tmp_path


class Job:
    """A run of `grade` in a process group of its own, as a shell starts one."""

    def __init__(self, *words: str, folder: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", GRADE, *words],
            cwd=folder,
            env={**os.environ, "PYTHONSAFEPATH": "1", "TMPDIR": str(folder / "temporary")},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            process_group=0,
        )

    def family(self) -> list[int]:
        """The examiner and its guests."""
        examiners = children(self.process.pid)
        return [*examiners, *(guest for examiner in examiners for guest in children(examiner))]


@pytest.fixture(params=[("exercise", "1"), ("all",)], ids=" ".join)
def job(request: pytest.FixtureRequest, folder: Path) -> Iterator[Job]:
    """`grade exercise 1` or `grade all`, waiting for learner code that never comes back."""
    started = Job(*request.param, "--time-limit", "300", folder=folder)
    yield started
    started.process.kill()
    started.process.communicate()


@on_linux
@pytest.mark.parametrize(
    ("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)], ids=["INT", "TERM"]
)
def test_a_signal_to_the_group_ends_all_of_it(
    job: Job, folder: Path, number: signal.Signals, status: int
) -> None:
    """What Ctrl-C sends, to everybody in the foreground: quiet, at once, nothing left."""
    assert eventually(lambda: len(job.family()) >= 2, 20)
    time.sleep(0.3)
    family = job.family()
    os.killpg(job.process.pid, number)
    _, errors = job.process.communicate(timeout=15)
    assert job.process.returncode == status
    assert b"Traceback" not in errors
    assert all_gone(family)
    assert not list((folder / "temporary").iterdir())


@on_linux
def test_ctrl_c_in_a_terminal_ends_a_grading(folder: Path) -> None:
    """The key itself, through a terminal's line discipline."""
    with Terminal("exercise", "1", "--time-limit", "300", folder=folder) as terminal:
        assert eventually(lambda: len(terminal.family()) >= 2, 20)
        time.sleep(0.3)
        family = terminal.family()
        terminal.press("\x03")
        assert terminal.status() == 130
        assert b"Traceback" not in terminal.raw
    assert all_gone(family)


STRUCK = """
import signal, sys
{before}
import grader.cli.entry
grader.cli.entry._run_command = lambda words: signal.raise_signal(signal.{name})
sys.argv = ["grade", {command!r}]
grader.cli.entry.main()
"""
"""The command line, with a signal that comes while it is at work."""


def struck(command: str, name: str, before: str = "") -> subprocess.CompletedProcess[str]:
    """Send a signal to `grade` at work.

    :param before: what the process does before the command line is imported.
    """
    code = STRUCK.format(command=command, name=name, before=before)
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=30, check=False
    )


@pytest.mark.skipif(sys.platform == "win32", reason="signals are other ones there")
@pytest.mark.parametrize(
    ("command", "name", "status"),
    [
        ("exercise", "SIGINT", 130),
        ("exercise", "SIGTERM", 143),
        ("hint", "SIGINT", 130),
        ("hint", "SIGTERM", -signal.SIGTERM),
    ],
)
def test_a_signal_is_quiet_and_has_its_status(command: str, name: str, status: int) -> None:
    """SIGTERM is caught by commands that run learner code alone."""
    done = struck(command, name)
    assert (done.returncode, done.stdout, done.stderr) == (status, "", "")


@pytest.mark.skipif(sys.platform == "win32", reason="signals are ignored otherwise there")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_a_signal_that_was_ignored_stays_ignored(name: str) -> None:
    """As a job in the background of a script has it."""
    ignore = f"signal.signal(signal.{name}, signal.SIG_IGN)"
    assert struck("exercise", name, before=ignore).returncode == 0
