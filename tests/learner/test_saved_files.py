"""Whoever waits for saves hears of them, also where the system has nothing left to watch with."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

WITHOUT_WATCHERS = """
import resource, sys, threading
from pathlib import Path
import watchfiles
from grader.learner import saved_files

saved_files._POLL_MS = 50
folder = Path(sys.argv[1])
for _ in watchfiles.watch(folder, rust_timeout=1, yield_on_timeout=True):
    break  # it opens files of its own when it is first used
before = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (0, before[1]))
try:
    next(watchfiles.watch(folder))
except RuntimeError:
    told = threading.Semaphore(0)
    with saved_files.FolderWatcher(folder, told.release):
        heard = [told.acquire(timeout=20) for _ in range(3)]
    print(heard)
resource.setrlimit(resource.RLIMIT_NOFILE, before)  # what runs at its end may open files
"""
"""A process that gets no descriptor any more: a watcher is refused as where all are taken."""


@pytest.mark.skipif(sys.platform != "linux", reason="a watcher needs a descriptor there")
def test_without_a_watcher_the_folder_is_looked_at_all_the_same(tmp_path: Path) -> None:
    """Linux gives a user 128 of them, and editors and file synchronizers take many."""
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_WATCHERS, str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("[True, True, True]\n", "")
