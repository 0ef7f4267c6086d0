"""`grade watch` ends, stops and idles cleanly: no process, no mode and no cost is left behind."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

import pytest
from support.grading import solution
from support.processes import eventually
from support.terminal import Terminal, all_gone

if sys.platform != "win32":
    import termios

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks processes up in /proc")

ENDLESS = f"{solution(1)}\n\ndef forget(name):\n    while True: pass\n"


@pytest.mark.parametrize("leave", ["q", "ctrl-c", "term", "hangup"])
def test_every_way_to_leave_is_clean(terminal: Terminal, leave: str) -> None:
    """Status 0, the terminal's modes as they were, no process left, nothing left in TMPDIR."""
    assert eventually(lambda: len(terminal.family()) >= 2, 10), "an examiner waits with a guest"
    family = terminal.family()
    during = termios.tcgetattr(terminal.descriptor)
    assert during[3] & termios.ICANON == 0
    match leave:
        case "q":
            terminal.press("q")
        case "ctrl-c":
            terminal.press("\x03")
        case "term":
            os.kill(terminal.pid, signal.SIGTERM)
        case _:
            os.kill(terminal.pid, signal.SIGHUP)
    assert eventually(
        lambda: termios.tcgetattr(terminal.descriptor) == terminal.modes or not terminal.runs(),
        10,
    )
    after = termios.tcgetattr(terminal.descriptor)
    assert after == terminal.modes
    assert terminal.status() == 0
    assert b"Traceback" not in terminal.raw
    assert all_gone(family)


def test_leaving_in_the_middle_of_a_grading_leaves_nobody(terminal: Terminal, file: Path) -> None:
    """A guest that would never come back goes too."""
    file.write_text(ENDLESS)
    assert terminal.shows("Grading")
    assert eventually(lambda: len(terminal.family()) >= 2, 10)
    family = terminal.family()
    terminal.press("q")
    assert terminal.status() == 0
    assert all_gone(family)


def test_killed_watch_takes_its_waiting_examiner_along(terminal: Terminal) -> None:
    """SIGKILL gives it no time to say anything; an idle examiner notices all the same."""
    assert eventually(lambda: len(terminal.family()) >= 2, 10)
    family = terminal.family()
    os.kill(terminal.pid, signal.SIGKILL)
    assert all_gone(family)


def test_while_nothing_is_saved_next_to_nothing_is_computed(terminal: Terminal) -> None:
    """Over two seconds, watcher, examiner and guests together use under a tenth of a processor."""
    assert eventually(lambda: len(terminal.family()) >= 2, 10)
    terminal.read(1.0)
    everybody = [terminal.pid, *terminal.family()]
    before = sum(map(ticks, everybody))
    time.sleep(2.0)
    used = (sum(map(ticks, everybody)) - before) / os.sysconf("SC_CLK_TCK")
    assert used < 0.2


def ticks(pid: int) -> int:
    """Processor time of a process so far, in clock ticks."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def test_a_stopped_watch_comes_back(terminal: Terminal) -> None:
    """Ctrl-Z and `fg`: the keys are read again, and the page is drawn again."""
    os.kill(terminal.pid, signal.SIGSTOP)
    termios.tcsetattr(terminal.descriptor, termios.TCSANOW, terminal.modes)
    os.kill(terminal.pid, signal.SIGCONT)
    assert eventually(lambda: termios.tcgetattr(terminal.descriptor)[3] & termios.ICANON == 0, 10)
    terminal.press("q")
    assert terminal.status() == 0
