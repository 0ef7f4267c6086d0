"""A pseudo terminal with a program in it, and the screen that a person would see."""

from __future__ import annotations

import os
import signal
import sys
import termios
import time
from pathlib import Path
from types import TracebackType

import pexpect
import pyte

from support.processes import children, eventually, is_alive

BEFORE = "what the shell had shown"
GRADE = "from grader.cli.entry import main; main()"


class Terminal:
    """`grade` with some words, in a terminal of some size.

    :ivar modes: the terminal's modes before the program had a chance to change them.
    """

    def __init__(
        self, *words: str, folder: Path, rows: int = 70, columns: int = 80, term: str = "xterm"
    ) -> None:
        self.screen = pyte.HistoryScreen(columns, rows, history=5000)
        self._stream = pyte.ByteStream(self.screen)
        self.process: pexpect.spawn[bytes] = pexpect.spawn(
            "/bin/sh",
            ["-c", f'echo {BEFORE}; exec "$@"', "sh", sys.executable, "-c", GRADE, *words],
            cwd=str(folder),
            env={**os.environ, "TERM": term, "PYTHONSAFEPATH": "1", "LINES": "", "COLUMNS": ""},
            dimensions=(rows, columns),
            timeout=30,
        )
        self.modes = termios.tcgetattr(self.process.child_fd)
        self.raw = b""

    def read(self, seconds: float = 0.05) -> None:
        """Take what the program has written."""
        try:
            data = self.process.read_nonblocking(1 << 16, timeout=seconds)
        except (pexpect.TIMEOUT, pexpect.EOF):
            return
        self.raw += data
        self._stream.feed(data)

    @property
    def text(self) -> str:
        """What stands on the screen, a line each."""
        return "\n".join(line.rstrip() for line in self.screen.display).rstrip()

    def shows(self, *parts: str, seconds: float = 20.0) -> bool:
        """Whether the screen shows all of these together within so many seconds."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            self.read()
            if all(part in self.text for part in parts):
                return True
        return False

    def resize(self, rows: int, columns: int) -> None:
        """Change the window's size; the program gets its signal."""
        self.screen.resize(rows, columns)
        self.process.setwinsize(rows, columns)

    def press(self, key: str) -> None:
        """Press a key."""
        self.process.send(key)

    def status(self, seconds: float = 15.0) -> int | None:
        """Wait for the end, and return the exit status; None if it did not end by itself."""
        deadline = time.monotonic() + seconds
        while self.process.isalive() and time.monotonic() < deadline:
            self.read()
        self.process.close(force=True)
        code: int | None = self.process.exitstatus
        return code

    @property
    def pid(self) -> int:
        """The program's process."""
        pid = self.process.pid
        assert isinstance(pid, int)
        return pid

    def family(self) -> list[int]:
        """The program's processes below its own: examiners and their guests."""
        examiners = children(self.pid)
        return [*examiners, *(guest for examiner in examiners for guest in children(examiner))]

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        # As when the window is closed; it is killed only if it does not mind.
        if self.process.isalive():
            self.process.kill(signal.SIGHUP)
            self.process.kill(signal.SIGCONT)
            self.status(5.0)
        self.process.close(force=True)


def all_gone(pids: list[int]) -> bool:
    """Whether none of these processes is left after a moment."""
    return eventually(lambda: not any(map(is_alive, pids)), 5.0)
