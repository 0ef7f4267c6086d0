"""The documents for contributors name what there is."""

from __future__ import annotations

import re

from support.grading import TESTS


def test_the_list_of_helpers_is_complete() -> None:
    """`tests/support/README.md` names each module there, and no other."""
    text = (TESTS / "support" / "README.md").read_text("utf-8")
    rows = re.findall(r"^\| (`.*?`) \|", text, re.MULTILINE)
    named = re.findall(r"`(\w+)`", " ".join(rows))
    assert sorted(named) == sorted(
        path.stem for path in (TESTS / "support").glob("*.py") if path.stem != "__init__"
    )
