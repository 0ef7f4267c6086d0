"""Grading of all exercises of one folder within a deadline, with a result for each whatever happens.

One examiner at a time and one exercise in each, so that a run which is ended early keeps the
grades it has. A thread grades; the main thread waits for results, signals and the deadline. The
handler of a signal only puts a number into a `queue.SimpleQueue`, whose `put` may interrupt a
`get` of the same thread, so a signal is safe at any moment.
"""

from __future__ import annotations

import contextlib
import functools
import queue
import signal
import threading
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import FrameType

from grader import course
from grader.errors import Fault, GraderError, SubmissionError, UsageError
from grader.host.examiner_process import Examiner, examine
from grader.model import Attempt, Exercise, Grade, Policy, Result, Ungraded
from grader.sandbox.subreaper import OrphanReaper
from grader.submissions import candidates, from_path

_SIGNALS = ("SIGTERM", "SIGINT", "SIGHUP")
_EXIT_SECONDS = 5.0
"""Seconds for killed processes to end; GitHub grants ten from its first signal to SIGKILL."""

_POLL_SECONDS = 1.0
"""Seconds of one wait: on Windows a signal's handler runs only between two waits."""

_AGAIN = "Run the workflow again; if it comes back, tell your instructor."


def find_attempts(
    folder: Path, root: Path, *, seed: str, python: str, seconds: float
) -> tuple[Attempt | Ungraded, ...]:
    """Return an attempt for each exercise, with its file from *folder* or its `exercises/`.

    An exercise without a readable file is `Ungraded`.

    :param root: folder that names of files in reports are relative to.
    :param python: path of the guests' interpreter; empty for our own.
    :param seconds: time limit of one check.
    :raises UsageError: when there is no such folder.
    """
    if not folder.is_dir():
        raise UsageError(f"there is no folder {folder}", "Name the folder with the answers.")
    return tuple(
        _find_attempt(declared, folder, root, seed=seed, python=python, seconds=seconds)
        for declared in course.exercises()
    )


def _find_attempt(
    declared: Exercise, folder: Path, root: Path, *, seed: str, python: str, seconds: float
) -> Attempt | Ungraded:
    name = f"{declared.slug}.py"
    paths = candidates(declared.slug, folder)
    if not paths:
        return Ungraded(
            exercise=declared,
            file="",
            why=f"there is no exercises/{name}",
            next_step=f"Hand in exercises/{name}, under exactly that name.",
            ours=False,
        )
    label = relative_name(paths[0], root)
    try:
        submission = from_path(paths[0], declared, label)
    except SubmissionError as error:
        return Ungraded(
            exercise=declared,
            file=label,
            why=error.message,
            next_step=error.next_step,
            ours=False,
        )
    limits = replace(declared.limits, seconds=seconds)
    return Attempt(
        exercise=declared, submission=submission, seed=seed, python=python, limits=limits
    )


def grade_found(
    found: Sequence[Attempt | Ungraded], grade: Callable[[list[Attempt]], Sequence[Grade]]
) -> tuple[Result, ...]:
    """Return a result for each exercise: attempts are graded by one call of *grade*."""
    attempts = [one for one in found if isinstance(one, Attempt)]
    grades = iter(grade(attempts) if attempts else ())
    return tuple(next(grades) if isinstance(one, Attempt) else one for one in found)


def relative_name(path: Path, root: Path) -> str:
    """Return *path* relative to *root*, with slashes; absolute if it is not below *root*.

    Symbolic links among its parents are followed, *path* itself is not.
    """
    place = path.parent.resolve() / path.name
    try:
        return place.relative_to(root.resolve()).as_posix()
    except ValueError:
        return place.as_posix()


