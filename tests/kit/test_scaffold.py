"""What `grade kit new` refuses to write."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader import course
from grader.errors import UsageError
from grader.kit.checkout import Checkout
from grader.kit.scaffold import scaffold


def test_a_scaffold_writes_over_nothing(tmp_path: Path) -> None:
    """Not over one file of the six."""
    slug = f"exercise_{max(course.slugs()) + 1}_late_binding"
    there = tmp_path / "grader" / "checks" / slug / "checks.py"
    there.parent.mkdir(parents=True)
    there.write_text("mine")
    with pytest.raises(UsageError, match="is there already"):
        list(scaffold(Checkout(root=tmp_path), "late_binding"))
    assert there.read_text() == "mine"
    assert [one for one in tmp_path.rglob("*.py") if one != there] == []
    with pytest.raises(UsageError, match="is no name for an exercise"):
        list(scaffold(Checkout(root=tmp_path), "Late Binding"))
