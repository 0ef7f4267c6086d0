"""Processes as Linux's /proc has them: which run, and which were started by which."""

from __future__ import annotations

import contextlib
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

SLEEPER = "import os, time\nos.makedirs('a/b/c')\nprint('asleep')\ntime.sleep(600)\n"
STUBBORN = (
    "import signal, threading, time\n"
    "for number in (1, 2, 3, 15): signal.signal(number, signal.SIG_IGN)\n"
    "threading.Thread(target=time.sleep, args=(600,)).start()\n"
    "while True:\n    try: time.sleep(600)\n    except BaseException: pass\n"
)
"""Learners' files that never come back."""


def is_alive(pid: int) -> bool:
    """Whether a process runs; one that waits to be reaped does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return False


def children(pid: int) -> list[int]:
    """The processes that *pid* has started, on whichever thread."""
    found: list[int] = []
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        for task in list(Path(f"/proc/{pid}/task").iterdir()):
            with contextlib.suppress(FileNotFoundError, ProcessLookupError):  # a thread has ended
                found += map(int, (task / "children").read_text().split())
    return found


def parents() -> dict[int, int]:
    """Return every running process and its parent, as Linux's /proc has them."""
    found = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                state, parent = (entry / "stat").read_text().rpartition(")")[2].split()[:2]
            except OSError:
                continue  # gone while we looked
            if state not in "ZX":
                found[int(entry.name)] = int(parent)
    return found


def descendants(pid: int) -> set[int]:
    """Return the processes below *pid*."""
    known, found = parents(), {pid}
    while new := {child for child, parent in known.items() if parent in found} - found:
        found |= new
    return found - {pid}


def still_running(pids: set[int], seconds: float) -> set[int]:
    """Return which processes still run after at most so many seconds."""
    end = time.monotonic() + seconds
    while (left := pids & set(parents())) and time.monotonic() < end:
        time.sleep(0.05)
    return left


def guests_at_once(ahead: int) -> int:
    """How many guests an examiner has while one works, *ahead* of which were to be started."""
    return 1 + (ahead if len(os.sched_getaffinity(0)) > 1 else 0)


def eventually(claim: Callable[[], bool], seconds: float) -> bool:
    """Whether *claim* holds within so many seconds."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if claim():
            return True
        time.sleep(0.02)
    return claim()
