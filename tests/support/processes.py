"""Looking processes up in /proc: who lives, and who was started by whom."""

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
