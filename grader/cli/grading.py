"""Grading for `grade exercise` and `grade all`: attempts, the examiner for them, the exit status.

Nothing heavy is imported before it is needed: the examiner boots while the rest is read.
"""

from __future__ import annotations

import secrets
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from grader.cli.exit_status import FAULTED, LOST
from grader.cli.report_formats import Format

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from grader.host.examiner_process import Examiner
    from grader.model import Attempt, Exercise, Grade, Result

_PATIENCE = 5.0
"""Seconds for what was killed to be gone."""
_NOT_KNOWN = "it is not known whether every learner process had ended when the report was written"


def new_seed() -> str:
    """Return a seed for attempts: eight random hexadecimal digits."""
    return secrets.token_hex(4)


def attempt(exercise: Exercise, file: Path, *, seed: str, python: str, seconds: float) -> Attempt:
    """Return the attempt of a learner's file at *exercise*.

    :param python: path of the guests' interpreter; empty for our own.
    :param seconds: time limit of one check.
    :raises SubmissionError: when there is nothing at *file* that can be graded.
    """
    from dataclasses import replace

    from grader import submissions
    from grader.model import Attempt

    return Attempt(
        exercise=exercise,
        submission=submissions.from_path(file, exercise, _label(file)),
        seed=seed,
        python=python,
        limits=replace(exercise.limits, seconds=seconds),
    )


def _label(path: Path) -> str:
    """Return how a report names the file: relative to here where it lies below."""
    try:
        return str(path.absolute().relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def grade_here(
    attempts: Sequence[Attempt],
    examiner: Examiner,
    format_: Format,
    done: Callable[[int], object] | None = None,
) -> tuple[Grade, ...]:
    """Grade the learner's own files, confined as far as this machine can.

    :param done: called now and then with the number of checks that are done.
    """
    from grader.host.grading import grade_now

    meanwhile = _import_report if format_ is Format.terminal else tuple
    return grade_now(attempts, examiner, meanwhile=meanwhile, on_progress=done)


def _import_report() -> None:
    from grader.reports import terminal  # noqa: F401


def grade_for_system(attempts: Sequence[Attempt], *, allow_unconfined: bool) -> tuple[Grade, ...]:
    """Grade what another system hands us: somebody else's code, whose points that system records.

    It takes an examiner that insists on confinement, never the one that was started early, and
    nothing that learner code has left running is there when the report is written.

    :raises UsageError: when this machine does not confine it; no learner code has run then.
    """
    from grader.host.examiner_process import Examiner, examine
    from grader.model import AS_AVAILABLE, CONFINED
    from grader.sandbox.subreaper import OrphanReaper

    policy = AS_AVAILABLE if allow_unconfined else CONFINED
    orphans = OrphanReaper()
    another = partial(Examiner, attempts[0].python, policy)
    grades = examine(attempts, ahead=1, policy=policy, another=another)
    if not orphans.end(_PATIENCE) and allow_unconfined:
        sys.stderr.write(f"grade: {_NOT_KNOWN}.\n")
    return grades


def exit_status(results: Sequence[Result]) -> int:
    """Return the exit status for these results."""
    if not all(one.countable for one in results):
        return FAULTED
    return 0 if all(one.earned == one.possible for one in results) else LOST
