"""The session of `grade watch`: the exercise that is graded on every save, and the next one.

One thread decides, and every event comes to it through one queue: a save, a key, a signal, a
finished grading. So the newest bytes are always graded last, in whatever order the events come.
"""

from __future__ import annotations

import queue
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path
from typing import Protocol

from grader import course, submissions
from grader.errors import GraderError, UsageError
from grader.learner import progress, saved_files
from grader.learner.progress import Change, Progress
from grader.learner.saved_files import Snapshot
from grader.learner.standby_examiner import BackgroundGrading, StandbyExaminer
from grader.model import Exercise, Grade


class Action(Enum):
    """An action that a key, a signal or a change in the folder asks for."""

    LEAVE = "leave"
    GRADE_AGAIN = "grade again"
    COMPARE_FILES = "grade what was saved"
    TOGGLE_FINDINGS = "show all findings, or the first only"
    REDRAW = "draw again"


Event = Action | tuple[BackgroundGrading, Grade | BaseException]


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedFile:
    """An exercise and its file; reports call the file by *label*."""

    exercise: Exercise
    path: Path
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchResult:
    """One finished grading, as a view shows it.

    :param change: the difference to the grading of this exercise before.
    :param following: the exercise that comes next, if this one has just been finished.
    :param course_finished: whether every exercise is finished.
    """

    watched: WatchedFile
    grade: Grade
    change: Change
    following: WatchedFile | None = None
    course_finished: bool = False


class WatchView(Protocol):
    """The view of a session."""

    def show_start(self, watched: WatchedFile) -> None:
        """Show that a grading has begun."""
        ...

    def show_result(self, result: WatchResult) -> None:
        """Show a finished grading."""
        ...

    def show_error(self, watched: WatchedFile, error: GraderError) -> None:
        """Show why the file cannot be graded now; watching goes on."""
        ...

    def toggle_findings(self) -> None:
        """Show all findings instead of the first only, or the other way round."""
        ...

    def redraw(self) -> None:
        """Show the last thing again, perhaps at another width."""
        ...


def watched_files(start: Path) -> tuple[WatchedFile, ...]:
    """Return every exercise with its file, all in the folder in which one of them is found.

    :param start: where the search begins; names in reports are relative to it.
    :raises UsageError: when there is no file of any exercise, here or above.
    """
    exercises = course.exercises()
    problem: UsageError | None = None
    for one in exercises:
        try:
            folder = submissions.find(one.slug, start).absolute().parent
        except UsageError as error:
            problem = problem or error
        else:
            return tuple(_watched(each, folder / f"{each.slug}.py", start) for each in exercises)
    raise problem or UsageError("there is no exercise", "Install the kit again.")


def _watched(exercise: Exercise, path: Path, start: Path) -> WatchedFile:
    inside = path.is_relative_to(start)
    return WatchedFile(
        exercise=exercise, path=path, label=str(path.relative_to(start) if inside else path)
    )


