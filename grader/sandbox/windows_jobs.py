"""Job objects, the confinement of guests on Windows.

Written from the documentation of job objects; its use is tested against a stand-in for kernel32,
and it has never run on Windows.
"""

from __future__ import annotations

import ctypes
import math
import struct
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from grader.model import Limits

GIVES = frozenset({"processes", "memory", "cpu", "lifetime"})
"""The protections that a job object gives."""


def kernel32() -> Any:
    """Return Windows' system library."""
    library = getattr(ctypes, "WinDLL")("kernel32")  # noqa: B009 - typed on Windows only
    library.CreateJobObjectW.restype = library.OpenProcess.restype = ctypes.c_void_p
    return library


class JobObjects:
    """The job objects of a session, one for each guest: no second process, killed when closed.

    :param kernel32: Windows' library of that name; tests pass a stand-in.
    """

    def __init__(self, limits: Limits, kernel32: Any) -> None:
        # JOBOBJECT_EXTENDED_LIMIT_INFORMATION for 64 bits. Flags: limit on a process' user time
        # in units of 100 ns (0x2), on the number of processes (0x8), on a process' memory
        # (0x100), no dialogue after a crash (0x400), kill on close (0x2000).
        time = (math.ceil(limits.seconds) + 1) * 10_000_000
        self._settings = struct.pack(
            "<qqI4xQQI4xQII48xQQQQ", time, 0, 0x250A, 0, 0, 1, 0, 0, 0, limits.memory, 0, 0, 0
        )
        self._kernel32 = kernel32
        self._open: list[int] = []

    def add(self, pid: int) -> dict[str, str]:
        """Put a process, which has not started others yet, into a job object of its own.

        :returns: protection to mechanism; empty if Windows refused.
        """
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
