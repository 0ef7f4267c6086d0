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

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks processes up in /proc")

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


@pytest.mark.parametrize("delay", [0.05, 0.1, 0.15, 0.2, 0.3, 0.4])
def test_ctrl_c_at_any_moment_of_the_start_is_quiet(folder: Path, delay: float) -> None:
    """While it is still imported, too; once Python itself is up, which says so first."""
    script = f"print('up', flush=True); {GRADE}"
    with subprocess.Popen(
        [sys.executable, "-c", script, "exercise", "1"],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONSAFEPATH": "1"},
        process_group=0,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"up\n"
        time.sleep(delay)
        os.killpg(process.pid, signal.SIGINT)
        _, errors = process.communicate(timeout=15)
    assert b"Traceback" not in errors, errors.decode()
    assert process.returncode == 130


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
