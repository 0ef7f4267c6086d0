"""A signal is obeyed wherever it finds the main thread, and its exception is lost nowhere."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

START = """\
import signal, sys, time
import grader.cli.entry
grader.cli.entry._run = lambda words: strike()
sys.argv = ["grade", {command!r}]
def hit():
    signal.raise_signal(signal.{name})
"""
END = """
grader.cli.entry.main()
"""
FINALIZER = """
class Thing:
    def __del__(self):
        hit()
def strike():
    Thing()
    time.sleep(60)
    print("slept")
"""
CALLBACK = """
import weakref
class Thing: pass
def strike():
    thing = Thing()
    kept = weakref.ref(thing, lambda _: hit())
    del thing
    time.sleep(60)
    print("slept")
"""
CLASS = """
import importlib
def strike():
    importlib.import_module("module_with_a_class")
    time.sleep(60)
    print("slept")
"""
AT_RUN_TIME = """
class Hits:
    def __set_name__(self, owner, name):
        hit()
def strike():
    class Made:
        field = Hits()
    print("made")
"""
MODULE = """\
import signal
class Hits:
    def __set_name__(self, owner, name):
        signal.raise_signal(signal.{name})
class Made:
    field = Hits()
print("imported", flush=True)
"""
PLACES = {
    "a finalizer": FINALIZER,
    "a weak reference": CALLBACK,
    "an import": CLASS,
    "a class": AT_RUN_TIME,
}
SIGNALS = [("exercise", "SIGINT", 130), ("exercise", "SIGTERM", 143), ("list", "SIGINT", 130)]

BATCH = """\
import signal, time
from grader.batch.interrupts import Interrupted, stoppable
class Thing:
    def __del__(self):
        signal.raise_signal(signal.SIGTERM)
try:
    with stoppable():
        Thing()
        time.sleep(60)
except Interrupted as stop:
    print(stop.number)
print(signal.getsignal(signal.SIGTERM) == signal.SIG_DFL)
"""

OTHERS_MODULE = """\
import signal
heard = []
signal.raise_signal(signal.SIGINT)
before = signal.signal(signal.SIGINT, lambda *_: heard.append(1))
"""
OTHERS = """
def strike():
    import module_with_a_handler as it
    limit = time.monotonic() + 20
    while not it.heard and time.monotonic() < limit:
        time.sleep(0.01)
    time.sleep(0.2)
    print(len(it.heard))
    signal.signal(signal.SIGINT, it.before)
    time.sleep(0.2)
"""
CAUGHT = """
class Thing:
    def __del__(self):
        sys.exit("not ours")
def strike():
    try:
        hit()
    except KeyboardInterrupt:
        print("caught")
    Thing()
    time.sleep(0.2)
"""

LATE = """
import atexit
import grader.host.signals
class Late:
    def __getattr__(self, name):
        return getattr(signal, name)
    def pthread_kill(self, thread, number):
        signal.pthread_kill(thread, number)
        time.sleep(0.05)
        signal.pthread_kill(thread, number)
grader.host.signals.signal = Late()
"""
WHILE_IT_CLEANS_UP = (
    FINALIZER
    + """
struck = strike
def strike():
    try:
        struck()
    finally:
        time.sleep(0.2)
        print("cleaned up")
"""
)
AT_ITS_END = "atexit.register(time.sleep, 0.2)" + FINALIZER


def run(code: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run code in an interpreter that finds modules in *folder*, for less than it would sleep."""
    return subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, timeout=30
    )


@pytest.mark.skipif(sys.platform == "win32", reason="a sleep there is ended by a key alone")
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(("command", "name", "status"), SIGNALS)
def test_a_signal_ends_it_even_where_an_exception_would_be_lost(
    place: str, command: str, name: str, status: int, tmp_path: Path
) -> None:
    """Quiet, with its status, at once; a module that is being imported is imported first."""
    (tmp_path / "module_with_a_class.py").write_text(MODULE.format(name=name))
    done = run(START.format(command=command, name=name) + PLACES[place] + END, tmp_path)
    assert (done.returncode, done.stderr) == (status, "")
    assert done.stdout == ("imported\n" if place == "an import" else "")


@pytest.mark.skipif(sys.platform == "win32", reason="a sleep there is ended by a key alone")
def test_a_class_is_stopped_even_where_an_exception_would_be_lost(tmp_path: Path) -> None:
    """The first signal makes deaf to others; not if nobody has heard of it."""
    done = run(BATCH, tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "15\nTrue\n", "")


def test_what_else_a_finalizer_raises_is_told_as_ever(tmp_path: Path) -> None:
    """Python's own hook has the word where no signal came."""
    strike = "class Thing:\n    def __del__(self):\n        sys.exit('not ours')\n"
    strike += "def strike():\n    Thing()\n"
    done = run(START.format(command="list", name="SIGINT") + strike + END, tmp_path)
    assert done.returncode == 0
    assert "not ours" in done.stderr


def test_an_interrupt_that_was_caught_is_over(tmp_path: Path) -> None:
    """What a finalizer raises later is not taken for it."""
    done = run(START.format(command="list", name="SIGINT") + CAUGHT + END, tmp_path)
    assert (done.returncode, done.stdout) == (0, "caught\n")
    assert "not ours" in done.stderr


def test_a_signal_that_has_waited_is_heard_once_by_who_takes_it_over(tmp_path: Path) -> None:
    """As a class that is graded, or the bell of Classroom; and not again by us after them."""
    (tmp_path / "module_with_a_handler.py").write_text(OTHERS_MODULE)
    done = run(START.format(command="list", name="SIGINT") + OTHERS + END, tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "1\n", "")


@pytest.mark.skipif(sys.platform == "win32", reason="a sleep there is ended by a key alone")
@pytest.mark.parametrize(
    ("strike", "said"),
    [(WHILE_IT_CLEANS_UP, "cleaned up\n"), (AT_ITS_END, "")],
    ids=["while it cleans up", "at its end"],
)
def test_a_signal_that_is_sent_again_too_late_disturbs_nothing(
    strike: str, said: str, tmp_path: Path
) -> None:
    """A busy machine may stop the thread that sends between its look and its deed."""
    done = run(START.format(command="list", name="SIGINT") + LATE + strike + END, tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (130, said, "")


@pytest.mark.skipif(sys.platform == "win32", reason="signals are ignored otherwise there")
def test_a_signal_that_was_ignored_stays_ignored(tmp_path: Path) -> None:
    """As a job in the background of a script has it."""
    code = START.format(command="exercise", name="SIGINT") + "def strike():\n    hit()\n" + END
    ignored = "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\n" + code
    assert run(ignored, tmp_path).returncode == 0
    assert run(code, tmp_path).returncode == 130
