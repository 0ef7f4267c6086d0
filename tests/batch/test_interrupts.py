"""A run of a class is stopped once by a signal, and says by which."""

from __future__ import annotations

import signal
import sys

import pytest

from grader.batch import interrupts
from grader.batch.interrupts import Interrupted, stoppable

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals are other ones there")
NUMBERS = [signal.SIGINT, signal.SIGTERM]


@pytest.mark.parametrize("number", NUMBERS)
def test_the_first_signal_stops_and_others_do_not_disturb_the_stop(number: int) -> None:
    """Afterwards signals do what they did before."""
    before = [signal.getsignal(one) for one in NUMBERS]
    stopped = []

    def strike() -> None:
        try:
            signal.raise_signal(number)
        finally:
            for one in NUMBERS:
                signal.raise_signal(one)
            stopped.append("in order")

    with pytest.raises(Interrupted) as caught, stoppable():
        strike()
    assert caught.value.number == number
    assert stopped == ["in order"]
    assert [signal.getsignal(one) for one in NUMBERS] == before


def test_a_signal_whose_exception_was_lost_does_not_make_deaf(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """One that comes when the time for stopping is over is obeyed."""
    monkeypatch.setattr(interrupts, "_STOPPING", 0.0)
    with stoppable():
        for number in NUMBERS:
            with pytest.raises(Interrupted):
                signal.raise_signal(number)


def test_a_signal_that_was_ignored_stays_ignored() -> None:
    """As under nohup."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with stoppable():
            signal.raise_signal(signal.SIGINT)
    finally:
        signal.signal(signal.SIGINT, before)
