"""Ctrl-C and SIGTERM while a class is graded: stop once, in order, and say by which."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Iterator
from types import FrameType


class Interrupted(KeyboardInterrupt):
    """Somebody wants the run to stop.

    :param number: of the signal; a shell expects 128 more than it as the exit status.
    """

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


@contextlib.contextmanager
def stoppable() -> Iterator[None]:
    """Raise Interrupted at the first signal, and let nothing disturb what follows from it.

    A batch system announces its time limit with SIGTERM. A signal that was ignored when we
    were started, as under nohup, stays ignored.
    """

    def stop(number: int, _: FrameType | None) -> None:
        for one in before:
            signal.signal(one, signal.SIG_IGN)
        raise Interrupted(number)

    before = {
        number: signal.signal(number, stop)
        for number in (signal.SIGINT, signal.SIGTERM)
        if signal.getsignal(number) is not signal.SIG_IGN
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
