"""The host's side of an exam: starts an examiner, sends it batches and reads its reports.

An examiner can be started before it is known what to ask it, so that it boots
while the command line still reads the submission, and it can be asked again. If one
dies, hangs or answers nonsense, its attempts are examined again one by one, so that one of
them cannot take others with it; what fails alone too is FAULTED, which is our mistake
and never a zero.
"""

from __future__ import annotations

import contextlib
import functools
import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import IO, Any

from grader import course
from grader.errors import Fault, UsageError
from grader.host.protocol import Request, files_as_json, read_grades, request_as_json
from grader.model import AS_AVAILABLE, Attempt, Grade, Judgement, Limits, Policy, Verdict

_LEAVING = 0.5
"""Seconds that an examiner may take to leave by itself."""

_DONE = b".\n"
"""What an examiner writes for each check that is done, before its answer."""

_LOOK = 0.1
"""Seconds of one wait. Between two, somebody may be told how many are done, and a signal is heard:
one that comes just before a wait, or to another thread, does not end it."""

_MARGIN = 60.0
"""Seconds that an examiner may need beside the time limits of its attempts."""

# Only the package is looked up in our own folder: what else lies there (another
# package's modules, a checkout's tests) comes last, behind the standard library.
_BOOT = """\
import sys
root = sys.argv[1]
sys.path.insert(0, root)
import grader
sys.path.remove(root)
sys.path.append(root)
from grader.examiner.main import main
main()
"""


class Examiner:
    """One examiner process; answers one request after another.

    :param python: path of the guests' interpreter; empty for our own.
    :param policy: what must be enforced before it lets learner code run.
    :param processor: the only one that it and its guests shall use; None for any. They take turns,
        and a turn is cheaper where the other has been at work just now. Heeded on Linux.
    """

    def __init__(
        self, python: str = "", policy: Policy = AS_AVAILABLE, processor: int | None = None
    ) -> None:
        self._policy = policy
        self._python = python or sys.executable
        self._folder = tempfile.TemporaryDirectory(prefix="grade-", ignore_cleanup_errors=True)
        # A pipe would have to be read all the time. Appending, it may be read while it is written.
        self._errors = tempfile.TemporaryFile("ab+")  # noqa: SIM115 - `close` does
        folder = self._folder.name
        environment = {
            "HOME": folder,
            "TMPDIR": folder,
            "LANG": "C.UTF-8",
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        }
        if sys.platform == "win32":
            environment["SYSTEMROOT"] = os.environ["SYSTEMROOT"]
        root = Path(course.__file__).parent.parent
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-X", "utf8", "-c", _BOOT, str(root)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            env=environment,
            cwd=folder,
            start_new_session=True,
        )
        if processor is not None and sys.platform == "linux":
            with contextlib.suppress(OSError):  # it has died, or the processor was taken away
                os.sched_setaffinity(self._process.pid, {processor})
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._stdin = self._process.stdin
        self._lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        threading.Thread(
            target=_listen, args=(self._process.stdout, self._lines), daemon=True
        ).start()
        self._prepared = False
        # After the start, because it imports a little: guests shall not read our memory.
        from grader.sandbox.confinement import hide_this_process

        hide_this_process()

    def prepare(self, attempts: Sequence[Attempt], *, ahead: int, tells: bool = True) -> None:
        """Say what will be asked, before the files are known; `send` hands them in.

        The examiner imports, collects and starts guests meanwhile, and then waits without end.

        :param attempts: what they hand in does not count yet. They share their limits.
        :param ahead: how many guests to start before they are wanted.
        :param tells: whether each check that is done is told of at once; see `report`.
        """
        self._prepared = True
        request = Request(
            attempts=tuple(attempts),
            python=self._python,
            ahead=ahead,
            tells=tells,
            limits=attempts[0].limits,
            policy=self._policy,
        )
        self._write(request_as_json(request))

    def send(self, attempts: Sequence[Attempt], *, ahead: int, tells: bool = True) -> None:
        """Send the request; the files alone if it was prepared, for attempts like these.

        :param ahead: how many guests to start before they are wanted.
        :param tells: as for `prepare`.
        """
        if not self._prepared:
            self.prepare(attempts, ahead=ahead, tells=tells)
        self._prepared = False
        self._write(files_as_json(attempts))

    @property
    def waits(self) -> bool:
        """Whether the process still runs, as far as it is known."""
        return self._process.poll() is None

    def abandon(self) -> None:
        """Make the process leave with its guests; `close` ends it. Any thread may call this."""
        with contextlib.suppress(OSError, ValueError):
            self._stdin.close()

    def _write(self, body: object) -> None:
        # One that has died or been abandoned is noticed by its answer.
        with contextlib.suppress(OSError, ValueError):
            self._stdin.write(json.dumps(body).encode() + b"\n")
            self._stdin.flush()

    def report(self, seconds: float, told: Callable[[int], object] | None = None) -> dict[str, Any]:
        """Wait for the report of pytest-json-report.

        :param seconds: how long to wait.
        :param told: called with the number of checks that are done, whenever it has changed and
            now and then in between.
        :raises Fault: when none comes, or none that can be read.
        :raises UsageError: when the examiner refused to run learner code.
        """
        try:
            report = json.loads(self._answer(seconds, told))
        except ValueError:
            raise Fault(f"an examiner ended without a report: {self._said()}") from None
        if isinstance(report, dict) and "refused" in report:
            raise UsageError(*report["refused"])
        if not isinstance(report, dict) or not isinstance(report.get("tests"), list):
            raise Fault(f"an examiner's report has no tests: {self._said()}")
        return report

    def _answer(self, seconds: float, told: Callable[[int], object] | None) -> bytes:
        """Return the next line that is an answer; empty when the examiner has gone."""
        deadline, done = time.monotonic() + seconds, 0
        while (left := deadline - time.monotonic()) > 0:
            with contextlib.suppress(queue.Empty):
                line = self._lines.get(timeout=min(left, _LOOK))
                if line != _DONE:
                    return line
                done += 1
            if told is not None:
                told(done)
        self.close()
        raise Fault(f"an examiner gave no report within {seconds:.0f} seconds")

    def _said(self) -> str:
        """Return the end of what it has printed, which is where a traceback stands."""
        with contextlib.suppress(OSError, ValueError):
            self._errors.seek(0)
            return self._errors.read().decode("utf-8", "replace").strip()[-2000:]
        return ""

    def kill(self) -> None:
        """End the process; another thread that waits for its report gets a Fault."""
        self._process.kill()

    def close(self) -> None:
        """End the process if it still runs, and remove its folder. May be called twice."""
        if self._process.poll() is None:
            self.abandon()
            if sys.platform != "linux":  # there its guests do not die with it, so it ends them
                with contextlib.suppress(subprocess.TimeoutExpired):
                    self._process.wait(_LEAVING)
            self._process.kill()
            self._process.wait()
        for file in (self._stdin, self._errors):
            with contextlib.suppress(OSError):
                file.close()
        try:
            self._folder.cleanup()
        except RecursionError:  # what a guest left may be deeper than the library can follow
            from grader.sandbox.scratch import remove

            with contextlib.suppress(OSError):
                remove(Path(self._folder.name))

    def __enter__(self) -> Examiner:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _listen(pipe: IO[bytes], lines: queue.SimpleQueue[bytes]) -> None:
    """Hand on each line that an examiner writes; an empty one when it has gone."""
    with pipe, contextlib.suppress(OSError, ValueError):
        for line in pipe:
            lines.put(line)
    lines.put(b"")


def examine(
    attempts: Sequence[Attempt],
    *,
    ahead: int = 0,
    start: Callable[[], AbstractContextManager[Examiner]] | None = None,
    policy: Policy = AS_AVAILABLE,
    meanwhile: Callable[[], object] = tuple,
    told: Callable[[int], object] | None = None,
    another: Callable[[], AbstractContextManager[Examiner]] | None = None,
) -> tuple[Grade, ...]:
    """Examine attempts that share limits and interpreter, in one examiner if all goes well.

    :param meanwhile: called once, while the examiner works; imports what only renders.
    :param told: called now and then with the number of checks that are done.
    :param start: gives the first examiner; one that was started early, for instance. Leaving
        it as a context is how it learns whether all went well.
    :param policy: what must be enforced before learner code runs; also the first examiner's.
    :param another: gives every other examiner, such as those of a retry, with that interpreter
        and policy; what it raises ends the examination.
    :raises UsageError: when it is not enforced here, or the interpreter cannot be used.
    """
    limits = attempts[0].limits
    if another is None:
        another = functools.partial(Examiner, attempts[0].python, policy)
    try:
        with (start or another)() as examiner:
            examiner.send(attempts, ahead=ahead, tells=told is not None)
            meanwhile()
            report = examiner.report(_MARGIN + len(attempts) * _longest(limits), told)
            return read_grades(report, attempts)
    except Fault as fault:
        if len(attempts) == 1:
            return (_faulted(attempts[0], fault.message),)
    return tuple(
        grade
        for attempt in attempts
        for grade in examine([attempt], ahead=ahead, policy=policy, another=another)
    )


def _longest(limits: Limits) -> float:
    """Return how long one attempt may take at most, seconds: its limit, the patience, the starts."""
    return limits.seconds + 10.0


def _faulted(attempt: Attempt, why: str) -> Grade:
    return Grade(
        attempt=attempt,
        verdicts=tuple(
            Verdict(check=check, judgement=Judgement.FAULTED, evidence=(why,))
            for check in course.checks(attempt.exercise)
        ),
    )
