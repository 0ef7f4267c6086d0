"""Which processors this process may use, where the system can tell."""

from __future__ import annotations

import os


def usable_processors() -> list[int]:
    """Return their numbers, ascending; none where the system cannot tell."""
    return sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []
