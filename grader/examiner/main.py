"""The trusted child: runs the hidden checks with pytest, for a batch of attempts.

pytest owns its process (standard streams, signals, `sys.modules`), so it gets one
of its own, and the command line never imports it. This is the only file that
runs pytest. It reads requests from descriptor 0, each in two lines of JSON: what
will be asked, and the learners' files, which may come at any time later; all that
needs no file is done between the two. To each it writes one answer, a line of JSON, to
what was descriptor 1: pytest-json-report's report, in which the metadata of each test is
a verdict. When descriptor 0 closes, the host is done or has gone, and the examiner goes
too and takes its folder along.

It is started by `grader.host.examiner_process`, by name, isolated, in an empty folder, with
an environment built from nothing; no plugin, configuration file, conftest or
cache of anybody else's has a part in it.
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
from grader.errors import UsageError
from grader.host.protocol import Request, read_files, read_request
from grader.sandbox.confinement import drop_bounding_set, hide_this_process
from grader.sandbox.scratch import remove

_TRIES, _PAUSE = 25, 0.02
"""How often an examiner that leaves tries to remove its folder, and seconds in between."""

_THRESHOLDS = 20_000, 10, 10
"""When garbage is looked for. A batch is soon over, and leaves few cycles: reports of pytest's."""

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
    # These would search all memory for what is left over, for warnings that nobody reads.
    "-p", "no:unraisableexception", "-p", "no:threadexception", "-p", "no:subtests",
    # The list that follows `omit` ends at the next option.
    "--json-report-omit", "collectors", "log", "streams", "environment", "keywords",
    "--json-report", "--json-report-file=none",
)  # fmt: skip

_PLUGINS = ("pytest_metadata.plugin", "pytest_jsonreport.plugin")
"""Named by `-p` instead, they would be looked for among all that is installed."""


def main() -> None:
    """Serve requests until the host closes its end."""
    answers = _take_the_pipe()
    gc.set_threshold(*_THRESHOLDS)
    drop_bounding_set()
    hide_this_process()  # it holds expected values, and learner code runs as the same user
    session = Session(answers, Path.cwd())  # in which the host has started us, and nobody else
    lines: SimpleQueue[bytes] = SimpleQueue()
    # Reads ahead of what is asked, so that the host's going is noticed at any moment.
    threading.Thread(target=_read, args=(sys.stdin.buffer, lines, session), daemon=True).start()

    def files() -> list[bytes]:
        return read_files(json.loads(lines.get()))

    while True:
        request = lines.get()
        report: dict[str, object]
        try:
            report = examine(read_request(json.loads(request)), session, files)
        except UsageError as refusal:
            files()  # come all the same, and are looked at by nobody
            report = {"refused": [refusal.message, refusal.next_step]}
        except BaseException:
            _fail()
        try:
            answers.write(json.dumps(report, allow_nan=False, default=str).encode() + b"\n")
            answers.flush()
        except OSError:  # nobody reads it any more
            _leave(session)
        except BaseException:
            _fail()


class Session:
    """What must be ended when the host goes away, and how it is told that work goes on.

    :param answers: where the answers will be written.
    :param folder: our own, for the guests' scratch folders; nothing of it is to be left.
    :ivar guests: None until they have been prepared.
    :ivar leaving: taken by who ends this process, and never given back.
    """

    def __init__(self, answers: BinaryIO, folder: Path) -> None:
        self.folder = folder
        self.guests: GuestPool | None = None
        self.leaving = threading.Lock()
        self._answers = answers
        self._wanted: object = None

    def guests_for(self, request: Request) -> GuestPool:
        """Return guests as *request* wants them: those of the request before, if it wanted the same.

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
        """Remove our folder; a guest that was killed may still be busy in it for a moment.

        The host does so too, but one that was killed cannot.
        """
        for _ in range(_TRIES):
            with contextlib.suppress(OSError):
                remove(self.folder)
            if not self.folder.exists():
                return
            time.sleep(_PAUSE)

    def tell_one_done(self) -> None:
        """Write a line with a dot: one more check is done. A host that has gone is noticed elsewhere."""
        with contextlib.suppress(OSError):
            self._answers.write(b".\n")
            self._answers.flush()


def examine(
    request: Request, session: Session, files: Callable[[], list[bytes]]
) -> dict[str, object]:
    """Run all checks of all attempts and return pytest-json-report's report.

    :param files: waits for the learners' files, in the order of the attempts.
    :raises UsageError: when the guests' interpreter cannot be used, or what the request
        wants enforced is not; no learner code has run then.
    """
    # A guest dies with the thread that started it, so guests are started by this one, the main
    # thread, and it is pytest that is imported by another while their interpreter starts.
    importing = threading.Thread(target=_import_pytest)
    importing.start()
    try:
        guests = session.guests_for(request)
        guests.require_confinement(request.attempts[0])
    finally:
        importing.join()
    import pytest

    from grader.examiner.plugin import ExamPlugin

    _spare_the_imported()
    plugin = ExamPlugin(request.attempts, guests, files, request.ahead)
    folder = Path(course.__file__).parent / "checks"
    slugs = sorted({attempt.exercise.slug for attempt in request.attempts})
    if request.tells:
        plugin.told = session.tell_one_done
    # Told where its tree begins, pytest does not list every folder above it, /tmp and site-packages
    # among them, entry by entry.
    tree = (f"--rootdir={folder}", f"--confcutdir={folder}")
    try:
        pytest.main(
            [*_ARGUMENTS, *tree, *(str(folder / slug / "checks.py") for slug in slugs)],
            [*map(importlib.import_module, _PLUGINS), plugin],
        )
    finally:
        guests.dismiss()
    return plugin.report


@functools.cache
def _spare_the_imported() -> None:
    """Keep the collector from searching what has been imported and stays.

    Once: later it would keep the remains of every session that is over, too. That it was done
    cannot be seen from what is frozen: Python 3.12 starts with something in there.
    """
    gc.freeze()


def _import_pytest() -> None:
    """Import what takes longest; whatever fails here fails again, and is told, in the main thread."""
    with contextlib.suppress(Exception):
        for name in ("grader.examiner.plugin", *_PLUGINS):
            importlib.import_module(name)


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


def _read(requests: BinaryIO, lines: SimpleQueue[bytes], session: Session) -> None:
    """Hand on what the host writes, and exit when it closes its end, also by being killed.

    On Linux guests die with us anyway; elsewhere one that never comes back would stay.
    """
    for line in requests:
        if line.endswith(b"\n"):
            lines.put(line)
    _leave(session)


def _leave(session: Session) -> NoReturn:
    session.leaving.acquire()
    if session.guests is not None:
        session.guests.abandon()
    session.remove_folder()
    os._exit(1)


if __name__ == "__main__":
    main()
