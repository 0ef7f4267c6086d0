"""Grades every exercise of one folder within a time, and answers for each, whatever happens.

One examiner at a time and one exercise in each, so that a run which is ended keeps what it
has. The grading is done by a thread of its own; the main thread waits for results, signals
and the clock. A signal's handler does nothing but put a number into a queue whose `put` may
interrupt a `get` of the same thread (`queue.SimpleQueue`), so it is safe at any moment.
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
_PATIENCE = 5.0
"""Seconds for what was killed to be gone; GitHub grants ten from its first signal to SIGKILL."""

_SLICE = 1.0
"""Seconds of one wait: Windows runs a signal's handler only between two."""

_AGAIN = "Run the workflow again; if it comes back, tell your instructor."


def collect(
    folder: Path, root: Path, *, seed: str, python: str, seconds: float
) -> tuple[Attempt | Ungraded, ...]:
    """Find the file of every exercise in *folder* itself or in its `exercises/`.

    :param root: what names of files in reports are relative to.
    :param python: path of the guests' interpreter; empty for our own.
    :param seconds: time limit of one check.
    :raises UsageError: when there is no such folder; nothing handed in is something else.
    """
    if not folder.is_dir():
        raise UsageError(f"there is no folder {folder}", "Name the folder with the answers.")
    return tuple(
        _found(declared, folder, root, seed=seed, python=python, seconds=seconds)
        for declared in course.exercises()
    )


