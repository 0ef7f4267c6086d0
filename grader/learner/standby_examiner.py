"""The standby examiner of `grade watch`: it boots and starts guests while the learner edits.

There is still one examiner for one grading, and a new interpreter for every check; only the
waiting for them is done beforehand. A grading runs in a thread, so that a newer save can
overtake it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace

from grader.host.examiner_process import Examiner, examine
from grader.model import DEFAULT_TIME_LIMIT, Attempt, Exercise, Grade, Submission

AHEAD = 2
"""Guests that are started ahead: about as many as two processors start in time."""


class BackgroundGrading:
    """One grading in a thread of its own, which starts at once.

    :param done: called by the thread with the grade, or with the exception that was raised
        instead; not called once the grading was abandoned.
    """

    def __init__(
        self,
        attempt: Attempt,
        examiner: Examiner,
        done: Callable[[BackgroundGrading, Grade | BaseException], None],
    ) -> None:
        self.attempt = attempt
        self._examiner = examiner
        self._done = done
        self._abandoned = False
        self._thread = threading.Thread(target=self._work, name="grading")
        self._thread.start()

    def abandon(self) -> None:
        """End the examiner and its guests; `done` is not called any more."""
        self._abandoned = True
        self._examiner.abandon()

    @property
    def is_running(self) -> bool:
        """Whether the thread has not ended yet."""
        return self._thread.is_alive()

    def join(self) -> None:
        """Wait until the examiner has gone."""
        self._thread.join()

    def _work(self) -> None:
        try:
            result: Grade | BaseException = examine(
                [self.attempt], ahead=AHEAD, start=lambda: self._examiner
            )[0]
        except BaseException as error:  # the session waits for a result, whatever it is
            result = error
        if not self._abandoned:
            self._done(self, result)


class StandbyExaminer:
    """Starts gradings, and keeps one examiner prepared for the next.

    :param seed: returns the seed of the next attempt.
    :param python: path of the guests' interpreter; empty for our own.
    :param seconds: time limit of a check.
    :param first: an examiner that was started early and has graded nothing yet.
    """

    def __init__(
        self,
        seed: Callable[[], str],
        *,
        python: str = "",
        seconds: float = DEFAULT_TIME_LIMIT,
        first: Examiner | None = None,
    ) -> None:
        self._seed = seed
        self._python = python
        self._seconds = seconds
        self._examiner = first
        self._prepared: Attempt | None = None

    def prepare(self, exercise: Exercise) -> None:
        """Have an examiner prepared for a file of *exercise*."""
        if self._prepared is not None and self._examiner is not None:
            if self._prepared.exercise.slug == exercise.slug and self._examiner.is_running:
                return
            self.close()
        self._prepared = Attempt(
            exercise=exercise,
            submission=Submission(id="not saved yet", label="", files={}),
            seed=self._seed(),
            python=self._python,
            limits=replace(exercise.limits, seconds=self._seconds),
        )
        if self._examiner is None:
            self._examiner = Examiner(self._python)
        self._examiner.prepare([self._prepared], ahead=AHEAD)

    def start(
        self,
        exercise: Exercise,
        submission: Submission,
        done: Callable[[BackgroundGrading, Grade | BaseException], None],
    ) -> BackgroundGrading:
        """Grade a file, with the prepared examiner if there is one for it."""
        self.prepare(exercise)
        assert self._prepared is not None
        assert self._examiner is not None
        attempt = replace(self._prepared, submission=submission)
        examiner, self._examiner, self._prepared = self._examiner, None, None
        return BackgroundGrading(attempt, examiner, done)

    def close(self) -> None:
        """End the prepared examiner, if there is one."""
        if self._examiner is not None:
            self._examiner.close()
        self._examiner, self._prepared = None, None
