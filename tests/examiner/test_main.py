"""An examiner goes when nobody wants its answer any more, and takes its folder along."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from support.grading import ROOT, attempt
from support.processes import children, eventually

from grader import course
from grader.examiner import main as examiners
from grader.examiner.main import ExaminerState
from grader.host.examiner_process import _BOOT, Examiner
from grader.model import Attempt

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks processes up in /proc")

PATIENCE = 30.0
ENDLESS = "import time\nwhile True: time.sleep(1)\n"


def left(examiner: Examiner) -> int:
    """Wait until the process has gone, and return its exit status."""
    return examiner._process.wait(PATIENCE)


@pytest.fixture
def one() -> Attempt:
    """An attempt that would take very long."""
    return attempt(1, ENDLESS, seconds=300.0)


def test_one_that_was_never_asked_takes_its_folder_along_too() -> None:
    """Its folder was named when it was started, and a host that is gone need name nothing."""
    with Examiner() as examiner:
        examiner.abandon()
        assert left(examiner) == 1
        assert not Path(examiner._folder.name).exists()


def test_only_the_folder_that_was_named_is_removed(tmp_path: Path) -> None:
    """Not the one in which it was started: somebody may try it by hand in a checkout."""
    here, made = tmp_path / "checkout", tmp_path / "made"
    for folder in (here, made):
        folder.mkdir()
        (folder / "file").touch()
    root = str(Path(course.__file__).parent.parent)
    command = [sys.executable, "-I", "-c", _BOOT, root, str(made)]
    done = subprocess.run(
        command, cwd=here, stdin=subprocess.DEVNULL, capture_output=True, timeout=60
    )
    assert (done.returncode, done.stderr) == (1, b"")
    assert not made.exists()
    assert (here / "file").exists()


@pytest.mark.parametrize(
    "command", [["-c", _BOOT, str(ROOT)], ["-m", "grader.examiner.main"]], ids=["boot", "module"]
)
def test_without_a_named_folder_nothing_is_removed(tmp_path: Path, command: list[str]) -> None:
    """It does not start."""
    (tmp_path / "file").touch()
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run(
        [sys.executable, *command],
        cwd=tmp_path,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=60,
    )
    assert (tmp_path / "file").exists()


def test_one_that_waits_for_the_files_goes_without_them(one: Attempt) -> None:
    """The learner has left the watch, for instance."""
    with Examiner() as examiner:
        examiner.prepare([one], ahead=1)
        assert eventually(lambda: bool(children(examiner._process.pid)), PATIENCE), "a guest"
        examiner.abandon()
        assert left(examiner) == 1
        assert not Path(examiner._folder.name).exists()


def test_one_at_work_goes_too(one: Attempt) -> None:
    """And its guests with it; what else is written to it says nothing."""
    with Examiner() as examiner:
        examiner.send([one], ahead=1)
        examiner._stdin.write(b"more\n")
        examiner._stdin.flush()
        assert eventually(lambda: bool(children(examiner._process.pid)), PATIENCE), "a guest"
        examiner.abandon()
        assert left(examiner) == 1
        assert not Path(examiner._folder.name).exists()


def test_nonsense_is_told_and_ends_it() -> None:
    """What it was asked is not JSON: a trace for the host, which makes a fault of it."""
    with Examiner() as examiner:
        examiner._stdin.write(b"nonsense\n")
        examiner._stdin.flush()
        assert left(examiner) == 1
        assert "JSONDecodeError" in examiner._error_output()


def test_folders_within_folders_go_too_however_deep() -> None:
    """Deeper than the standard library can follow; a guest that was ended leaves such a thing."""
    with Examiner() as examiner:
        top = Path(examiner._folder.name)
        # Each is made at the top and takes the last one in, so that no path is too long.
        for place in range(1_200):
            (top / f"{place}").mkdir()
            if place:
                (top / f"{place - 1}").rename(top / f"{place}" / "inner")
        examiner.kill()
    assert not top.exists()


def test_a_folder_that_is_busy_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A guest that was killed may write for a moment; after some tries it is left to the host."""
    monkeypatch.setattr(examiners, "_PAUSE", 0.0)
    session = ExaminerState(io.BytesIO(), tmp_path / "busy")
    session.folder.mkdir()
    tries = []

    def busy(folder: Path) -> None:
        tries.append(folder)
        if len(tries) == 3:
            folder.rmdir()

    monkeypatch.setattr(examiners, "remove", busy)
    session.remove_folder()
    assert len(tries) == 3
    session.folder.mkdir()
    session.remove_folder()
    assert len(tries) == 3 + examiners._TRIES
    assert session.folder.exists()


def test_an_examiner_keeps_nothing_of_a_batch_that_is_over() -> None:
    """What refers to itself goes, too, whenever it came: only what was imported is spared."""
    script = """
import gc, weakref
from grader.examiner import main as examiner

class Node: pass

examiner._freeze_imported()
node = Node()
node.itself, seen = node, weakref.ref(node)
del node
examiner._freeze_imported()
gc.collect()
print(gc.get_freeze_count() > 1000, seen() is None)
"""
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout == "True True\n"
