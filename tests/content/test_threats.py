"""Hostile and broken answers: contained, no better off than honest ones, and gone afterwards.

Every threat runs here once, the exercises and their functions taken in turn, a share of them
in a test, each with an honest answer right behind it. All of them at every function, on every
Python: `python tests/drill.py threats`.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from support.threat_drill import run, spread_cases
from support.threats import threats

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs Landlock and seccomp")


SHARES = 6


@pytest.mark.parametrize("share", range(SHARES))
def test_every_threat_is_contained(tmp_path: Path, share: int) -> None:
    """No point gained, no fault, no secret, no trace, in time, and the next attempt is untouched."""
    results = run(spread_cases()[share::SHARES], tmp_path, workers=1)
    wrong = [
        f"{result.case.label}: {'; '.join(result.wrong)}" for result in results if result.wrong
    ]
    assert not wrong, "\n".join(wrong)


def test_the_collection_is_whole() -> None:
    """There are threats of every class, and each is told apart by its header."""
    found = threats()
    assert len(found) > 150
    assert len({threat.kind for threat in found}) >= 20
    assert len({threat.expected for threat in found}) > 100
