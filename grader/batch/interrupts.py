"""Ctrl-C and SIGTERM while a class is graded: stop once, in order, and say by which."""

from __future__ import annotations

import contextlib
import functools
import signal
from collections.abc import Iterator

from grader.host.signals import Obeyed


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
    numbers = (signal.SIGINT, signal.SIGTERM)

    def stop(number: int) -> Interrupted:
        for one in numbers:
            signal.signal(one, signal.SIG_IGN)
        return Interrupted(number)

    with Obeyed({number: functools.partial(stop, number) for number in numbers}):
        yield
