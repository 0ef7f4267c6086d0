"""Nothing outlives the host: an examiner and its guests go when it goes, however it goes."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from support.grading import ROOT
from support.processes import SLEEPER, STUBBORN, children, eventually, guests_at_once, is_alive

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks processes up in /proc")

HOST = """
import sys
from dataclasses import replace
from grader import course
from grader.host.examiner_process import examine
from grader.model import Attempt
from grader.submissions import from_bytes
one = course.exercise(1)
answer = from_bytes(sys.argv[1].encode(), one, label="answer.py")
limits = replace(one.limits, seconds=300.0)
examine([Attempt(exercise=one, submission=answer, seed="s", limits=limits)], ahead=1)
"""


class Tree:
    """A host that waits for learner code without end, its examiner, and its guests."""

    def __init__(self, source: str, folder: Path) -> None:
        self.folder = folder
        self.host = subprocess.Popen(
            [sys.executable, "-c", HOST, source],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(folder)},
            stderr=subprocess.DEVNULL,
        )
        assert eventually(lambda: len(self.guests()) == guests_at_once(1), 20)
        time.sleep(0.3)  # for the file to be loaded and asleep
        self.examiner = children(self.host.pid)[0]
        self.born = self.guests()

    def guests(self) -> list[int]:
        """The guests that run now."""
        return [guest for examiner in children(self.host.pid) for guest in children(examiner)]

    def is_gone(self) -> bool:
        """Whether the first examiner and all its guests have gone."""
        return not any(map(is_alive, [self.examiner, *self.born]))

    def close(self) -> None:
        """Leave nothing behind, whatever the test found."""
        self.host.kill()
        self.host.wait()
        for pid in [self.examiner, *self.born]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


@pytest.fixture(params=[SLEEPER, STUBBORN], ids=["asleep", "ignores signals"])
def tree(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Tree]:
    """A host at work, with the file of a learner that never comes back."""
    made = Tree(request.param, tmp_path)
    yield made
    made.close()


def test_killed_host_takes_examiner_and_guests_along(tree: Tree) -> None:
    """SIGKILL gives the host no time to say anything, and nobody is left two seconds later."""
    os.kill(tree.host.pid, signal.SIGKILL)
    assert eventually(tree.is_gone, 2.0)


def test_a_killed_host_leaves_no_folder(tree: Tree) -> None:
    """The examiner removes its own, with what guests have stored in it, when it leaves."""
    assert list(tree.folder.glob("grade-*/*"))
    os.kill(tree.host.pid, signal.SIGKILL)
    assert eventually(tree.is_gone, 2.0)
    assert list(tree.folder.iterdir()) == []


def test_killed_examiner_takes_its_guests_along(tree: Tree) -> None:
    """The examiner's own death, by SIGKILL too, ends the guest at work and the one that waits."""
    os.kill(tree.examiner, signal.SIGKILL)
    assert eventually(tree.is_gone, 2.0)


def test_stopped_guests_die_too(tree: Tree) -> None:
    """A guest that is stopped, and so deaf, is no exception."""
    for guest in tree.born:
        os.kill(guest, signal.SIGSTOP)
    os.kill(tree.host.pid, signal.SIGKILL)
    assert eventually(tree.is_gone, 2.0)
