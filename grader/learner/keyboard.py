"""The keyboard of `grade watch`: a thread reads single keys; at its end the terminal's modes are restored."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Any

_POLL_SECONDS = 0.05
"""How often Windows' keyboard is polled; one cannot wait for it together with anything else."""

_FOREGROUND_SECONDS = 0.5
"""How often we check whether we are in the foreground: a shell's `fg` need not send a signal."""


class KeyReader:
    """A thread that reports every key pressed, for as long as the context lasts.

    Keys are not echoed and need no Enter; the keys for signals (Ctrl-C, Ctrl-Z) keep their
    meaning. Without a terminal no key is reported. In the background, where touching the terminal
    would stop us, it is left alone: a process that begins there never reads keys, and one that is
    put there reads them again once in the foreground.

    :param on_key: called by the thread with one character.
    """

    def __init__(self, on_key: Callable[[str], None]) -> None:
        self._on_key = on_key
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._before: Any = None
        self._set = False
        self._wake: tuple[int, int] | None = None

    def __enter__(self) -> KeyReader:
        if sys.stdin is None or not sys.stdin.isatty():
            return self
        if sys.platform == "win32":
            self._thread = threading.Thread(target=self._poll, name="keys", daemon=True)
            self._thread.start()
            return self
        if _in_foreground():
            import termios

            self._before = termios.tcgetattr(sys.stdin.fileno())
            self.resume()
            self._wake = os.pipe()
            self._thread = threading.Thread(target=self._read, name="keys", daemon=True)
            self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop.set()
        if self._wake is not None:
            os.write(self._wake[1], b".")
        if self._thread is not None:
            self._thread.join()
        for descriptor in self._wake or ():
            os.close(descriptor)
        if sys.platform != "win32" and self._before is not None and _in_foreground():
            import termios

            with contextlib.suppress(termios.error):  # the terminal itself has gone
                termios.tcsetattr(sys.stdin.fileno(), termios.TCSADRAIN, self._before)

    @property
    def reads(self) -> bool:
        """Whether keys are read at all."""
        return self._thread is not None

    def resume(self) -> None:
        """Set the terminal's modes again after a shell has changed them; nothing in the background."""
        if sys.platform == "win32" or self._before is None:
            return
        self._set = _in_foreground()
        if not self._set:
            return
        import termios
        import tty

        with contextlib.suppress(termios.error):
            tty.setcbreak(sys.stdin.fileno(), termios.TCSADRAIN)

    def _read(self) -> None:
        if sys.platform == "win32":
            return
        import select

        assert self._wake is not None
        source, wake = sys.stdin.fileno(), self._wake[0]
        # If we are put in the background just before a read, the read fails and does not stop us.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTTIN})
        while not self._stop.is_set():
            ours = _in_foreground()
            if ours and not self._set:
                self.resume()
            # What is typed while we are in the background is for others.
            waited_for = [source, wake] if ours else [wake]
            readable, _, _ = select.select(waited_for, [], [], _FOREGROUND_SECONDS)
            if source not in readable:
                continue
            try:
                data = os.read(source, 64)
            except OSError:
                if _in_foreground():
                    return
                continue
            if not data:
                return
            for character in data.decode("utf-8", "replace"):
                self._on_key(character)

    def _poll(self) -> None:
        if sys.platform == "win32":
            import msvcrt

            while not self._stop.wait(_POLL_SECONDS):
                while msvcrt.kbhit():
                    self._on_key(msvcrt.getwch())


def _in_foreground() -> bool:
    """Return whether we are in the foreground; a shell gives the terminal to one job at a time."""
    if sys.platform == "win32":
        return True
    try:
        return os.tcgetpgrp(sys.stdin.fileno()) == os.getpgrp()
    except OSError:  # it is not the one that controls us, or has gone
        return False
