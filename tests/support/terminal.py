"""A pseudo terminal with a program in it, and the screen that a person would see."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType

import pyte

from support.processes import children, eventually, is_alive

if sys.platform != "win32":
    import pty
    import termios

BEFORE = "what the shell had shown"
GRADE = "from grader.cli.entry import main; main()"

# `pty.fork` would fork this process, which has threads: Python warns about that since 3.12. A new
# process that begins a session takes the terminal and then becomes the program, with the same number.
IN_A_TERMINAL = """
import fcntl, os, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
print(sys.argv[1], flush=True)
os.execv(sys.argv[2], sys.argv[2:])
"""


class Terminal:
    """`grade` with some words, in a terminal of some size.

    :ivar descriptor: the end of the terminal that has keyboard and screen.
    :ivar modes: the terminal's modes before the program had a chance to change them.
    """

    def __init__(
        self, *words: str, folder: Path, rows: int = 70, columns: int = 80, term: str = "xterm"
    ) -> None:
        self.screen = pyte.HistoryScreen(columns, rows, history=5000)
        self._stream = pyte.ByteStream(self.screen)
        self.descriptor, theirs = pty.openpty()
        termios.tcsetwinsize(theirs, (rows, columns))
        self.modes = termios.tcgetattr(theirs)
        grade = [sys.executable, "-c", GRADE, *words]
        self.process = subprocess.Popen(
            [sys.executable, "-I", "-S", "-c", IN_A_TERMINAL, BEFORE, *grade],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            cwd=folder,
            env={**os.environ, "TERM": term, "PYTHONSAFEPATH": "1", "LINES": "", "COLUMNS": ""},
            start_new_session=True,
        )
        os.close(theirs)
        self._closed = False
        self.raw = b""

    def read(self, seconds: float = 0.05) -> bool:
        """Take what the program has written, waiting so long for it; whether there was anything."""
        if not select.select([self.descriptor], [], [], seconds)[0]:
            return False
        try:
            data = os.read(self.descriptor, 1 << 16)
        except OSError:  # how Linux says that no process has the terminal open any more
            data = b""
        if not data:
            time.sleep(seconds)
            return False
        self.raw += data
        self._stream.feed(data)
        return True

    @property
    def text(self) -> str:
        """The lines on the screen."""
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
        termios.tcsetwinsize(self.descriptor, (rows, columns))

    def press(self, key: str) -> None:
        """Press a key."""
        os.write(self.descriptor, key.encode())

    def runs(self) -> bool:
        """Whether the program has not ended yet."""
        return self.process.poll() is None

    def status(self, seconds: float = 15.0) -> int | None:
        """Wait for the end, and return the exit status; None if it did not end by itself."""
        deadline = time.monotonic() + seconds
        while self.runs() and time.monotonic() < deadline:
            self.read()
        while self.read(0.0):  # its last words
            pass
        code = self.process.poll()
        self._close()
        return code if code is not None and code >= 0 else None

    def _close(self) -> None:
        """Close the window, and kill the program if that does not end it."""
        if self._closed:
            return
        self._closed = True
        os.close(self.descriptor)  # the program gets SIGHUP
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(1.0)
        self.process.kill()
        self.process.wait()

    @property
    def pid(self) -> int:
        """The program's process."""
        return self.process.pid

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
        if self.runs():
            self.process.send_signal(signal.SIGHUP)
            self.process.send_signal(signal.SIGCONT)
            self.status(5.0)
        self._close()


def all_gone(pids: list[int]) -> bool:
    """Whether none of these processes is left after a moment."""
    return eventually(lambda: not any(map(is_alive, pids)), 5.0)
