"""The pages that people see are the ones that were looked at; `python tests/golden.py` renews them."""

from __future__ import annotations

import functools

import pytest
from rich.cells import cell_len
from support.golden import FOLDER, RENEW, pages
from support.run_cache import once

NAMES = sorted(path.stem for path in FOLDER.glob("*.txt"))


@functools.cache
def now() -> dict[str, str]:
    """Return all pages as they are now; made once."""
    return once("pages", lambda: dict(pages()))


@pytest.mark.parametrize("name", NAMES)
def test_a_page_is_as_it_was_kept(name: str) -> None:
    """Word for word, space for space."""
    kept = (FOLDER / f"{name}.txt").read_text("utf-8")
    assert now()[name] == kept, f"if the change is meant: {RENEW}"


def test_every_page_is_kept() -> None:
    """None is made that is not compared, and none is kept that is not made."""
    assert sorted(now()) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_no_line_of_a_kept_page_is_too_wide(name: str) -> None:
    """Its width is in its name; 80 for the others."""
    width = int(name.rpartition("_")[2]) if name[-1].isdigit() and name != "rules_3" else 80
    for line in (FOLDER / f"{name}.txt").read_text("utf-8").splitlines():
        assert cell_len(line) <= width, line
        assert line.strip() or not line, "an empty line has no spaces"
