"""Single keys from a terminal, read by a thread, and the terminal as it was afterwards."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Any

_LOOK_SECONDS = 0.05
"""How often Windows' keyboard is asked; it cannot be waited for together with anything else."""

_FRONT_SECONDS = 0.5
"""How often we look whether the terminal is ours: a shell's `fg` need not tell us."""


class Keys:
    """While entered, tells every key that is pressed; without a terminal it tells nothing.

    Keys are not echoed and need no Enter; the keys for signals (Ctrl-C, Ctrl-Z) stay what
    they are. In the background, where asking the terminal would stop us, it stays untouched;
    who begins there never reads keys, and who is put there does again once in the foreground.

    :param tell: called by a thread with one character.
    """

    def __init__(self, tell: Callable[[str], None]) -> None:
        self._tell = tell
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._before: Any = None
        self._set = False
        self._wake: tuple[int, int] | None = None

    def __enter__(self) -> Keys:
        if sys.stdin is None or not sys.stdin.isatty():
            return self
        if sys.platform == "win32":
            self._thread = threading.Thread(target=self._poll, name="keys", daemon=True)
            self._thread.start()
            return self
        if _in_front():
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
        if sys.platform != "win32" and self._before is not None and _in_front():
            import termios

            with contextlib.suppress(termios.error):  # the terminal itself has gone
                termios.tcsetattr(sys.stdin.fileno(), termios.TCSADRAIN, self._before)

    @property
    def reads(self) -> bool:
        """Whether keys are read at all."""
        return self._thread is not None

    def resume(self) -> None:
        """Take the terminal's modes again, after a shell has had them, unless it still has."""
        if sys.platform == "win32" or self._before is None:
            return
        self._set = _in_front()
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
        # Put in the background between a look and a read, we get an error and are not stopped.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTTIN})
        while not self._stop.is_set():
            ours = _in_front()
            if ours and not self._set:
                self.resume()
            # What is typed while we are in the background is for others.
            asked = [source, wake] if ours else [wake]
            readable, _, _ = select.select(asked, [], [], _FRONT_SECONDS)
            if source not in readable:
                continue
            try:
                data = os.read(source, 64)
            except OSError:
                if _in_front():
                    return
                continue
            if not data:
                return
            for character in data.decode("utf-8", "replace"):
                self._tell(character)

    def _poll(self) -> None:
        if sys.platform == "win32":
            import msvcrt

            while not self._stop.wait(_LOOK_SECONDS):
                while msvcrt.kbhit():
                    self._tell(msvcrt.getwch())


def _in_front() -> bool:
    """Whether the terminal is ours now; a shell gives it to one job at a time."""
    if sys.platform == "win32":
        return True
    try:
        return os.tcgetpgrp(sys.stdin.fileno()) == os.getpgrp()
    except OSError:  # it is not the one that controls us, or has gone
        return False
