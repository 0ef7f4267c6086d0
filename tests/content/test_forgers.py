"""Files that solve nothing and take over the replies of their guest: lying gains next to nothing.

Every forger is graded here once, at an exercise and with a seed taken in turn. All of them at every
exercise with ten seeds: `python tests/drill.py forgers`.
"""

from __future__ import annotations

import sys

import pytest
from support.forgers import MOST_AT_ONCE, MOST_IN_THE_MEAN, measure, spread_forgeries
from support.threats import forgers

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs Landlock and seccomp")


def test_a_forger_gains_next_to_nothing() -> None:
    """In the mean at most one point more than the file without its lies, and never half of all."""
    gains = measure(spread_forgeries())
    told = [f"{one.forgery.forger.name}: {one.points}, {one.passed}" for one in gains if one.points]
    assert not [fault for one in gains for fault in one.faults]
    assert max(one.points for one in gains) <= MOST_AT_ONCE, "\n".join(told)
    assert sum(one.points for one in gains) / len(gains) <= MOST_IN_THE_MEAN, "\n".join(told)


def test_every_forger_is_one_file_that_solves_nothing() -> None:
    """There are many of them, and what stands in front of their trick is no answer."""
    found = forgers()
    assert len(found) >= 24
    assert {forger.place for forger in found} == {"unwritten"}
    assert not [forger.name for forger in found if "FUNCTION" in forger.text]
