"""Guests of an examiner: whose they are, and where their scratch folders lie."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from support.grading import attempt, solution

from grader.channel.pool import GuestPool


@pytest.mark.skipif(os.name != "posix", reason="makes a symbolic link")
def test_a_scratch_folder_is_named_as_its_guest_sees_it(tmp_path: Path) -> None:
    """The folder of temporary files may be a link, as on macOS; printed paths still say `.`."""
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    one = attempt(1, solution(1))
    pool = GuestPool(sys.executable, tmp_path / "link", one.limits)
    try:
        with pool.guest(one) as (guest, folder):
            guest.ask("run", "import os\nprint(os.getcwd(), os.environ['TMPDIR'])", {})
            assert folder.parent == tmp_path / "real"
        assert guest.printed == ". .\n"
    finally:
        pool.close()
    assert list((tmp_path / "real").iterdir()) == []