class WatchSession:
    """One session of `grade watch`.

    :param watched: all exercises, in order, at least one.
    :param home: the folder that keeps the progress; None keeps it for the session only.
    """

    def __init__(
        self,
        watched: Sequence[WatchedFile],
        standby: StandbyExaminer,
        view: WatchView,
        home: Path | None,
    ) -> None:
        self._course = tuple(watched)
        self._standby = standby
        self._view = view
        self._home = home
        self._progress = Progress() if home is None else progress.read(home)
        self._current = self._course[0]
        self._named: bool | None = None
        self._grading: BackgroundGrading | None = None
        self._overtaken: list[BackgroundGrading] = []
        self._snapshots: Mapping[str, Snapshot] = {}
        self._events: queue.SimpleQueue[Event] = queue.SimpleQueue()

    def request(self, action: Action) -> None:
        """Put an action into the queue; callable from any thread and from a signal's handler."""
        self._events.put(action)

    def run(self, number: int | None) -> None:
        """Grade at once, and again on every save, until an action asks to leave.

        :param number: the exercise to begin with; the first unfinished one if None.
        :raises GraderError: when no file at all can be graded here, such as an unusable
            interpreter.
        """
        self._snapshots = {
            one.exercise.slug: saved_files.take(one.path, one.exercise, one.label)
            for one in self._course
        }
        self._named = number is not None
        unfinished = [one for one in self._course if not self._is_finished(one)]
        named = [one for one in self._course if one.exercise.number == number]
        self._current = (named or unfinished or list(self._course[-1:]))[0]
        try:
            self._begin()
            while self._serve(self._events.get()):
                pass
        finally:
            self._overtake()
            for grading in self._overtaken:
                grading.join()
            self._standby.close()

    def _serve(self, event: Event) -> bool:
        """Handle an event; return whether the session goes on."""
        match event:
            case Action.LEAVE:
                return False
            case Action.GRADE_AGAIN:
                self._begin()
            case Action.TOGGLE_FINDINGS:
                self._view.toggle_findings()
            case Action.REDRAW:
                self._view.redraw()
            case Action.COMPARE_FILES:
                self._compare_files()
            case (grading, result):
                if grading is self._grading:
                    self._finish(grading, result)
        return True

    def _compare_files(self) -> None:
        """Grade what was saved; if that is another exercise's file, turn to that exercise."""
        before = self._snapshots
        self._snapshots = {
            one.exercise.slug: saved_files.take_stable(
                one.path, one.exercise, one.label, before[one.exercise.slug]
            )
            for one in self._course
        }
        changed = [
            one
            for one in self._course
            if saved_files.differs(before[one.exercise.slug], self._snapshots[one.exercise.slug])
        ]
        graded = [
            one for one in changed if self._snapshots[one.exercise.slug].submission is not None
        ]
        if self._current in changed:
            self._begin()
        elif graded:
            self._current = graded[0]
            self._begin()

    def _begin(self) -> None:
        self._overtake()
        snapshot = self._snapshots[self._current.exercise.slug]
        if snapshot.submission is None:
            assert snapshot.error is not None
            self._view.show_error(self._current, snapshot.error)
            return
        self._view.show_start(self._current)
        self._grading = self._standby.start(
            self._current.exercise, snapshot.submission, self._graded
        )

    def _graded(self, grading: BackgroundGrading, result: Grade | BaseException) -> None:
        self._events.put((grading, result))

    def _overtake(self) -> None:
        """Abandon the grading that is under way; its thread may need a moment to end."""
        if self._grading is not None:
            self._grading.abandon()
            self._overtaken = [one for one in self._overtaken if one.is_running]
            self._overtaken.append(self._grading)
            self._grading = None

    def _finish(self, grading: BackgroundGrading, result: Grade | BaseException) -> None:
        grading.join()
        self._grading = None
        if isinstance(result, BaseException):
            raise result
        # An exercise named on the command line is shown, finished or not; without a name, the
        # first grading moves on. After that, only finishing an exercise for the first time does.
        news = self._current.exercise.slug not in self._progress.finished
        moves_on = news if self._named is None else not self._named
        self._named = None
        change = self._keep(result)
        finished = result.earned == result.possible
        following = self._following() if finished and moves_on else None
        done = finished and all(map(self._is_finished, self._course))
        self._view.show_result(
            WatchResult(
                watched=self._current,
                grade=result,
                change=change,
                following=following,
                course_finished=done,
            )
        )
        if following is not None:
            self._current = following
            self._begin()
        else:
            self._standby.prepare(self._current.exercise)

    def _keep(self, grade: Grade) -> Change:
        now = datetime.now(UTC)
        before = self._progress
        self._progress = before.with_grade(grade, now)
        if self._home is not None:
            progress.keep(self._home, grade, now)
        return progress.change(before, grade)

    def _following(self) -> WatchedFile | None:
        """Return the next exercise after the current one that is not finished, going round."""
        place = self._course.index(self._current)
        round_ = (*self._course[place + 1 :], *self._course[:place])
        return next((one for one in round_ if not self._is_finished(one)), None)

    def _is_finished(self, one: WatchedFile) -> bool:
        submission = self._snapshots[one.exercise.slug].submission
        return submission is not None and self._progress.has_finished(
            one.exercise.slug, submissions.source_of(submission, one.exercise)
        )
