"""The host's side of an exam: starts an examiner for a batch and reads its report.

An examiner can be started before it is known what to ask it, so that it boots
while the command line still reads the submission. If one dies, hangs or
answers nonsense, its attempts are examined again one by one, so that one of them
cannot take others with it; what fails alone too is FAULTED, which is our mistake
and never a zero.
"""

from __future__ import annotations

import contextlib
import functools
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from grader import course
from grader.errors import Fault, UsageError
from grader.model import Attempt, Check, Cite, Finding, Grade, Judgement, Limits, Review, Verdict
from grader.policy import AS_AVAILABLE, Policy
from grader.requests import Request, request_json

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
from grader.examiner import main
main()
"""

_OUTCOMES = {
    "passed": Judgement.PASSED,
    "failed": Judgement.FAILED,
    "skipped": Judgement.BLOCKED,
}


class Examiner:
    """One examiner process; answers one request.

    :param python: path of the guests' interpreter; empty for our own.
    :param policy: what must be enforced before it lets learner code run.
    """

    def __init__(self, python: str = "", policy: Policy = AS_AVAILABLE) -> None:
        self._policy = policy
        self._python = python or sys.executable
        self._folder = tempfile.TemporaryDirectory(prefix="grade-", ignore_cleanup_errors=True)
        folder = self._folder.name
        environment = {
            "HOME": folder,
            "TMPDIR": folder,
            "LANG": "C.UTF-8",
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        }
        if sys.platform == "win32":
            environment["SYSTEMROOT"] = os.environ["SYSTEMROOT"]
        root = Path(__file__).parent.parent
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-X", "utf8", "-c", _BOOT, str(root)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment,
            cwd=folder,
            start_new_session=True,
        )
        assert self._process.stdin is not None
        self._stdin = self._process.stdin
        # After the start, because it imports a little: guests shall not read our memory.
        from grader.sandbox import hide_this_process

        hide_this_process()

    def send(self, attempts: Sequence[Attempt], *, ahead: int) -> None:
        """Send the request. Attempts share their limits.

        :param ahead: how many guests to start before they are wanted.
        """
        request = Request(
            attempts=tuple(attempts),
            python=self._python,
            folder=self._folder.name,
            ahead=ahead,
            limits=attempts[0].limits,
            policy=self._policy,
        )
        # One that has died or been abandoned is noticed by its answer.
        with contextlib.suppress(OSError, ValueError):
            self._stdin.write(json.dumps(request_json(request)).encode() + b"\n")
            self._stdin.flush()

    def abandon(self) -> None:
        """Make the process leave with its guests; `close` ends it. Any thread may call this."""
        with contextlib.suppress(OSError, ValueError):
            self._stdin.close()

    def report(self, seconds: float) -> dict[str, Any]:
        """Wait for the report of pytest-json-report.

        :param seconds: how long to wait.
        :raises Fault: when none comes, or none that can be read.
        :raises UsageError: when the examiner refused to run learner code.
        """
        try:
            output, errors = _communicate(self._process, seconds)
        except subprocess.TimeoutExpired:
            self.close()
            raise Fault(f"an examiner gave no report within {seconds:.0f} seconds") from None
        said = errors.decode("utf-8", "replace").strip()[-2000:]
        try:
            report = json.loads(output)
        except ValueError:
            raise Fault(f"an examiner ended without a report: {said}") from None
        if isinstance(report, dict) and "refused" in report:
            raise UsageError(*report["refused"])
        if not isinstance(report, dict) or not isinstance(report.get("tests"), list):
            raise Fault(f"an examiner's report has no tests: {said}")
        return report

    def kill(self) -> None:
        """End the process; another thread that waits for its report gets a Fault."""
        self._process.kill()

    def close(self) -> None:
        """End the process if it still runs, and remove its folder."""
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        for pipe in (self._stdin, self._process.stdout, self._process.stderr):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        self._folder.cleanup()

    def __enter__(self) -> Examiner:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _communicate(process: subprocess.Popen[bytes], seconds: float) -> tuple[bytes, bytes]:
    """Read both pipes to their end, leaving standard input open: its closing means we are gone."""
    stdin, process.stdin = process.stdin, None
    try:
        return process.communicate(timeout=seconds)
    finally:
        process.stdin = stdin


def examine(
    attempts: Sequence[Attempt],
    *,
    ahead: int = 0,
    start: Callable[[], Examiner] | None = None,
    policy: Policy = AS_AVAILABLE,
    meanwhile: Callable[[], object] = tuple,
    another: Callable[[], Examiner] | None = None,
) -> tuple[Grade, ...]:
    """Examine attempts that share limits and interpreter, in one examiner if all goes well.

    :param meanwhile: called once, while the examiner works; imports what only renders.
    :param start: gives the first examiner; one that was started early, for instance.
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
            examiner.send(attempts, ahead=ahead)
            meanwhile()
            report = examiner.report(_MARGIN + len(attempts) * _longest(limits))
            return grades_from(report, attempts)
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


