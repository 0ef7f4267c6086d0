"""What lies in a learner's files at a moment, and who tells that it may have changed."""

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
"""A save is told once nothing has happened for so long; at the latest after so long."""

_LOOK_MS = 1000
"""How often we look without being told: some file systems tell nothing."""

_SETTLE_SECONDS, _STEP_SECONDS = 0.25, 0.02
"""How long a file that has just become empty or gone is expected to come back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What lay in one file.

    :param stamp: what changes with every save, also with one of the same bytes.
    :param submission: None where there is nothing that can be graded; then `error` says why.
    """

    stamp: tuple[int, ...]
    submission: Submission | None
    error: SubmissionError | None = None


def look(path: Path, exercise: Exercise, label: str) -> Seen:
    """Read a file, whatever there is in its place."""
    stamp = _stamp(path)
    try:
        return Seen(stamp=stamp, submission=from_path(path, exercise, label))
    except SubmissionError as error:
        return Seen(stamp=stamp, submission=None, error=error)


def differs(before: Seen, after: Seen) -> bool:
    """Say whether something was saved, removed or made readable between two looks."""
    if before.submission is None or after.submission is None:
        return str(before.error) != str(after.error)
    same = before.submission.files == after.submission.files
    return before.stamp != after.stamp or not same


def settled(path: Path, exercise: Exercise, label: str, before: Seen) -> Seen:
    """Look, and look again for a moment where a file with content is suddenly empty or gone.

    Editors and tools truncate and then write, or remove and then rename.
    """
    found = look(path, exercise, label)
    deadline = time.monotonic() + _SETTLE_SECONDS
    while (
        _has_content(before, exercise)
        and not _has_content(found, exercise)
        and time.monotonic() < deadline
    ):
        time.sleep(_STEP_SECONDS)
        found = look(path, exercise, label)
    return found


def _has_content(seen: Seen, exercise: Exercise) -> bool:
    return seen.submission is not None and bool(source_of(seen.submission, exercise).strip())


def _stamp(path: Path) -> tuple[int, ...]:
    try:
        found = path.lstat()
    except (OSError, ValueError):
        return ()
    return found.st_ino, found.st_mtime_ns, found.st_size, found.st_mode


class Saves:
    """While entered, tells that something in a folder may have changed, by a thread.

    watchfiles asks the operating system, whichever it is; a folder that is removed and
    made anew is found again. Where it has no watcher left to give, it is asked again once
    a second, and until then that second is how soon a save is noticed.

    :param tell: called after a change, and once a second anyway.
    """

    def __init__(self, folder: Path, tell: Callable[[], None]) -> None:
        self._folder = folder
        self._tell = tell
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="saves", daemon=True)

    def __enter__(self) -> Saves:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join(_LOOK_MS / 1000)

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
                    rust_timeout=_LOOK_MS,
                    yield_on_timeout=True,
                    raise_interrupt=False,
                    recursive=False,
                ):
                    self._tell()
                    if self._identity() != identity:
                        break
            except (OSError, RuntimeError):  # no folder now; the second one: no watcher is left
                self._tell()
                self._stop.wait(_LOOK_MS / 1000)

    def _identity(self) -> tuple[int, int]:
        try:
            found = self._folder.stat()
        except OSError:
            return 0, 0
        return found.st_dev, found.st_ino