def _found(
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
    label = relative(paths[0], root)
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


def fill(
    found: Sequence[Attempt | Ungraded], grade: Callable[[list[Attempt]], Sequence[Grade]]
) -> tuple[Result, ...]:
    """Return a result for each: what *grade* makes of the attempts, all at once, between the rest."""
    attempts = [one for one in found if isinstance(one, Attempt)]
    grades = iter(grade(attempts) if attempts else ())
    return tuple(next(grades) if isinstance(one, Attempt) else one for one in found)


def relative(path: Path, root: Path) -> str:
    """Return *path* as it is named from *root*, with slashes; absolute where it lies elsewhere.

    Links on the way there are followed, one at its end is not.
    """
    place = path.parent.resolve() / path.name
    try:
        return place.relative_to(root.resolve()).as_posix()
    except ValueError:
        return place.as_posix()


def ungraded(declared: Exercise, why: str, next_step: str = _AGAIN) -> Ungraded:
    """Return the answer for an exercise that was not graded, through no fault of the learner's."""
    return Ungraded(exercise=declared, file="", why=why, next_step=next_step, ours=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What a run came to.

    :param results: one for every exercise.
    :param refusal: why learner code was not run at all, if so.
    :param ended: what ended the run early, in words; empty if nothing did.
    :param clean: whether every learner process is known to be dead.
    """

    results: tuple[Result, ...]
    refusal: UsageError | None = None
    ended: str = ""
    clean: bool = True


class Bell:
    """What the main thread waits for: signals that ask the run to end, and results."""

    def __init__(self) -> None:
        self.news: queue.SimpleQueue[int | _News] = queue.SimpleQueue()

    @contextlib.contextmanager
    def listening(self) -> Iterator[None]:
        """Take signals as news, for as long as this lasts; only in the main thread."""
        before = {}
        for name in _SIGNALS:
            number = getattr(signal, name, None)
            if number is not None:
                before[number] = signal.signal(number, self._ring)
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _ring(self, number: int, _: FrameType | None) -> None:
        self.news.put(number)


@dataclass(frozen=True, slots=True, kw_only=True)
class _News:
    """From the thread that grades: a result, why it was refused, or (neither) that all is done."""

    grade: Grade | None = None
    failure: tuple[Attempt, str] | None = None
    refusal: UsageError | None = None


class _Grading:
    """The thread that grades, and the examiner that must be killed to end it.

    An examiner is started under a lock, and none after `end`.
    """

    def __init__(
        self,
        attempts: Sequence[Attempt],
        policy: Policy,
        tell: Callable[[_News], None],
    ) -> None:
        self._attempts = attempts
        self._policy = policy
        self._tell = tell
        self._lock = threading.Lock()
        self._ended = False
        self._examiner: Examiner | None = None
        self._thread = threading.Thread(target=self._work, name="grading", daemon=True)
        self._thread.start()

    def end(self) -> bool:
        """Kill the examiner that is at work, and start no other.

        :returns: whether the thread has come to its end.
        """
        with self._lock:
            self._ended = True
            if self._examiner is not None:
                self._examiner.kill()
        self._thread.join(_PATIENCE)
        return not self._thread.is_alive()

    def _work(self) -> None:
        for attempt in self._attempts:
            if self._ended:
                return
            try:
                start = functools.partial(self._start, attempt)
                grade = examine([attempt], ahead=1, start=start, policy=self._policy)[0]
            except UsageError as refusal:
                self._tell(_News(refusal=refusal))
                return
            except GraderError as error:
                self._tell(_News(failure=(attempt, error.message)))
            except Exception:
                traceback.print_exc()
                self._tell(_News(failure=(attempt, "the grader made a mistake of its own")))
            else:
                self._tell(_News(grade=grade))
        self._tell(_News())

    def _start(self, attempt: Attempt) -> Examiner:
        with self._lock:
            if self._ended:
                raise Fault("the run was ended")
            self._examiner = Examiner(attempt.python, self._policy)
            return self._examiner


def grade_all(
    found: Sequence[Attempt | Ungraded], *, bell: Bell, policy: Policy, seconds: float
) -> Run:
    """Grade what can be graded, one after the other; stop at a signal or when time is up.

    When this returns no examiner and (on Linux) no guest is left.

    :param bell: listening already, so that a signal that came earlier ends the run at once.
    :param policy: what must be enforced before learner code runs.
    :param seconds: for all exercises together.
    """
    orphans = OrphanReaper()
    graded: dict[int, Result] = {
        one.exercise.number: one for one in found if isinstance(one, Ungraded)
    }
    attempts = [one for one in found if isinstance(one, Attempt)]
    work = _Grading(attempts, policy, bell.news.put)
    end = _listen(bell, seconds, graded) if attempts else ""
    clean = work.end()
    clean = orphans.end(_PATIENCE) and clean
    for grade in _finished(bell):  # reported while the run was being ended
        graded.setdefault(grade.attempt.exercise.number, grade)
    refusal = end if isinstance(end, UsageError) else None
    why = refusal.message if refusal else f"it was not graded because {end}"
    step = refusal.next_step if refusal else _AGAIN
    return Run(
        results=tuple(
            graded.get(one.exercise.number) or ungraded(one.exercise, why, step) for one in found
        ),
        refusal=refusal,
        ended=end if isinstance(end, str) and len(graded) < len(found) else "",
        clean=clean,
    )


def _listen(bell: Bell, seconds: float, graded: dict[int, Result]) -> str | UsageError:
    """Put results into *graded* as they come, until all are there or the run is to end.

    :returns: why it ends early, in words or as the refusal; empty if it does not.
    """
    deadline = time.monotonic() + seconds
    while (left := deadline - time.monotonic()) > 0:
        try:
            news = bell.news.get(timeout=min(left, _SLICE))
        except queue.Empty:
            continue
        if isinstance(news, int):
            return f"the run was ended by {signal.Signals(news).name}"
        if news.refusal is not None:
            return news.refusal
        if news.grade is not None:
            graded[news.grade.attempt.exercise.number] = news.grade
        elif news.failure is not None:
            attempt, why = news.failure
            graded[attempt.exercise.number] = ungraded(attempt.exercise, why)
        else:
            return ""
    return f"the time for all exercises ({seconds:g} seconds) was over"


def _finished(bell: Bell) -> Iterator[Grade]:
    with contextlib.suppress(queue.Empty):
        while True:
            news = bell.news.get_nowait()
            if isinstance(news, _News) and news.grade is not None and not news.grade.faulted:
                yield news.grade
