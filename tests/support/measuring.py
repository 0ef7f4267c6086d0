"""Processes measured from outside: how long they took and the most memory they held."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What one process used.

    :param seconds: wall-clock time.
    :param peak: resident memory of the process itself, without its children, bytes.
    """

    seconds: float
    peak: int


def measured(*arguments: str | Path, folder: Path) -> Measured:
    """Run `grade` in *folder*, and raise if it does not end with 0."""
    command = [sys.executable, "-c", "from grader.entry import main; main()"]
    began = time.perf_counter()
    with (folder / "said").open("wb") as said:
        process = subprocess.Popen(
            [*command, *map(str, arguments)],
            stdin=subprocess.DEVNULL, stdout=said, stderr=said, cwd=folder,
        )  # fmt: skip
        _, status, usage = os.wait4(process.pid, 0)  # of this child alone, not of its children
    seconds = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError((folder / "said").read_text("utf-8", "replace")[-2000:])
    return Measured(seconds=seconds, peak=usage.ru_maxrss * 1024)
