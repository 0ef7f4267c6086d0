"""Makes sure that a learner's process is dead before something is written that it could spoil.

Guests die with their examiner, but the system tells nobody when that is done, and where a
machine does not confine them they may have started processes of their own. On Linux this
process takes in whatever an examiner leaves behind, ends it and waits for it. Elsewhere
nothing of this exists, and nothing is claimed.
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
    """What descendants of this process leave behind, from the moment this is made.

    Children that this process has by then are spared; those it starts later are not.
    """

    def __init__(self) -> None:
        self._spared = frozenset(_children())
        self.adopted = _adopt(1)

    def end(self, seconds: float) -> bool:
        """Kill them all, and what they leave behind in turn, and wait for them.

        :param seconds: how long to wait at most.
        :returns: whether it is known that none is left.
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
    # A kernel may be built without the list of a process' children, and /proc may be elsewhere.
    if sys.platform != "linux" or not Path("/proc/thread-self/children").exists():
        return False
    import ctypes

    return bool(ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, wanted, 0, 0, 0) == 0)


def _children() -> list[int]:
    """Return the children of this process, whichever thread started them."""
    found: list[int] = []
    with contextlib.suppress(OSError):
        for task in Path("/proc/self/task").iterdir():
            with contextlib.suppress(OSError):
                found += map(int, (task / "children").read_text().split())
    return found
