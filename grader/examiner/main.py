"""Entry point of the examiner process: pytest sessions for one batch of attempts after another.

pytest needs a process of its own (standard streams, signals, `sys.modules`), and this is the only
module that runs it. The examiner reads requests from descriptor 0 (`grader.host.protocol`), each
as two lines of JSON: the batch, and the learners' files, which may come at any time later; all
that needs no file is done between the two. It answers each with one line of JSON, on what was
descriptor 1: the report of pytest-json-report, in which the metadata of each test is a verdict.
Before it comes a line with a dot for each finished check, if the request wants that. When
descriptor 0 closes, the host has finished or died; the examiner exits and removes the folder that
the host has named.

`grader.host.examiner_process` starts it by name, isolated, in an empty folder, with an
environment built from nothing. No plugin, configuration file, conftest or cache of the machine
or the learner is used.
"""

from __future__ import annotations

import contextlib
import functools
import gc
import importlib
import json
import os
import sys
import threading
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from queue import SimpleQueue
from typing import BinaryIO, NoReturn

from grader import course
from grader.channel.pool import GuestPool
from grader.errors import Fault, UsageError
from grader.host.protocol import BatchRequest, read_files, read_request
from grader.sandbox.confinement import drop_bounding_set, hide_this_process
from grader.sandbox.scratch import remove

_TRIES, _PAUSE = 25, 0.02
"""Attempts of an exiting examiner to remove its folder, and seconds between two."""

_THRESHOLDS = 20_000, 10, 10
"""Thresholds of the garbage collector: high, because a batch is short and leaves few cycles."""

_ARGUMENTS = (
    "--config-file=" + os.devnull,
    "--noconftest",
    "--import-mode=importlib",
    "--assert=plain",
    "--capture=no",
    "--tb=short",
    "--no-summary",
    "-qq",
    "-o", "python_files=checks.py",
    "-p", "no:cacheprovider", "-p", "no:doctest", "-p", "no:junitxml",
    "-p", "no:pastebin", "-p", "no:debugging", "-p", "no:unittest", "-p", "no:logging",
    "-p", "no:stepwise", "-p", "no:faulthandler", "-p", "no:recwarn", "-p", "no:setuponly",
    "-p", "no:tmpdir", "-p", "no:monkeypatch", "-p", "no:warnings",
    # These two search all memory for leftovers, for warnings that nobody reads.
    "-p", "no:unraisableexception", "-p", "no:threadexception", "-p", "no:subtests",
    # The list that follows `omit` ends at the next option.
    "--json-report-omit", "collectors", "log", "streams", "environment", "keywords",
    "--json-report", "--json-report-file=none",
)  # fmt: skip

_PLUGINS = ("pytest_metadata.plugin", "pytest_jsonreport.plugin")
"""Plugins, imported by us: pytest would look for names after `-p` among all that is installed."""


def main(folder: str) -> None:
    """Answer requests until the host closes its end of the pipe.

    :param folder: path of the empty folder that the host has made for this process and its guests.
        It is removed at exit; the folder in which the process was started is not.
    """
    answers = _reserve_stdout()
    gc.set_threshold(*_THRESHOLDS)
    drop_bounding_set()
    hide_this_process()  # holds expected values; learner code runs as the same user
    state = ExaminerState(answers, Path(folder))
    lines: SimpleQueue[bytes] = SimpleQueue()
    # A thread reads ahead, so that the end of the host is noticed at any moment.
    threading.Thread(
        target=_forward_lines, args=(sys.stdin.buffer, lines, state), daemon=True
    ).start()

    def files() -> list[bytes]:
        return read_files(json.loads(lines.get()))

    while True:
        request = lines.get()
        report: dict[str, object]
        try:
            report = run_batch(read_request(json.loads(request)), state, files)
        except UsageError as refusal:
            files()  # the host sends them all the same
            report = {"refused": [refusal.message, refusal.next_step]}
        except Fault as fault:  # the host ends an examiner that has failed
            report = {"failed": [fault.message, fault.next_step]}
        except BaseException:
            _exit_with_traceback()
        try:
            answers.write(json.dumps(report, allow_nan=False, default=str).encode() + b"\n")
            answers.flush()
        except OSError:  # the host has gone
            _leave(state)
        except BaseException:
            _exit_with_traceback()


