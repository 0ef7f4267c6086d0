"""An examiner kept ready: while the learner edits, the next one boots, collects and starts guests.

It is still one examiner for one grading, and a new interpreter for every check;
only the waiting for them is done beforehand. A grading runs in a thread, so that
a newer save can overtake it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace

from grader.host.examiner_process import Examiner, examine
from grader.model import Attempt, Exercise, Grade, Submission

AHEAD = 2
"""Guests that wait started: about as many as a machine with two processors starts in time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """What all gradings of a session have in common.

    :param seed: gives the seed of the next attempt.
    :param python: path of the guests' interpreter; empty for our own.
    :param seconds: time limit of a check.
    """

    seed: Callable[[], str]
    python: str = ""
    seconds: float = 5.0


class Run:
    """One grading in a thread; ends by `done`, or by being abandoned and saying nothing.

    :param done: told the grade, or what was raised instead, by the thread.
    """

    def __init__(
        self,
        attempt: Attempt,
        examiner: Examiner,
        done: Callable[[Run, Grade | BaseException], None],
    ) -> None:
        self.attempt = attempt
        self._examiner = examiner
        self._done = done
        self._abandoned = False
        self._thread = threading.Thread(target=self._work, name="grading")
        self._thread.start()

    def abandon(self) -> None:
        """Make the examiner leave, with its guests; its answer is wanted no more."""
        self._abandoned = True
        self._examiner.abandon()

    @property
    def works(self) -> bool:
        """Whether its thread is still at it."""
        return self._thread.is_alive()

    def join(self) -> None:
        """Wait until the examiner has gone."""
        self._thread.join()

    def _work(self) -> None:
        try:
            result: Grade | BaseException = examine(
                [self.attempt], ahead=AHEAD, start=lambda: self._examiner
            )[0]
        except BaseException as error:  # whatever it is, whoever waits must hear of it
            result = error
        if not self._abandoned:
            self._done(self, result)


class Warm:
    """Starts gradings, and keeps one examiner ready for the next.

    :param first: an examiner that was started early and has been asked nothing yet.
    """

    def __init__(self, conditions: Conditions, first: Examiner | None = None) -> None:
        self._conditions = conditions
        self._examiner = first
        self._expected: Attempt | None = None

    def expect(self, exercise: Exercise) -> None:
        """Have an examiner ready for a file of *exercise*."""
        if self._expected is not None and self._examiner is not None:
            if self._expected.exercise.slug == exercise.slug and self._examiner.waits:
                return
            self._dismiss()
        self._expected = Attempt(
            exercise=exercise,
            submission=Submission(id="expected", label="", files={}),
            seed=self._conditions.seed(),
            python=self._conditions.python,
            limits=replace(exercise.limits, seconds=self._conditions.seconds),
        )
        if self._examiner is None:
            self._examiner = Examiner(self._conditions.python)
        self._examiner.prepare([self._expected], ahead=AHEAD)

    def start(
        self,
        exercise: Exercise,
        submission: Submission,
        done: Callable[[Run, Grade | BaseException], None],
    ) -> Run:
        """Grade a file, with the examiner that is ready if there is one for it."""
        self.expect(exercise)
        assert self._expected is not None
        assert self._examiner is not None
        attempt = replace(self._expected, submission=submission)
        examiner, self._examiner, self._expected = self._examiner, None, None
        return Run(attempt, examiner, done)

    def close(self) -> None:
        """End the examiner that waits."""
        self._dismiss()

    def _dismiss(self) -> None:
        if self._examiner is not None:
            self._examiner.close()
        self._examiner, self._expected = None, None
