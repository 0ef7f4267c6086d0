"""What learner code leaves running is ended before anything is published, or it is said."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import pytest

from grader.sandbox import subreaper
from grader.sandbox.subreaper import OrphanReaper

NOBODY = 1 << 30
"""A process that cannot be: above every `pid_max`."""


def test_where_orphans_cannot_be_adopted_nothing_is_known(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Then nothing is killed either: it might be somebody else's."""
    monkeypatch.setattr(sys, "platform", "darwin")
    left = OrphanReaper()
    assert not left.adopted
    assert not left.end(1.0)


def test_one_that_cannot_be_ended_is_not_waited_for_without_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """After the time that was given it is said that something is left."""
    monkeypatch.setattr(subreaper, "_adopt", lambda _: True)
    monkeypatch.setattr(subreaper, "_children", list)
    left = OrphanReaper()
    monkeypatch.setattr(subreaper, "_children", lambda: [NOBODY])
    assert not left.end(0.02)


@pytest.mark.skipif(sys.platform != "linux", reason="looks processes up in /proc")
def test_children_of_before_are_spared_and_later_ones_are_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Both are our own here; the one that came later is gone afterwards."""
    monkeypatch.setattr(subreaper, "_adopt", lambda _: True)
    sleep = [sys.executable, "-I", "-S", "-c", "import time; time.sleep(60)"]
    with subprocess.Popen(sleep) as before:
        left = OrphanReaper()
        assert before.pid in subreaper._children()
        later = os.posix_spawn(sys.executable, sleep, os.environ)
        assert left.end(10.0)
        assert before.poll() is None
        before.kill()
    for _ in range(200):
        try:
            os.kill(later, 0)
        except ProcessLookupError:
            break
        time.sleep(0.01)
    else:
        pytest.fail("the child that came later still runs")