def ungraded(declared: Exercise, why: str, next_step: str = _AGAIN) -> Ungraded:
    """Return the result of an exercise that was not graded, for a reason of ours."""
    return Ungraded(exercise=declared, file="", why=why, next_step=next_step, ours=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderResult:
    """Result of grading one folder.

    :param results: one for each exercise.
    :param refusal: reason why no learner code was run; None if some was.
    :param ended: reason why the run ended early, in words; empty if it did not.
    :param clean: True if every learner process is known to be dead.
    """

    results: tuple[Result, ...]
    refusal: UsageError | None = None
    ended: str = ""
    clean: bool = True


RunEvent = int | Result | UsageError | None
"""Number of a signal; or of the grading thread: a result, a refusal, or None at its end."""


class RunEvents:
    """Queue of events for the main thread, of signals and of the grading thread."""

    def __init__(self) -> None:
        self.queue: queue.SimpleQueue[RunEvent] = queue.SimpleQueue()

    @contextlib.contextmanager
    def catching_signals(self) -> Iterator[None]:
        """Put signals into the queue while this context lasts; only in the main thread."""
        before = {}
        for name in _SIGNALS:
            number = getattr(signal, name, None)
            if number is not None:
                before[number] = signal.signal(number, self._put)
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _put(self, number: int, _: FrameType | None) -> None:
        self.queue.put(number)


class _GradingThread:
    """Thread that grades attempts one after the other; `end` kills its examiner.

    An examiner is started under a lock, and none after `end`.

    :param report: puts an event into the main thread's queue.
    """

    def __init__(
        self,
        attempts: Sequence[Attempt],
        policy: Policy,
        report: Callable[[RunEvent], None],
    ) -> None:
        self._attempts = attempts
        self._policy = policy
        self._report = report
        self._lock = threading.Lock()
        self._ended = False
        self._examiner: Examiner | None = None
        self._thread = threading.Thread(target=self._work, name="grading", daemon=True)
        self._thread.start()

    def end(self) -> bool:
        """Kill the running examiner and start no other; return True if the thread has ended."""
        with self._lock:
            self._ended = True
            if self._examiner is not None:
                self._examiner.kill()
        self._thread.join(_EXIT_SECONDS)
        return not self._thread.is_alive()

    def _work(self) -> None:
        for attempt in self._attempts:
            if self._ended:
                return
            try:
                start = functools.partial(self._start, attempt)
                grade = examine([attempt], ahead=1, start=start, policy=self._policy)[0]
            except UsageError as refusal:
                self._report(refusal)
                return
            except GraderError as error:
                self._report(ungraded(attempt.exercise, error.message))
            except Exception:
                traceback.print_exc()
                why = "the grader made a mistake of its own"
                self._report(ungraded(attempt.exercise, why))
            else:
                self._report(grade)
        self._report(None)

    def _start(self, attempt: Attempt) -> Examiner:
        with self._lock:
            if self._ended:
                raise Fault("the run was ended")
            self._examiner = Examiner(attempt.python, self._policy)
            return self._examiner


def grade_all(
    found: Sequence[Attempt | Ungraded], *, events: RunEvents, policy: Policy, seconds: float
) -> FolderResult:
    """Grade attempts one after the other, until a signal or the deadline.

    When this returns no examiner and (on Linux) no guest is left.

    :param events: listening already, so that a signal that came earlier ends the run at once.
    :param policy: protections that must be enforced before learner code runs.
    :param seconds: for all exercises together.
    """
    orphans = OrphanReaper()
    graded: dict[int, Result] = {
        one.exercise.number: one for one in found if isinstance(one, Ungraded)
    }
    attempts = [one for one in found if isinstance(one, Attempt)]
    work = _GradingThread(attempts, policy, events.queue.put)
    end = _wait(events, seconds, graded) if attempts else ""
    clean = work.end()
    clean = orphans.end(_EXIT_SECONDS) and clean
    for grade in _late_grades(events):  # reported while the run was being ended
        graded.setdefault(grade.exercise.number, grade)
    refusal = end if isinstance(end, UsageError) else None
    why = refusal.message if refusal else f"it was not graded because {end}"
    step = refusal.next_step if refusal else _AGAIN
    return FolderResult(
        results=tuple(
            graded.get(one.exercise.number) or ungraded(one.exercise, why, step) for one in found
        ),
        refusal=refusal,
        ended=end if isinstance(end, str) and len(graded) < len(found) else "",
        clean=clean,
    )


def _wait(events: RunEvents, seconds: float, graded: dict[int, Result]) -> str | UsageError:
    """Put results into *graded* as they come, until the last, a signal or the deadline.

    :returns: why the run ends early, in words or as the refusal; empty if it does not.
    """
    deadline = time.monotonic() + seconds
    while (left := deadline - time.monotonic()) > 0:
        try:
            event = events.queue.get(timeout=min(left, _POLL_SECONDS))
        except queue.Empty:
            continue
        match event:
            case None:
                return ""
            case int():
                return f"the run was ended by {signal.Signals(event).name}"
            case UsageError():
                return event
            case _:
                graded[event.exercise.number] = event
    return f"the time for all exercises ({seconds:g} seconds) was over"


def _late_grades(events: RunEvents) -> Iterator[Grade]:
    with contextlib.suppress(queue.Empty):
        while True:
            event = events.queue.get_nowait()
            if isinstance(event, Grade) and not event.faulted:
                yield event
