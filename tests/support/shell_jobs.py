"""A shell with job control, for tests of which process may read the terminal.

A process with a session of its own plays the shell: `support.shell_jobs.main` in a fresh interpreter.
"""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import time

if sys.platform != "win32":
    import fcntl
    import pty
    import termios

KEYS = """
import signal, threading
from grader.learner.keyboard import KeyReader

def say(word):
    print(word, flush=True)

with KeyReader(say) as keys:
    left = threading.Event()

    def back(*_):
        keys.resume()
        say("continued")

    signal.signal(signal.SIGCONT, back)
    signal.signal(signal.SIGTERM, lambda *_: left.set())
    say("begun")
    # A signal may come to the other thread; we hear of it when we wake, as `grade watch` does.
    any(left.wait(0.05) for _ in range(4000))
say("left")
"""
"""A program that says which keys it reads, and behaves at signals as `grade watch` does."""

LONG = 30.0

_CHANGED = os.WSTOPPED | os.WEXITED if sys.platform != "win32" else 0


class Shell:
    """A shell with one job, whose standard input is the shell's terminal.

    Everything takes at most `LONG` seconds, and then ends the shell with what went wrong.
    """

    def __init__(self, program: str) -> None:
        self.keyboard, self.terminal = pty.openpty()
        fcntl.ioctl(self.terminal, termios.TIOCSCTTY, 0)
        signal.signal(signal.SIGTTOU, signal.SIG_IGN)
        self.own = termios.tcgetattr(self.terminal)
        self.job = subprocess.Popen(
            [sys.executable, "-c", program],
            stdin=self.terminal,
            stdout=subprocess.PIPE,
            bufsize=0,
            process_group=0,
            preexec_fn=_come_to_the_front,
        )

    def give(self, group: int) -> None:
        """Set the process group that has the terminal."""
        os.tcsetpgrp(self.terminal, group)

    def take(self) -> None:
        """Stop the job, and have the terminal as it was before it."""
        self.job.send_signal(signal.SIGSTOP)
        os.waitid(os.P_PID, self.job.pid, os.WSTOPPED)
        self.give(os.getpgrp())
        termios.tcsetattr(self.terminal, termios.TCSANOW, self.own)

    def plain(self) -> bool:
        """Whether the terminal's modes are the shell's own."""
        return termios.tcgetattr(self.terminal) == self.own

    def hears(self, word: str) -> None:
        """Wait for the next line of the job; it must be this one, and the job not be stopped."""
        assert self.job.stdout is not None
        line, end = b"", time.monotonic() + LONG
        while not line.endswith(b"\n") and time.monotonic() < end:
            # It may have ended, having said its last word: to ask for stops alone is an error then.
            told = os.waitid(os.P_PID, self.job.pid, _CHANGED | os.WNOHANG | os.WNOWAIT)
            stopped = told is not None and told.si_code == os.CLD_STOPPED
            assert not stopped, f"stopped by {told and signal.Signals(told.si_status).name}"
            if select.select([self.job.stdout], [], [], 0.05)[0]:
                line += self.job.stdout.read(1)
        assert line == f"{word}\n".encode(), line


def _come_to_the_front() -> None:
    """Take the terminal, as a job does that a shell starts, before its program begins."""
    os.tcsetpgrp(0, os.getpid())
    signal.signal(signal.SIGTTOU, signal.SIG_DFL)


def main() -> None:
    """Begin a job, put it in the background and the foreground, and end it in the background."""
    shell = Shell(KEYS)
    try:
        shell.hears("begun")
        os.write(shell.keyboard, b"a")
        shell.hears("a")
        shell.take()
        shell.job.send_signal(signal.SIGCONT)  # bg
        shell.hears("continued")
        assert shell.plain()
        os.write(shell.keyboard, b"for the shell\n")
        time.sleep(0.2)
        assert select.select([shell.terminal], [], [], LONG)[0], "the job has taken it"
        assert os.read(shell.terminal, 64) == b"for the shell\n"
        shell.give(shell.job.pid)  # fg, of a job that runs
        end = time.monotonic() + LONG
        while shell.plain() and time.monotonic() < end:
            time.sleep(0.02)
        os.write(shell.keyboard, b"b")
        shell.hears("b")
        shell.take()
        shell.job.send_signal(signal.SIGCONT)
        shell.hears("continued")
        shell.job.send_signal(signal.SIGTERM)
        shell.hears("left")
        assert shell.job.wait(LONG) == 0
        assert shell.plain()
    finally:
        shell.job.kill()
        shell.job.wait(LONG)