def grades_from(report: dict[str, Any], attempts: Sequence[Attempt]) -> tuple[Grade, ...]:
    """Return the grades in a report; a check whose verdict is missing or doubtful is FAULTED."""
    found: dict[tuple[int, str], dict[str, Any]] = {}
    reviews: dict[int, Review] = {}
    broken: list[str] = []
    for test in report["tests"]:
        metadata = test.get("metadata") or {}
        if "review" in metadata:
            reviews[metadata["attempt"]] = _review(metadata["review"])
        elif _OUTCOMES.get(test.get("outcome")) is _judgement(metadata):
            found[metadata["attempt"], metadata["check"]] = metadata
        else:
            call = test.get("call") or test.get("setup") or {}
            broken.append(f"{test.get('nodeid')}: {str(call.get('longrepr'))[-2000:]}")
    return tuple(
        _grade(attempt, place, found, reviews.get(place), tuple(broken))
        for place, attempt in enumerate(attempts)
    )


def _judgement(metadata: dict[str, Any]) -> Judgement | None:
    return Judgement(metadata["judgement"]) if "judgement" in metadata else None


def _grade(
    attempt: Attempt,
    place: int,
    found: dict[tuple[int, str], dict[str, Any]],
    review: Review | None,
    broken: tuple[str, ...],
) -> Grade:
    verdicts = []
    python = ""
    sandbox: dict[str, str] = {}
    for check in course.checks(attempt.exercise):
        metadata = found.get((place, check.id))
        if metadata is None or (attempt.exercise.review is not None and review is None):
            evidence = tuple(line for line in broken if f"[{place}]" in line) or broken
            verdicts.append(Verdict(check=check, judgement=Judgement.FAULTED, evidence=evidence))
            continue
        python = metadata["python"] or python
        sandbox = metadata["sandbox"] or sandbox
        verdicts.append(_verdict(check, metadata))
    return Grade(
        attempt=attempt, verdicts=tuple(verdicts), python=python, sandbox=sandbox, review=review
    )


def _review(body: dict[str, Any]) -> Review:
    cites = tuple(Cite(id=one, holds=holds) for one, holds in body["cites"])
    return Review(state=body["state"], texts=body["texts"], cites=cites)


def _verdict(check: Check, metadata: dict[str, Any]) -> Verdict:
    finding = metadata["finding"]
    return Verdict(
        check=check,
        judgement=Judgement(metadata["judgement"]),
        finding=None if finding is None else Finding(**finding),
        seconds=metadata["seconds"],
        blocked_by=metadata["blocked_by"],
        evidence=tuple(metadata["evidence"]),
        printed=metadata["printed"],
    )


def _faulted(attempt: Attempt, why: str) -> Grade:
    return Grade(
        attempt=attempt,
        verdicts=tuple(
            Verdict(check=check, judgement=Judgement.FAULTED, evidence=(why,))
            for check in course.checks(attempt.exercise)
        ),
    )
