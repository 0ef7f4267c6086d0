"""A guest's process: started on three pipes alone, killed and reaped, on every platform alike."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from support.processes import eventually, is_alive

from grader.host.examiner_process import Examiner
from grader.sandbox.confinement import GuestPlan
from grader.sandbox.launch import ChildProcess, spawn

NOTHING = GuestPlan(plan={}, descriptors=())


@pytest.fixture
def process(tmp_path: Path) -> ChildProcess:
    """A bare interpreter that waits for its program."""
    return spawn(sys.executable, tmp_path, "seed", NOTHING)


def _closed(process: ChildProcess) -> None:
    for pipe in (process.stdin, process.stdout, process.stderr):
        assert pipe is not None
        pipe.close()


def test_it_is_killed_and_reaped_once(process: ChildProcess) -> None:
    """Its status is the signal; to kill it or wait for it again does nothing."""
    assert process.returncode is None
    process.kill()
    killed = -signal.SIGKILL if sys.platform != "win32" else 1
    assert [process.wait(), process.wait(0.1), process.returncode] == [killed] * 3
    process.kill()
    assert not is_alive(process.pid)
    _closed(process)


def test_waiting_ends_with_the_time_or_with_the_process(process: ChildProcess) -> None:
    """One that goes on is told of as such; end of file on its requests ends it."""
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(0.05)
    assert process.returncode is None
    assert process.stdin is not None
    process.stdin.close()
    assert process.wait(20) is not None
    _closed(process)


@pytest.mark.skipif(sys.platform != "linux", reason="looks a process up in /proc")
def test_it_has_a_session_of_its_own_and_no_variable_of_ours(process: ChildProcess) -> None:
    """Its environment is made from nothing."""
    own = Path(f"/proc/{process.pid}")
    try:
        # The kernel shows it a moment after the new program has taken the old one's place.
        assert eventually(lambda: bool((own / "environ").read_bytes()), 20)
        given = {line.split(b"=")[0] for line in (own / "environ").read_bytes().split(b"\0")}
        names = {b"HOME", b"TMPDIR", b"MALLOC_ARENA_MAX", b"MIMALLOC_ARENA_RESERVE"}
        assert given == {*names, b"PYTHONHASHSEED", b""}
        assert os.getsid(process.pid) == process.pid
    finally:
        process.kill()
        process.wait()
        _closed(process)


@pytest.mark.skipif(sys.version_info < (3, 14), reason="sys.remote_exec came with Python 3.14")
def test_nobody_runs_code_in_a_guest_or_an_examiner_from_outside(
    process: ChildProcess, tmp_path: Path
) -> None:
    """Nor could a guest do so in another process: the same option refuses both."""
    script = tmp_path / "script.py"
    script.write_text("raise SystemExit")

    def is_refused(pid: int) -> bool:
        try:
            sys.remote_exec(pid, str(script))  # type: ignore[attr-defined,unused-ignore]
        except PermissionError:  # an examiner hides itself from an ordinary user
            return True
        except RuntimeError as error:  # another one while the interpreter is starting
            return "not enabled" in str(error)
        return False

    try:
        assert eventually(lambda: is_refused(process.pid), 20)
    finally:
        process.kill()
        process.wait()
        _closed(process)
    with Examiner() as examiner:
        assert eventually(lambda: is_refused(examiner._process.pid), 20)


def test_a_program_that_is_not_there_leaves_nothing_open(tmp_path: Path) -> None:
    """The pipes are closed again."""
    before = sorted(Path("/proc/self/fd").iterdir()) if sys.platform == "linux" else []
    with pytest.raises(OSError):
        spawn(str(tmp_path / "missing"), tmp_path, "seed", NOTHING)
    after = sorted(Path("/proc/self/fd").iterdir()) if sys.platform == "linux" else []
    assert after == before
