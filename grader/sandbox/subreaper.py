"""Killing the processes that an examiner leaves behind, before results are written.

Guests die with their examiner, but asynchronously, and where a machine does not confine them they
may have started processes of their own, which could spoil the results. On Linux this process
becomes a child subreaper (prctl(2)): it adopts orphaned descendants, kills them and waits for them.
Elsewhere there is no such thing, and `OrphanReaper.adopted` is False.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import time
from pathlib import Path

_PR_SET_CHILD_SUBREAPER = 36  # Linux, uapi/linux/prctl.h


class OrphanReaper:
    """Adopts the orphaned descendants of this process from its creation on.

    Children that this process has by then are spared; those that it starts later are not.

    :ivar adopted: whether this process adopts orphans; only on Linux.
    """

    def __init__(self) -> None:
        self._spared = frozenset(_children())
        self.adopted = _adopt(1)

    def end(self, seconds: float) -> bool:
        """Kill all orphans, and those that they leave behind in turn, and wait for them.

        :param seconds: the longest time to wait.
        :returns: True if it is certain that none is left.
        """
        if not self.adopted:
            return False
        deadline = time.monotonic() + seconds
        while left := frozenset(_children()) - self._spared:
            for child in left:
                with contextlib.suppress(OSError):
                    os.kill(child, signal.SIGKILL)
                    os.waitpid(child, os.WNOHANG)
            if time.monotonic() > deadline:
                return False
            time.sleep(0.005)
        _adopt(0)
        return True


def _adopt(wanted: int) -> bool:
    """Turn adoption on (1) or off (0) and return whether that worked."""
    # A kernel may be built without the list of a process' children, and /proc may be elsewhere.
    if sys.platform != "linux" or not Path("/proc/thread-self/children").exists():
        return False
    import ctypes

    return bool(ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, wanted, 0, 0, 0) == 0)


def _children() -> list[int]:
    """Return the pids of this process' children, whichever thread started them."""
    found: list[int] = []
    with contextlib.suppress(OSError):
        for task in Path("/proc/self/task").iterdir():
            with contextlib.suppress(OSError):
                found += map(int, (task / "children").read_text().split())
    return found
