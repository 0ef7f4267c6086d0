"""A signal that ends `grade` becomes an exception where an exception is not lost.

Python calls a signal's handler between any two steps of the main thread, and there are steps
at which what the handler raises goes nowhere: in a callback of a weak reference or a
finalizer Python prints it and goes on, and a class that is being made, as modules that are
imported make them, turns it into a RuntimeError. The import system has such callbacks itself.
So a signal that comes while something is imported waits for the end of it, and an exception
that was lost elsewhere is raised once more.

What this module imports is built into Python: until it stands, signals do as they do.
"""

from __future__ import annotations

import sys
import time
from _thread import get_ident, start_new_thread

TYPE_CHECKING = False
if TYPE_CHECKING:
    import signal
    from collections.abc import Callable, Mapping
    from types import FrameType
else:
    import _signal as signal  # all that `signal` adds is names for numbers, with a slow import

SIGINT, SIGTERM = int(signal.SIGINT), int(signal.SIGTERM)

_PAUSE = 0.01
"""Seconds until a signal that came at a bad moment comes again."""

_IMPORT = "<frozen importlib."
"""How the names begin that the import system's own code bears in a frame."""


class Obeyed:
    """Raises, at each of some signals, what its function returns; a context of the main thread.

    A signal that was ignored before, as under nohup, stays ignored. An ending may set
    other handlers for what follows; they are ours again should its exception be lost.

    :param endings: by the signal's number.
    """

    def __init__(self, endings: Mapping[int, Callable[[], BaseException]]) -> None:
        self._endings = endings
        self._raised: tuple[BaseException, int] | None = None
        self._due = self._sent = 0
        self._thread = get_ident()

    def __enter__(self) -> None:
        self._hook = sys.unraisablehook
        self._before = {
            number: signal.signal(number, self._obey)
            for number in self._endings
            if signal.getsignal(number) != signal.SIG_IGN
        }
        sys.unraisablehook = self._lost

    def __exit__(self, *_: object) -> None:
        self._raised, self._due = None, 0
        try:
            while self._sent:
                time.sleep(_PAUSE / 10)
        finally:
            sys.unraisablehook = self._hook
            for number, handler in self._before.items():
                signal.signal(number, handler)

    def _obey(self, number: int, frame: FrameType | None) -> None:
        if number == self._sent and not self._due:
            return  # sent again when it was just obeyed: one signal ends things once
        if _imports(frame):
            self._put_off(number)
            return
        self._due, ending = 0, self._endings[number]()
        self._raised = ending, number
        raise ending

    def _lost(self, what: sys.UnraisableHookArgs) -> None:
        """Stand in for Python's own hook, which prints what a callback or a finalizer raised."""
        if self._raised is None or what.exc_value is not self._raised[0]:
            self._hook(what)
            return
        for number in self._before:
            signal.signal(number, self._obey)
        self._put_off(self._raised[1])

    def _put_off(self, number: int) -> None:
        waits, self._due = self._due, number
        if not waits:
            start_new_thread(self._send, ())  # needs no import, and no other signal

    def _send(self) -> None:
        """Send what is due until it is obeyed: one that comes just before a wait does not end it.

        Once, where the signal is somebody else's by now: others do not say when they have heard.
        Once `_sent` is 0 again, all that was sent has come.
        """
        self._sent = self._due
        while True:
            time.sleep(_PAUSE)
            self._sent = self._due
            if not (number := self._sent):
                return
            if signal.getsignal(number) != self._obey:
                self._due = 0
            if sys.platform == "win32":
                signal.raise_signal(number)  # the handler runs in the main thread all the same
            else:
                signal.pthread_kill(self._thread, number)


def _imports(frame: FrameType | None) -> bool:
    """Whether the import system is at work in *frame* or in one that waits for it."""
    while frame is not None:
        if frame.f_code.co_filename.startswith(_IMPORT):
            return True
        frame = frame.f_back
    return False
