"""The seal reports a layer only if the kernel confirmed it, whatever it was answered before.

A kernel that is told what to answer stands in for the real one: no test here seals its own
process. What the real one does is in `test_seal.py`.
"""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

if sys.platform != "linux":
    pytest.skip("what is tested runs on Linux alone", allow_module_level=True)

from grader.guest import seal as sealing

if TYPE_CHECKING:
    from collections.abc import Callable

SETTING = ("prctl", 38)
READING = ("prctl", 39)
DYING = ("prctl", 1)
DUMPABLE = ("prctl", 3)
MAKE_DUMPABLE = ("prctl", 4)
IN_BOUNDING_SET = ("prctl", 24)
FILTERED = ("prctl", 21)
LIMITS = {"core_dumps": (4, 0, 0), "open_files": (7, 64, 64)}


class Kernel:
    """Answers calls as it is told to; everything else succeeds with 0.

    :param answers: by the name of a call and its first word.
    :param limits: what `getrlimit` says instead of what was set, by number.
    :param left: what `capget` says is left.
    """

    def __init__(
        self,
        answers: dict[tuple[str, int], int] | None = None,
        limits: dict[int, tuple[int, int]] | None = None,
        left: int = 0,
    ) -> None:
        # This one seals all that it is asked to.
        self.answers = {READING: 1, FILTERED: 2, **(answers or {})}
        self.limits = limits or {}
        self.left = left
        self.set: dict[int, tuple[int, int]] = {}
        self.death = 0
        self.calls: list[tuple[object, ...]] = []

    def call(self, name: str, *words: Any) -> int:
        """Do as the C function *name* would."""
        self.calls.append((name, *words))
        first = words[0] if isinstance(words[0], int) else words[0][0]
        answer = self.answers.get((name, first), 0)
        if name == "setrlimit":
            self.set[first] = (words[1][0], words[1][1])
        elif name == "getrlimit" and answer == 0:
            words[1][0], words[1][1] = self.limits.get(first, self.set[first])
        elif name == "capget":
            words[1][0] = words[1][1] = words[1][2] = self.left
        elif (name, first) == DYING and answer == 0:
            self.death = words[1]
        elif name == "prctl" and first == 2:
            ctypes.cast(words[1], ctypes.POINTER(ctypes.c_int))[0] = self.death
        return answer


@pytest.fixture
def report(monkeypatch: pytest.MonkeyPatch) -> Callable[..., dict[str, str]]:
    """Return what the seal reports on a kernel, without files to seal off."""
    monkeypatch.setattr(sealing, "_own_session", lambda: True)

    def sealed(kernel: Kernel, *, landlocked: bool = True, **plan: object) -> dict[str, str]:
        monkeypatch.setattr(sealing, "_library", lambda _: (kernel.call, ctypes.c_long * 3))
        monkeypatch.setattr(sealing, "_landlock", lambda *_: landlocked)
        monkeypatch.setattr(sealing, "_filter", lambda *_: True)
        wanted = {"session": True, "linux": True, "scoped": False, "rlimits": LIMITS, **plan}
        return sealing.seal(wanted)

    return sealed


WHOLE = {
    "session", "core_dumps", "open_files", "lifetime", "privileges", "filesystem", "syscalls",
    "network", "processes", "signals",
}  # fmt: skip


def test_a_kernel_that_does_all_is_reported_whole(
    report: Callable[..., dict[str, str]],
) -> None:
    """So that what is absent below is absent for the reason that is given there."""
    assert set(report(Kernel())) == WHOLE


@pytest.mark.parametrize(
    ("kernel", "absent"),
    [
        (Kernel({SETTING: -1}), "privileges"),
        (Kernel({READING: 0}), "privileges"),
        (Kernel(left=1), "privileges"),
        (Kernel({("capget", 0x20080522): -1}), "privileges"),
        (Kernel({DYING: -1}), "lifetime"),
        (Kernel({DUMPABLE: 1}), "core_dumps"),
        (Kernel({("getrlimit", 7): -1}), "open_files"),
        (Kernel(limits={7: (65, 64)}), "open_files"),
        (Kernel(limits={7: (64, 65)}), "open_files"),
        (Kernel(limits={7: (-1, -1)}), "open_files"),
    ],
    ids=[
        "no_new_privs is refused", "no_new_privs is not on", "capabilities are left",
        "capabilities cannot be read", "the death signal is refused", "it can still be read",
        "the limit cannot be read", "the limit is too high", "the hard limit is too high",
        "the limit is infinite",
    ],
)  # fmt: skip
def test_what_the_kernel_did_not_confirm_is_not_reported(
    kernel: Kernel, absent: str, report: Callable[..., dict[str, str]]
) -> None:
    """That layer alone is missing."""
    assert set(report(kernel)) == WHOLE - {absent}


