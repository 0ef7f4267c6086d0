"""Snapshots of a learner's files, and the watcher that reports when one may have been saved."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from grader.errors import SubmissionError
from grader.model import Exercise, Submission
from grader.submissions import from_path, source_of

QUIET_MS, LONGEST_MS = 30, 200
"""Milliseconds: a save is reported once nothing has happened for 30, at the latest after 200."""

_POLL_MS = 1000
"""How often, in milliseconds, a change is assumed without an event: some file systems send none."""

_SETTLE_SECONDS, _STEP_SECONDS = 0.25, 0.02
"""How long a file that has just become empty or gone is expected to come back, and is polled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """One file at one moment.

    :param stamp: inode, time of change, size and mode; differs after every save, also of the
        same bytes.
    :param submission: None where there is nothing that can be graded; `error` is the reason.
    """

    stamp: tuple[int, ...]
    submission: Submission | None
    error: SubmissionError | None = None


def take(path: Path, exercise: Exercise, label: str) -> Snapshot:
    """Return a snapshot of a file, or of whatever there is in its place."""
    stamp = _stamp(path)
    try:
        return Snapshot(stamp=stamp, submission=from_path(path, exercise, label))
    except SubmissionError as error:
        return Snapshot(stamp=stamp, submission=None, error=error)


def differs(before: Snapshot, after: Snapshot) -> bool:
    """Return whether a file was saved, removed or made readable between two snapshots."""
    if before.submission is None or after.submission is None:
        return str(before.error) != str(after.error)
    same = before.submission.files == after.submission.files
    return before.stamp != after.stamp or not same


def take_stable(path: Path, exercise: Exercise, label: str, before: Snapshot) -> Snapshot:
    """Return a snapshot of a file that is not in the middle of being saved.

    Editors truncate and then write, or remove and then rename: a file that had content in
    *before* and is suddenly empty or gone is given a quarter of a second to come back.
    """
    found = take(path, exercise, label)
    deadline = time.monotonic() + _SETTLE_SECONDS
    while (
        _has_content(before, exercise)
        and not _has_content(found, exercise)
        and time.monotonic() < deadline
    ):
        time.sleep(_STEP_SECONDS)
        found = take(path, exercise, label)
    return found


def _has_content(snapshot: Snapshot, exercise: Exercise) -> bool:
    found = snapshot.submission
    return found is not None and bool(source_of(found, exercise).strip())


def _stamp(path: Path) -> tuple[int, ...]:
    try:
        found = path.lstat()
    except (OSError, ValueError):
        return ()
    return found.st_ino, found.st_mtime_ns, found.st_size, found.st_mode


class FolderWatcher:
    """A thread that reports changes in a folder, for as long as the context lasts.

    watchfiles asks the operating system, whichever it is; a folder that is removed and
    made anew is found again. Where the system has no watcher left to give, a change is assumed
    once a second.

    :param on_change: called by the thread after a change, and once a second anyway.
    """

    def __init__(self, folder: Path, on_change: Callable[[], None]) -> None:
        self._folder = folder
        self._on_change = on_change
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="folder-watcher", daemon=True)

    def __enter__(self) -> FolderWatcher:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join(_POLL_MS / 1000)

    def _watch(self) -> None:
        import watchfiles

        while not self._stop.is_set():
            identity = self._identity()
            try:
                for _ in watchfiles.watch(
                    self._folder,
                    watch_filter=None,
                    debounce=LONGEST_MS,
                    step=QUIET_MS,
                    stop_event=self._stop,
                    rust_timeout=_POLL_MS,
                    yield_on_timeout=True,
                    raise_interrupt=False,
                    recursive=False,
                ):
                    self._on_change()
                    if self._identity() != identity:
                        break
            except (
                OSError,
                RuntimeError,
            ):  # OSError: no folder now; RuntimeError: no watcher is left
                self._on_change()
                self._stop.wait(_POLL_MS / 1000)

    def _identity(self) -> tuple[int, int]:
        try:
            found = self._folder.stat()
        except OSError:
            return 0, 0
        return found.st_dev, found.st_ino
