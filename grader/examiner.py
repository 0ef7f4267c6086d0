"""The trusted child: runs the hidden checks with pytest, for a batch of attempts.

pytest owns its process (standard streams, signals, `sys.modules`), so it gets one
of its own, and the command line never imports it. This is the only file that
runs pytest. It reads one request from descriptor 0, in two lines of JSON: what
will be asked, and the learners' files, which may come at any time later; all that
needs no file is done between the two. It writes one answer (JSON) to what was
descriptor 1: pytest-json-report's report, in which the metadata of each test is a
verdict. When descriptor 0 closes, the host has gone, and the examiner goes too and
takes its folder along.

It is started by `grader.examination`, by name, isolated, in an empty folder, with
an environment built from nothing; no plugin, configuration file, conftest or
cache of anybody else's has a part in it.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import sys
import threading
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, NoReturn

from grader import course
from grader.errors import UsageError
from grader.guests import Guests
from grader.requests import Request, read_files, read_request
from grader.sandbox import hide_this_process
from grader.scratch import remove

_TRIES, _PAUSE = 25, 0.02
"""How often an examiner that leaves tries to remove its folder, and seconds in between."""

_ARGUMENTS = (
    "--config-file=" + os.devnull,
    "--noconftest",
    "--import-mode=importlib",
    "--assert=plain",
    "--capture=no",
    "--tb=short",
    "-qq",
    "-o", "python_files=exercise_*.py",
    "-p", "no:cacheprovider", "-p", "no:doctest", "-p", "no:junitxml",
    "-p", "no:pastebin", "-p", "no:debugging", "-p", "no:unittest", "-p", "no:logging",
    "-p", "no:stepwise", "-p", "no:faulthandler", "-p", "no:recwarn", "-p", "no:setuponly",
    "-p", "no:tmpdir", "-p", "no:monkeypatch", "-p", "no:warnings",
    # These would search all memory for what is left over, for warnings that nobody reads.
    "-p", "no:unraisableexception", "-p", "no:threadexception", "-p", "no:subtests",
    "-p", "pytest_metadata.plugin", "-p", "pytest_jsonreport.plugin",
    # The list that follows `omit` ends at the next option.
    "--json-report-omit", "collectors", "log", "streams", "environment", "keywords",
    "--json-report", "--json-report-file=none",
)  # fmt: skip


def main() -> None:
    """Serve one request and exit."""
    answers = _take_the_pipe()
    hide_this_process()  # it holds expected values, and learner code runs as the same user
    requests = sys.stdin.buffer
    line = requests.readline()
    if not line:
        return
    session = Session(answers)

    def files() -> list[bytes]:
        second = requests.readline()
        if not second:
            _leave(session)
        leaver = threading.Thread(
            target=_leave_with_the_host, args=(requests, session), daemon=True
        )
        leaver.start()
        return read_files(json.loads(second))

    report: dict[str, object]
    try:
        report = examine(read_request(json.loads(line)), session, files)
    except UsageError as refusal:
        report = {"refused": [refusal.message, refusal.next_step]}
    except BaseException:
        _fail()
    try:
        answers.write(json.dumps(report, allow_nan=False, default=str).encode())
        answers.flush()
    except OSError:  # nobody reads it any more
        _leave(session)
    except BaseException:
        _fail()
    session.remove_folder()
    os._exit(0)  # no shutdown to wait for: the guests have been reaped


class Session:
    """What must be ended when the host goes away, and how it is told that work goes on.

    :param answers: where the answer will be written.
    :ivar guests: None until they have been prepared.
    :ivar folder: our own, of which nothing is to be left; None until it is known.
    :ivar leaving: taken by who ends this process, and never given back.
    """

    def __init__(self, answers: BinaryIO) -> None:
        self.guests: Guests | None = None
        self.folder: Path | None = None
        self.leaving = threading.Lock()
        self._answers = answers

    def remove_folder(self) -> None:
        """Remove our folder; a guest that was killed may still be busy in it for a moment.

        The host does so too, but one that was killed cannot.
        """
        if self.folder is None:
            return
        for _ in range(_TRIES):
            with contextlib.suppress(OSError):
                remove(self.folder)
            if not self.folder.exists():
                return
            time.sleep(_PAUSE)

    def tell_one_done(self) -> None:
        """Write a dot: one more check is done. A host that has gone is noticed elsewhere."""
        with contextlib.suppress(OSError):
            self._answers.write(b".")
            self._answers.flush()


def examine(
    request: Request, session: Session, files: Callable[[], list[bytes]]
) -> dict[str, object]:
    """Run all checks of all attempts and return pytest-json-report's report.

    :param files: waits for the learners' files, in the order of the attempts.
    :raises UsageError: when the guests' interpreter cannot be used, or what the request
        wants enforced is not; no learner code has run then.
    """
    session.folder = Path(request.folder)
    # A guest dies with the thread that started it, so guests are started by this one, the main
    # thread, and it is pytest that is imported by another while their interpreter starts.
    importing = threading.Thread(target=_import_pytest)
    importing.start()
    try:
        guests = session.guests = Guests(
            request.python, session.folder, request.limits, request.ahead, request.policy
        )
        guests.refuse_unconfined(request.attempts[0])
    finally:
        importing.join()
    import pytest

    from grader.plugin import ExamPlugin

    plugin = ExamPlugin(request.attempts, guests, files)
    folder = Path(course.__file__).parent / "checks"
    slugs = sorted({attempt.exercise.slug for attempt in request.attempts})
    plugin.told = session.tell_one_done
    # Told where its tree begins, pytest does not list every folder above it, /tmp and site-packages
    # among them, entry by entry.
    tree = (f"--rootdir={folder}", f"--confcutdir={folder}")
    try:
        pytest.main([*_ARGUMENTS, *tree, *(str(folder / f"{slug}.py") for slug in slugs)], [plugin])
    finally:
        guests.close()
    return plugin.report


def _import_pytest() -> None:
    """Import what takes longest; whatever fails here fails again, and is told, in the main thread."""
    with contextlib.suppress(Exception):
        importlib.import_module("grader.plugin")


def _fail() -> NoReturn:
    """Tell the host what happened, and leave."""
    traceback.print_exc()
    sys.stderr.flush()
    os._exit(1)


def _take_the_pipe() -> BinaryIO:
    """Keep descriptor 1 for the answer and let anything else that prints print to 2."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return answers


def _leave_with_the_host(requests: BinaryIO, session: Session) -> None:
    """Exit when the host closes its end, also by being killed, and leave no guest behind.

    On Linux guests die with us anyway; elsewhere one that never comes back would stay.
    """
    while os.read(requests.fileno(), 4096):
        pass
    _leave(session)


def _leave(session: Session) -> NoReturn:
    session.leaving.acquire()
    if session.guests is not None:
        session.guests.abandon()
    session.remove_folder()
    os._exit(1)


if __name__ == "__main__":
    main()
