"""`grade` in a process that a test may kill: how it is started, its log of attempts, its end."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import grader.batch.task as work
from grader.gradebook.store import Gradebook
from grader.host.examiner_process import examine
from grader.model import Attempt, Grade, Row, State

TESTS = Path(__file__).parent.parent


def write_and_die(folder: Path) -> None:
    """Put three rows and be killed."""
    book = Gradebook.create(folder)
    for number in (1, 2, 3):
        book.put(Row(student="s", exercise=number, state=State.GRADED, earned=0, possible=8))
    os.kill(os.getpid(), signal.SIGKILL)


def counted_grade(log: Path, arguments: Sequence[str]) -> None:
    """Run the command line, and write a line for every attempt that goes to an examiner."""
    descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def counted(attempts: Sequence[Attempt], **how: Any) -> tuple[Grade, ...]:
        for attempt in attempts:
            os.write(descriptor, json.dumps(attempt.seed).encode() + b"\n")
        return examine(attempts, **how)

    work.examine = counted  # type: ignore[attr-defined]
    sys.argv[1:] = arguments
    from grader.cli.entry import main

    main()


def start(log: Path, *arguments: str | Path, folder: Path) -> subprocess.Popen[bytes]:
    """Start `grade` with a counter of its attempts; standard error is a pipe."""
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); from pathlib import Path\n"
        "from support.batch_process import counted_grade; counted_grade(Path(sys.argv[2]), sys.argv[3:])"
    )
    return subprocess.Popen(
        [sys.executable, "-c", code, str(TESTS), str(log), *map(str, arguments)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=folder,
        env={**os.environ, "TMPDIR": str(folder)},
    )


def counted(log: Path) -> list[str]:
    """Return the seeds of all attempts that went to an examiner, and empty the log."""
    lines = log.read_text().split() if log.exists() else []
    log.unlink(missing_ok=True)
    return [json.loads(line) for line in lines]


def wait_for(text: str, process: subprocess.Popen[bytes], seconds: float = 60) -> str:
    """Read standard error up to a line with *text* in it."""
    assert process.stderr is not None
    said, end = "", time.monotonic() + seconds
    while text not in said and time.monotonic() < end:
        line = process.stderr.readline().decode()
        if not line:
            break
        said += line
    assert text in said, said
    return said


def finish(process: subprocess.Popen[bytes], seconds: float = 120) -> tuple[int, str]:
    """Wait for a process and return its exit status and standard error."""
    _, errors = process.communicate(timeout=seconds)
    return process.returncode, errors.decode()
