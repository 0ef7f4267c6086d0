"""Windows' part of confinement: a job object for each guest. Its selection is tested; it never ran.

Names and layouts come from the documentation of Windows' job objects.
"""

from __future__ import annotations

import ctypes
import math
import struct
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from grader.model import Limits

GIVES = frozenset({"processes", "memory", "cpu", "lifetime"})
"""The protections that a job gives."""


def kernel32() -> Any:
    """Windows' system library; checkers know its type on Windows only."""
    library = getattr(ctypes, "WinDLL")("kernel32")  # noqa: B009
    library.CreateJobObjectW.restype = library.OpenProcess.restype = ctypes.c_void_p
    return library


class JobObjects:
    """A Windows job object for each guest: no second process, and ended when it is closed.

    :param kernel32: Windows' library of that name; tests hand in their own.
    """

    def __init__(self, limits: Limits, kernel32: Any) -> None:
        # JOBOBJECT_EXTENDED_LIMIT_INFORMATION for 64 bits: limits on a process' time in units
        # of 100 ns (0x2), on the number of processes (0x8), on memory (0x100); no dialogue
        # after a crash (0x400), kill on close (0x2000).
        time = (math.ceil(limits.seconds) + 1) * 10_000_000
        self._settings = struct.pack(
            "<qqI4xQQI4xQII48xQQQQ", time, 0, 0x250A, 0, 0, 1, 0, 0, 0, limits.memory, 0, 0, 0
        )
        self._kernel32 = kernel32
        self._open: list[int] = []

    def add(self, pid: int) -> dict[str, str]:
        """Put a process that has not started others into a job of its own."""
        api, settings = self._kernel32, self._settings
        job = api.CreateJobObjectW(None, None)
        process = api.OpenProcess(0x101, False, pid)  # PROCESS_SET_QUOTA, PROCESS_TERMINATE
        if job:
            self._open.append(job)
        done = job and api.SetInformationJobObject(job, 9, settings, len(settings))
        done = done and process and api.AssignProcessToJobObject(job, process)
        if process:
            api.CloseHandle(process)
        return dict.fromkeys(GIVES, "job object") if done else {}

    def close(self) -> None:
        """End every guest."""
        while self._open:
            self._kernel32.CloseHandle(self._open.pop())