def test_a_death_signal_that_was_not_kept_is_not_reported(
    report: Callable[..., dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The kernel clears it for a program that gains rights."""
    monkeypatch.setattr(sealing, "_death_signal", lambda *_: 0)
    assert "lifetime" not in report(Kernel())


def test_landlock_keeps_signals_in_where_it_can(report: Callable[..., dict[str, str]]) -> None:
    """Only rulesets that say so do, and only if they were entered."""
    assert report(Kernel(), scoped=True)["filesystem"] == "landlock"
    assert "filesystem" not in report(Kernel(), landlocked=False, scoped=True)


def test_an_interpreter_without_the_c_library_reports_its_session_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Some builds have no `_ctypes`."""

    def absent(_: str) -> None:
        raise ImportError("_ctypes")

    monkeypatch.setattr(sealing, "_library", absent)
    monkeypatch.setattr(sealing, "_own_session", lambda: True)
    assert sealing.seal({"session": True, "linux": True, "rlimits": LIMITS}) == {
        "session": "setsid"
    }


def test_every_capability_is_dropped_up_to_the_last_that_the_kernel_knows() -> None:
    """The first that it refuses is the last that is tried; one that refuses none gets all 64."""
    every = Kernel()
    assert sealing._drop_capabilities(every.call, ctypes.c_long * 3)
    dropped = [words[2] for words in every.calls if words[:2] == IN_BOUNDING_SET]
    assert dropped == list(range(64))
    none = Kernel({IN_BOUNDING_SET: -1})
    assert sealing._drop_capabilities(none.call, ctypes.c_long * 3)
    assert len([words for words in none.calls if words[:2] == IN_BOUNDING_SET]) == 1


FILTER = {"filter": bytes(16), "own_pid_at": (8,), "seccomp": 317}


@pytest.mark.parametrize(
    ("answers", "loaded"),
    [
        ({MAKE_DUMPABLE: -1}, True),
        ({MAKE_DUMPABLE: -1, ("syscall", 317): -1}, False),
        ({MAKE_DUMPABLE: 0}, False),
        ({MAKE_DUMPABLE: -1, FILTERED: 0}, False),
    ],
    ids=["loaded", "refused", "loaded but nothing is refused", "off"],
)
def test_a_filter_counts_when_it_refuses_something(
    answers: dict[tuple[str, int], int], loaded: bool
) -> None:
    """Loading it is not enough: a call that worked before must fail after it."""
    assert sealing._filter(Kernel(answers).call, ctypes.c_long * 3, FILTER) is loaded


def test_an_empty_filter_is_not_loaded() -> None:
    """It would refuse nothing."""
    kernel = Kernel()
    assert not sealing._filter(kernel.call, ctypes.c_long * 3, {**FILTER, "filter": b""})
    assert not kernel.calls


def test_a_system_without_proc_is_still_asked_for_its_root(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The host starts guests with one thread; whether the root can be read decides."""

    def refuse(*_: object) -> int:
        raise PermissionError

    def missing(path: str) -> None:
        raise FileNotFoundError(path)

    monkeypatch.setattr("posix.stat", missing)
    assert not sealing._landlock(Kernel().call, (5,))
    monkeypatch.setattr("posix.open", refuse)
    assert sealing._landlock(Kernel().call, (5,))
    assert not sealing._landlock(Kernel({("syscall", 446): -1}).call, (5,))
    assert not sealing._landlock(Kernel().call, ())


def test_a_descriptor_that_never_arrived_does_not_keep_the_others_open() -> None:
    """Each is closed on its own."""
    read, write = os.pipe()
    os.close(read)
    sealing._close((read, write))
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(write)


SESSION = (
    "import os\nfrom grader.guest.seal import _own_session\nprint(_own_session(), os.getsid(0))"
)


def session_of(**how: Any) -> tuple[bool, bool]:
    """Return whether a new process says that it leads its session, and whether it does."""
    with subprocess.Popen(
        [sys.executable, "-c", SESSION], stdout=subprocess.PIPE, text=True, **how
    ) as process:
        said, session = process.communicate(timeout=30)[0].split()
        return said == "True", int(session) == process.pid


def test_a_process_makes_itself_a_session_unless_it_has_one() -> None:
    """Without a terminal there is nothing to type into."""
    assert session_of() == (True, True)
    assert session_of(start_new_session=True) == (True, True)


def test_one_that_may_not_have_a_session_says_so() -> None:
    """The leader of a group cannot make one (POSIX, `setsid`)."""
    assert session_of(process_group=0) == (False, False)
