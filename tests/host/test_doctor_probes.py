"""The doctor's probes where nothing confines them, and on systems other than this one."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from grader.host import doctor


def result_of_probe(name: str, **names: object) -> list[str]:
    """Run the program of a probe in this process, which is not confined; return what it tried."""
    namespace = dict(names)
    exec(f"{doctor._TOOLS}{doctor._PROBES[name]}", namespace)
    tried = namespace["tried"]
    assert isinstance(tried, list)
    return tried


def refusing(number: int) -> Callable[..., None]:
    """Return a function that fails with this error."""

    def refuse(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    return refuse


def windows(monkeypatch: pytest.MonkeyPatch, **functions: Callable[..., object]) -> None:
    """Let probes see an `os` of Windows, which has no other functions than these."""
    monkeypatch.setitem(sys.modules, "os", SimpleNamespace(name="nt", P_NOWAIT=1, **functions))


def test_on_windows_no_signal_is_sent_to_try_signals(monkeypatch: pytest.MonkeyPatch) -> None:
    """Signal 0 is CTRL_C_EVENT there (docs.python.org/3/library/os.html#os.kill)."""
    sent: list[tuple[int, int]] = []
    windows(monkeypatch, kill=lambda *to: sent.append(to))
    assert result_of_probe("signals", parent=os.getpid()) == ["done"]
    assert sent == []


def test_on_windows_a_process_is_tried_by_spawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """A job object of one process refuses it with ERROR_NOT_ENOUGH_QUOTA, which is ENOMEM in C."""
    started: list[object] = []
    windows(monkeypatch, spawnv=lambda *words: started.append(words), waitpid=lambda *_: (0, 0))
    assert result_of_probe("processes") == ["done"]
    assert len(started) == 1
    windows(monkeypatch, spawnv=refusing(errno.ENOMEM), waitpid=lambda *_: (0, 0))
    assert result_of_probe("processes") == ["ENOMEM"]
    assert "ENOMEM" in doctor._REFUSALS


@pytest.mark.parametrize(
    ("ended", "enforced"),
    [
        ("exit status 1816", True),
        ("signal SIGXCPU", True),
        ("exit status 1", False),
        ("TimedOut", False),
    ],
)
def test_processor_time_is_limited_where_the_system_ends_the_guest(
    ended: str, enforced: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows ends a process whose time is up with ERROR_NOT_ENOUGH_QUOTA, 1816."""
    monkeypatch.setattr(doctor, "_use_processor_time", lambda _: ended)
    monkeypatch.setattr(doctor, "hide_this_process", lambda: True)
    trials = {trial.protection: trial for trial in doctor.diagnose().trials}
    assert (trials["cpu"].came, trials["cpu"].enforced) == (ended, enforced)


@pytest.mark.skipif(sys.platform == "win32", reason="the blocks of a file are not told there")
def test_a_large_file_is_tried_with_little_space(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk would refuse it too, and that is no limit of the guest's."""
    monkeypatch.chdir(tmp_path)
    largest = 64 << 20
    assert result_of_probe("file_size", largest=largest) == ["done"]
    written = (tmp_path / "large").stat()
    assert written.st_size > largest
    assert written.st_blocks * 512 <= 1 << 20


@pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0, reason="chroot is refused to all but root"
)
def test_a_chroot_that_is_not_refused_spoils_no_later_probe(tmp_path: Path) -> None:
    """Root without dropped privileges sees the same files afterwards."""
    seen = tmp_path / "seen"
    seen.write_text("by its whole path")
    program = (
        f"{doctor._TOOLS}{doctor._PROBES['privileges']}\n"
        "import sys\n"
        "print(tried[1], os.path.exists(sys.argv[1]))"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", program, str(seen)],
        cwd=tmp_path, capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    assert done.stdout == "done True\n"
