"""Hostile and broken answers: contained, no better off than honest ones, and gone afterwards.

The suite runs one threat of each kind, and `.ci/run` every threat once, the exercises and their
functions taken in turn, each with an honest answer right behind it. All of them at every function,
on every Python: `python tests/drill.py threats`.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from support.threat_drill import Case, run, spread_cases
from support.threats import threats

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs Landlock and seccomp")


SHARES = 6


def test_a_threat_of_each_kind_is_contained(tmp_path: Path) -> None:
    """No point gained, no fault, no secret, no trace, in time, and the next attempt is untouched."""
    first = {case.threat.kind: case for case in reversed(spread_cases())}
    _contained([*first.values()], tmp_path)


@pytest.mark.long
@pytest.mark.parametrize("share", range(SHARES))
def test_every_threat_is_contained(tmp_path: Path, share: int) -> None:
    """As above, for a sixth of them."""
    _contained(spread_cases()[share::SHARES], tmp_path)


def _contained(cases: list[Case], folder: Path) -> None:
    wrong = [
        f"{result.case.label}: {'; '.join(result.wrong)}"
        for result in run(cases, folder, workers=1)
        if result.wrong
    ]
    assert not wrong, "\n".join(wrong)


def test_the_collection_is_whole() -> None:
    """There are threats of every class, and each is told apart by its header."""
    found = threats()
    assert len(found) > 150
    assert len({threat.kind for threat in found}) >= 20
    assert len({threat.expected for threat in found}) > 100