class ExaminerState:
    """State of the examiner process that outlives a batch: folder, guests, pipe to the host.

    :param answers: pipe to the host.
    :param folder: for the guests' scratch folders; removed at exit.
    :ivar guests: None before the first request.
    :ivar leaving: lock of the thread that ends this process; never released.
    """

    def __init__(self, answers: BinaryIO, folder: Path) -> None:
        self.folder = folder
        self.guests: GuestPool | None = None
        self.leaving = threading.Lock()
        self._answers = answers
        self._wanted: object = None

    def guests_for(self, request: BatchRequest) -> GuestPool:
        """Return guests for *request*: those of the request before, where all settings are equal.

        :raises UsageError: when their interpreter cannot be used.
        """
        wanted = (request.python, request.limits, request.policy)
        if self.guests is None or wanted != self._wanted:
            if self.guests is not None:
                self.guests.close()
            self.guests = GuestPool(request.python, self.folder, request.limits, request.policy)
            self._wanted = wanted
        return self.guests

    def remove_folder(self) -> None:
        """Remove the examiner's folder, also where the host was killed and cannot.

        Several attempts, because a guest that was killed may still write there for a moment.
        """
        for _ in range(_TRIES):
            with contextlib.suppress(OSError):
                remove(self.folder)
            if not self.folder.exists():
                return
            time.sleep(_PAUSE)

    def report_progress(self) -> None:
        """Write a line with a dot: one more check is finished."""
        with contextlib.suppress(OSError):  # `_forward_lines` notices that the host has gone
            self._answers.write(b".\n")
            self._answers.flush()


def run_batch(
    request: BatchRequest, state: ExaminerState, files: Callable[[], list[bytes]]
) -> dict[str, object]:
    """Run all checks of all attempts in one pytest session; return pytest-json-report's report.

    :param files: waits for the learners' files and returns them, in the order of the attempts.
    :raises UsageError: when the guests' interpreter cannot be used, or a protection that the
        request requires is not enforced; no learner code has run then.
    """
    # A guest dies with the thread that started it, so the main thread starts guests, and another
    # imports pytest meanwhile.
    importing = threading.Thread(target=_import_pytest)
    importing.start()
    try:
        guests = state.guests_for(request)
        guests.require_confinement(request.attempts[0])
    finally:
        importing.join()
    import pytest

    from grader.examiner.plugin import ExamPlugin

    _freeze_imported()
    plugin = ExamPlugin(request.attempts, guests, files, request.ahead)
    folder = Path(course.__file__).parent / "checks"
    slugs = sorted({attempt.exercise.slug for attempt in request.attempts})
    if request.reports_progress:
        plugin.on_check_done = state.report_progress
    # With a root given, pytest does not list every folder above it (/tmp, site-packages) entry by
    # entry.
    tree = (f"--rootdir={folder}", f"--confcutdir={folder}")
    try:
        pytest.main(
            [*_ARGUMENTS, *tree, *(str(folder / slug / "checks.py") for slug in slugs)],
            [*map(importlib.import_module, _PLUGINS), plugin],
        )
    finally:
        guests.cancel_all()
    return plugin.report


@functools.cache
def _freeze_imported() -> None:
    """Take all imported objects out of garbage collection.

    Once, hence the cache: later it would keep the remains of finished pytest sessions as well.
    `gc.get_freeze_count` does not tell whether it was done: in Python 3.12 it is never 0.
    """
    gc.freeze()


def _import_pytest() -> None:
    """Import pytest and its plugins; an error is raised again by the main thread's own import."""
    with contextlib.suppress(Exception):
        for name in ("grader.examiner.plugin", *_PLUGINS):
            importlib.import_module(name)


def _exit_with_traceback() -> NoReturn:
    """End the process with the current exception's traceback on standard error."""
    traceback.print_exc()
    sys.stderr.flush()
    os._exit(1)


def _reserve_stdout() -> BinaryIO:
    """Return a file for what is descriptor 1, and point descriptor 1 to standard error.

    So nothing that pytest or a plugin prints gets between the answers.
    """
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return answers


def _forward_lines(requests: BinaryIO, lines: SimpleQueue[bytes], state: ExaminerState) -> None:
    """Put each line that the host writes into *lines*; exit when it closes the pipe or dies.

    Guests are ended first. On Linux they die with their parent, elsewhere they would stay.
    """
    for line in requests:
        if line.endswith(b"\n"):
            lines.put(line)
    _leave(state)


def _leave(state: ExaminerState) -> NoReturn:
    state.leaving.acquire()
    if state.guests is not None:
        state.guests.abandon()
    state.remove_folder()
    os._exit(1)
