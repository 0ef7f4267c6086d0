"""The processors that this process may use."""

from __future__ import annotations

import os


def usable_processors() -> list[int]:
    """Return the numbers of the processors, ascending; empty where the system has no affinity."""
    return sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []
