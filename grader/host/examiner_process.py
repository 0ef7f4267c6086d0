"""Examiner processes, seen from the host: start one, send it batches, read its reports.

An examiner can be started before it is known what to examine, so that it boots while the command
line still reads the submission, and it can serve several batches. If it dies, hangs or sends
nonsense, its attempts are examined again one by one, each by an examiner of its own, so that one
attempt cannot spoil others. What fails alone too is FAULTED: our mistake, never a zero.
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
from grader.host.protocol import BatchRequest, files_as_json, read_grades, request_as_json
from grader.model import AS_AVAILABLE, Attempt, Grade, Judgement, Policy, Verdict

_EXIT_SECONDS = 0.5
"""Seconds that an examiner may take to exit by itself."""

_CHECK_DONE = b".\n"
"""Line that an examiner writes after each check, before its report."""

_POLL_SECONDS = 0.1
"""Seconds of one wait for a line. Between two waits progress is reported and signals are handled: a
signal just before a wait, or to another thread, does not end that wait."""

_MARGIN_SECONDS = 60.0
"""Seconds that an examiner may need in addition to those of its attempts."""

_ATTEMPT_SECONDS = 10.0
"""Seconds of an attempt beyond its time limit, for the waits of later checks and guests' starts."""

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
main(sys.argv[2])
"""


class Examiner:
    """One examiner process, which serves one request after another.

    :param python: path of the guests' interpreter; empty for our own.
    :param policy: protections that must be enforced before it lets learner code run.
    :param cpu: CPU to pin the examiner and its guests to (Linux only; None: no pinning). They
        run alternately, so sharing a CPU keeps its caches warm.
    """

    def __init__(
        self, python: str = "", policy: Policy = AS_AVAILABLE, cpu: int | None = None
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
            # Where guests are not sealed, `sys.remote_exec` (Python 3.14; others ignore the option)
            # could run their code here. `-I` ignores the environment variable for it.
            [
                sys.executable,
                "-I",
                "-X",
                "utf8",
                "-X",
                "disable-remote-debug",
                "-c",
                _BOOT,
                str(root),
                folder,
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            env=environment,
            cwd=folder,
            start_new_session=True,
        )
        if cpu is not None and sys.platform == "linux":
            with contextlib.suppress(OSError):  # it has died, or the CPU was taken away
                os.sched_setaffinity(self._process.pid, {cpu})
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._stdin = self._process.stdin
        self._lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        threading.Thread(
            target=_forward_lines, args=(self._process.stdout, self._lines), daemon=True
        ).start()
        self._prepared = False
        # After the start, because it imports a little: guests shall not read our memory.
        from grader.sandbox.confinement import hide_this_process

        hide_this_process()

    def prepare(
        self, attempts: Sequence[Attempt], *, ahead: int, reports_progress: bool = True
    ) -> None:
        """Send a request without the files; `send` completes it.

        The examiner imports, collects and starts guests meanwhile, and then waits without end.

        :param attempts: with the same limits; their files are not read.
        :param ahead: number of guests to start before they are needed.
        :param reports_progress: False if `report` will be called without `on_progress`.
        """
        self._prepared = True
        request = BatchRequest(
            attempts=tuple(attempts),
            python=self._python,
            ahead=ahead,
            reports_progress=reports_progress,
            limits=attempts[0].limits,
            policy=self._policy,
        )
        self._write(request_as_json(request))

    def send(
        self, attempts: Sequence[Attempt], *, ahead: int, reports_progress: bool = True
    ) -> None:
        """Send a request with its files; the files alone if it was prepared.

        :param ahead: as for `prepare`; not read if it was prepared.
        :param reports_progress: likewise.
        """
        if not self._prepared:
            self.prepare(attempts, ahead=ahead, reports_progress=reports_progress)
        self._prepared = False
        self._write(files_as_json(attempts))

    @property
    def is_running(self) -> bool:
        """True until the process is known to have ended."""
        return self._process.poll() is None

    def abandon(self) -> None:
        """Make the process and its guests exit, without waiting. Any thread may call this."""
        with contextlib.suppress(OSError, ValueError):
            self._stdin.close()

    def _write(self, body: object) -> None:
        # `report` notices an examiner that has died or was abandoned.
        with contextlib.suppress(OSError, ValueError):
            self._stdin.write(json.dumps(body).encode() + b"\n")
            self._stdin.flush()

    def report(
        self, seconds: float, on_progress: Callable[[int], object] | None = None
    ) -> dict[str, Any]:
        """Wait for the report of pytest-json-report and return it.

        :param seconds: time limit of the wait.
        :param on_progress: called with the number of finished checks, whenever it has changed
            and every tenth of a second.
        :raises Fault: when no report comes, or one that cannot be read, or the examiner reports
            a fault of its own.
        :raises UsageError: when the examiner refused to run learner code.
        """
        try:
            report = json.loads(self._next_report(seconds, on_progress))
        except ValueError:
            output = self._error_output()
            last = output.rpartition("\n")[2]  # of a traceback, the exception
            raise Fault(f"an examiner ended without a report: {last}", details=output) from None
        if isinstance(report, dict) and "refused" in report:
            raise UsageError(*report["refused"])
        if isinstance(report, dict) and "failed" in report:
            raise Fault(*report["failed"])
        if not isinstance(report, dict) or not isinstance(report.get("tests"), list):
            raise Fault("an examiner's report has no tests", details=self._error_output())
        return report

    def _next_report(self, seconds: float, on_progress: Callable[[int], object] | None) -> bytes:
        """Return the next line that is no sign of progress; empty when the examiner has ended."""
        deadline, done = time.monotonic() + seconds, 0
        while (left := deadline - time.monotonic()) > 0:
            with contextlib.suppress(queue.Empty):
                line = self._lines.get(timeout=min(left, _POLL_SECONDS))
                if line != _CHECK_DONE:
                    return line
                done += 1
            if on_progress is not None:
                on_progress(done)
        self.close()
        raise Fault(f"an examiner gave no report within {seconds:.0f} seconds")

    def _error_output(self) -> str:
        """Return the last 2000 characters of standard error, where a traceback would be."""
        with contextlib.suppress(OSError, ValueError):
            self._errors.seek(0)
            return self._errors.read().decode("utf-8", "replace").strip()[-2000:]
        return ""

    def kill(self) -> None:
        """Kill the process; a thread that waits in `report` gets a Fault."""
        self._process.kill()

    def close(self) -> None:
        """End the process if it still runs, and remove its folder. May be called twice."""
        if self._process.poll() is None:
            self.abandon()
            if sys.platform != "linux":  # there guests do not die with it, so it must end them
                with contextlib.suppress(subprocess.TimeoutExpired):
                    self._process.wait(_EXIT_SECONDS)
            self._process.kill()
            self._process.wait()
        for file in (self._stdin, self._errors):
            with contextlib.suppress(OSError):
                file.close()
        try:
            self._folder.cleanup()
        except RecursionError:  # guests can nest folders deeper than `TemporaryDirectory` follows
            from grader.sandbox.scratch import remove

            with contextlib.suppress(OSError):
                remove(Path(self._folder.name))

    def __enter__(self) -> Examiner:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _forward_lines(pipe: IO[bytes], lines: queue.SimpleQueue[bytes]) -> None:
    """Put each line that an examiner writes into *lines*; an empty one when it has ended."""
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
    on_progress: Callable[[int], object] | None = None,
    another: Callable[[], AbstractContextManager[Examiner]] | None = None,
) -> tuple[Grade, ...]:
    """Return the grade of each attempt, in their order.

    :param attempts: with the same limits and interpreter.
    :param ahead: number of guests to start before they are needed.
    :param start: returns the first examiner, for instance one that was started early. Its
        context is left with the exception, if one was raised.
    :param policy: protections that must be enforced before learner code runs; the policy of the
        examiner that *start* returns, too.
    :param meanwhile: called once while the examiner works, for imports that only rendering needs.
    :param on_progress: called now and then with the number of finished checks.
    :param another: returns each further examiner, with that interpreter and policy, when an
        attempt is examined again. An exception that it raises is raised here.
    :raises UsageError: when a protection is not enforced here, or the interpreter cannot be used.
    """
    limits = attempts[0].limits
    if another is None:
        another = functools.partial(Examiner, attempts[0].python, policy)
    try:
        with (start or another)() as examiner:
            examiner.send(attempts, ahead=ahead, reports_progress=on_progress is not None)
            meanwhile()
            report = examiner.report(
                _MARGIN_SECONDS + len(attempts) * (limits.seconds + _ATTEMPT_SECONDS), on_progress
            )
            return read_grades(report, attempts)
    except Fault as fault:
        if len(attempts) == 1:
            return (_faulted(attempts[0], fault),)
    return tuple(
        grade
        for attempt in attempts
        for grade in examine([attempt], ahead=ahead, policy=policy, another=another)
    )


def _faulted(attempt: Attempt, fault: Fault) -> Grade:
    """Return the grade of an attempt whose examiner failed."""
    evidence = (fault.details,) if fault.details else ()
    return Grade(
        attempt=attempt,
        verdicts=tuple(
            Verdict(
                check=check, judgement=Judgement.FAULTED, fault=fault.message, evidence=evidence
            )
            for check in course.checks(attempt.exercise)
        ),
    )
