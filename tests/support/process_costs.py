"""Time and peak memory of a process, measured from outside."""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

_LOOK = 0.005
"""Seconds between two looks at a process, which find it ended that much too late at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """Resources that one process used.

    :param seconds: wall-clock time.
    :param peak: resident memory of the process itself, without its children, bytes.
    """

    seconds: float
    peak: int


def measured(*arguments: str | Path, folder: Path) -> Measured:
    """Run `grade` in *folder*, and raise if it does not end with 0."""
    command = [sys.executable, "-c", "from grader.cli.entry import main; main()"]
    began = time.perf_counter()
    with (folder / "said").open("wb") as said:
        process = subprocess.Popen(
            [*command, *map(str, arguments)],
            stdin=subprocess.DEVNULL, stdout=said, stderr=said, cwd=folder,
        )  # fmt: skip
        peak = 0
        while process.poll() is None:
            peak = max(peak, _peak(process.pid))
            time.sleep(_LOOK)
    seconds = time.perf_counter() - began
    if process.returncode:
        raise RuntimeError((folder / "said").read_text("utf-8", "replace")[-2000:])
    return Measured(seconds=seconds, peak=peak)


def _peak(pid: int) -> int:
    """Return the most memory that a process has held since it began its program, bytes.

    `ru_maxrss` would not do: it counts what the process was before, a copy of this one.
    """
    try:
        status = Path(f"/proc/{pid}/status").read_text("utf-8")
    except OSError:
        return 0
    _, found, rest = status.partition("VmHWM:")
    return int(rest.split()[0]) * 1024 if found else 0
