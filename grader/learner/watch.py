"""Grades on every save: what is watched, what is graded next, what is said to have changed.

One thread decides, and everything that happens comes to it through one queue: a
save, a key, a signal, a finished grading. So the newest bytes are always graded
last, whatever overtakes what.
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
from grader.learner.saved_files import Seen
from grader.learner.standby_examiner import Run, Warm
from grader.model import Exercise, Grade


class Wish(Enum):
    """What may be wished for, by a key or by a signal."""

    LEAVE = "leave"
    AGAIN = "grade again"
    EVERYTHING = "show all findings, or the first only"
    REDRAW = "draw again"


class Saved:
    """Something in the folder may have changed."""


Event = Wish | Saved | tuple[Run, Grade | BaseException]


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """One exercise, its file, and how reports name that."""

    exercise: Exercise
    path: Path
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One grading for showing.

    :param change: what has changed since this exercise was graded before.
    :param following: the exercise that comes next, now that this one is finished.
    :param course_finished: whether every exercise is.
    """

    watched: Watched
    grade: Grade
    change: Change
    following: Watched | None = None
    course_finished: bool = False


class Screen(Protocol):
    """Where it is shown."""

    def working(self, watched: Watched) -> None:
        """Say that a grading has begun."""
        ...

    def answer(self, answer: Answer) -> None:
        """Show a grading."""
        ...

    def trouble(self, watched: Watched, error: GraderError) -> None:
        """Say that the file cannot be graded now; watching goes on."""
        ...

    def turn(self) -> None:
        """Show all findings instead of the first only, or the other way round."""
        ...

    def redraw(self) -> None:
        """Show the last thing again, perhaps at another width."""
        ...


def watched_from(start: Path) -> tuple[Watched, ...]:
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


def _watched(exercise: Exercise, path: Path, start: Path) -> Watched:
    inside = path.is_relative_to(start)
    return Watched(
        exercise=exercise, path=path, label=str(path.relative_to(start) if inside else path)
    )


class Watch:
    """The state of one session.

    :param watched: all exercises, in order, at least one.
    :param home: the folder that keeps the progress; None keeps it for the session only.
    """

    def __init__(
        self, watched: Sequence[Watched], warm: Warm, screen: Screen, home: Path | None
    ) -> None:
        self._course = tuple(watched)
        self._warm = warm
        self._screen = screen
        self._home = home
        self._progress = Progress() if home is None else progress.read(home)
        self._current = self._course[0]
        self._named: bool | None = None
        self._run: Run | None = None
        self._overtaken: list[Run] = []
        self._shown: Mapping[str, Seen] = {}
        self._events: queue.SimpleQueue[Event] = queue.SimpleQueue()

    def wish(self, wish: Wish) -> None:
        """Take a wish; from any thread, or from a signal's handler."""
        self._events.put(wish)

    def saved(self) -> None:
        """Take notice that something may have changed; from any thread."""
        self._events.put(Saved())

    def run(self, number: int | None) -> None:
        """Grade at once, and again on every save, until the wish to leave.

        :param number: the exercise to begin with; the first unfinished one if None.
        :raises GraderError: when no file at all can be graded here, such as an unusable
            interpreter.
        """
        self._shown = {one.exercise.slug: self._look(one) for one in self._course}
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
            for run in self._overtaken:
                run.join()
            self._warm.close()

    def _serve(self, event: Event) -> bool:
        """Do what an event asks for; say whether to go on."""
        match event:
            case Wish.LEAVE:
                return False
            case Wish.AGAIN:
                self._begin()
            case Wish.EVERYTHING:
                self._screen.turn()
            case Wish.REDRAW:
                self._screen.redraw()
            case Saved():
                self._notice()
            case (run, result):
                if run is self._run:
                    self._finish(run, result)
        return True

    def _notice(self) -> None:
        """Look what was saved, and grade it; another exercise's file than ours becomes ours."""
        before = self._shown
        self._shown = {
            one.exercise.slug: saved_files.settled(
                one.path, one.exercise, one.label, before[one.exercise.slug]
            )
            for one in self._course
        }
        changed = [
            one
            for one in self._course
            if saved_files.differs(before[one.exercise.slug], self._shown[one.exercise.slug])
        ]
        graded = [one for one in changed if self._shown[one.exercise.slug].submission is not None]
        if self._current in changed:
            self._begin()
        elif graded:
            self._current = graded[0]
            self._begin()

    def _begin(self) -> None:
        self._overtake()
        seen = self._shown[self._current.exercise.slug]
        if seen.submission is None:
            assert seen.error is not None
            self._screen.trouble(self._current, seen.error)
            return
        self._screen.working(self._current)
        self._run = self._warm.start(self._current.exercise, seen.submission, self._tell)

    def _tell(self, run: Run, result: Grade | BaseException) -> None:
        self._events.put((run, result))

    def _overtake(self) -> None:
        """Abandon the grading that is under way."""
        if self._run is not None:
            self._run.abandon()
            self._overtaken = [run for run in self._overtaken if run.works] + [self._run]
            self._run = None

    def _finish(self, run: Run, result: Grade | BaseException) -> None:
        run.join()
        self._run = None
        if isinstance(result, BaseException):
            raise result
        # Whoever names an exercise sees it, finished or not; who names none sees the first that
        # is not. After that, only finishing one moves on: a finished one may be worked on.
        news = self._current.exercise.slug not in self._progress.finished
        moves_on = news if self._named is None else not self._named
        self._named = None
        change = self._keep(result)
        finished = result.earned == result.possible
        following = self._following() if finished and moves_on else None
        done = finished and all(map(self._is_finished, self._course))
        self._screen.answer(
            Answer(
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
            self._warm.expect(self._current.exercise)

    def _keep(self, grade: Grade) -> Change:
        now = datetime.now(UTC)
        before = self._progress
        self._progress = before.with_grade(grade, now)
        if self._home is not None:
            progress.keep(self._home, grade, now)
        return progress.change(before, grade)

    def _following(self) -> Watched | None:
        """Return the next exercise after the current one that is not finished, going round."""
        place = self._course.index(self._current)
        round_ = (*self._course[place + 1 :], *self._course[:place])
        return next((one for one in round_ if not self._is_finished(one)), None)

    def _is_finished(self, one: Watched) -> bool:
        seen = self._shown[one.exercise.slug]
        return seen.submission is not None and self._progress.has_finished(
            one.exercise.slug, submissions.source_of(seen.submission, one.exercise)
        )

    def _look(self, one: Watched) -> Seen:
        return saved_files.look(one.path, one.exercise, one.label)
