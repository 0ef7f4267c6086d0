"""Files that solve nothing and take over the replies of their guest.

What they gain, all of them at every exercise with ten seeds: `python tests/drill.py forgers`.
"""

from __future__ import annotations

from support.threats import forgers


def test_every_forger_solves_nothing() -> None:
    """There are many of them, and what stands in front of their trick is no answer."""
    found = forgers()
    assert len(found) >= 20
    assert {forger.place for forger in found} == {"unwritten"}
    assert not [forger.name for forger in found if "FUNCTION" in forger.text]
