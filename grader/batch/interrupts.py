"""Ctrl-C and SIGTERM while a class is graded: one orderly stop, with the number of the signal."""

from __future__ import annotations

import contextlib
import signal
import time
from collections.abc import Iterator
from types import FrameType

_STOPPING = 10.0
"""Seconds after a signal in which others are ignored, so that nothing disturbs an orderly stop.

Not for ever: Python loses the exception of a handler that it calls in a finalizer.
"""


class Interrupted(KeyboardInterrupt):
    """Exception that stops the run, because of Ctrl-C or SIGTERM.

    :param number: of the signal; a shell expects 128 more than it as the exit status.
    """

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


@contextlib.contextmanager
def stoppable() -> Iterator[None]:
    """Raise Interrupted at the first signal, and ignore those that come while the run stops.

    A batch system announces its time limit with SIGTERM. A signal that was ignored when we
    were started, as under nohup, stays ignored.
    """
    stopping_until = 0.0

    def stop(number: int, _frame: FrameType | None) -> None:
        nonlocal stopping_until
        if time.monotonic() < stopping_until:
            return
        stopping_until = time.monotonic() + _STOPPING
        raise Interrupted(number)

    before = {
        number: signal.signal(number, stop)
        for number in (signal.SIGINT, signal.SIGTERM)
        if signal.getsignal(number) != signal.SIG_IGN
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
