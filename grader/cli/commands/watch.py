"""`grade watch`: a learner's files are graded on every save."""

from __future__ import annotations

import contextlib
import secrets
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from grader.cli.options import (
    AllOption,
    PlainOption,
    PythonOption,
    SeedOption,
    TimeOption,
    exercise_numbers,
)
from grader.model import DEFAULT_TIME_LIMIT

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.learner.watch import WatchSession


def command(
    context: typer.Context,
    number: Annotated[
        int | None,
        typer.Argument(
            metavar="N",
            help="Exercise to begin with; the first unfinished if left out.",
            autocompletion=exercise_numbers,
        ),
    ] = None,
    everything: AllOption = False,
    seed: SeedOption = "",
    python: PythonOption = "",
    time_limit: TimeOption = DEFAULT_TIME_LIMIT,
    plain: PlainOption = False,
) -> None:
    """Grade on every save, and move on to the next exercise when one is finished.

    Leave it running beside your editor. Saving another exercise's file turns to that
    one. `q` or Ctrl-C leaves; the exit status is then 0, whatever was graded.

    \b
    Examples:
      grade watch
      grade watch 2 --all
    """
    from grader import course
    from grader.learner import progress
    from grader.learner.keyboard import KeyReader
    from grader.learner.progress_note import warn_if_damaged
    from grader.learner.saved_files import FolderWatcher
    from grader.learner.standby_examiner import StandbyExaminer
    from grader.learner.watch import Action, WatchSession, watched_files
    from grader.learner.watch_page import WatchPage
    from grader.sandbox.interpreters import find_interpreter

    if number is not None:
        course.exercise(number)
    watched = watched_files(Path.cwd())
    home = progress.home_of(watched[0].path, watched[0].exercise.slug)
    if home is not None:
        warn_if_damaged(progress.read(home))
    standby = StandbyExaminer(
        lambda: seed or secrets.token_hex(4),
        python=find_interpreter(python),
        seconds=time_limit,
        first=context.obj,
    )
    actions = {
        "q": Action.LEAVE,
        "\x04": Action.LEAVE,
        "a": Action.TOGGLE_FINDINGS,
        "\n": Action.GRADE_AGAIN,
        "\r": Action.GRADE_AGAIN,
    }

    def press(key: str) -> None:
        action = actions.get(key.lower())
        if action is not None:
            session.request(action)

    with KeyReader(press) as keys:
        page = WatchPage(sys.stdout, everything=everything, plain=plain, keys=keys.reads)
        session = WatchSession(watched, standby, page, home)
        _obey_signals(session, keys.resume)
        with FolderWatcher(watched[0].path.parent, lambda: session.request(Action.COMPARE_FILES)):
            session.run(number)
    with contextlib.suppress(OSError):  # the terminal itself may have gone
        sys.stdout.write("\n")
        sys.stdout.flush()


def _obey_signals(session: WatchSession, resume: Callable[[], None]) -> None:
    """Turn signals into actions: leave, and where the system has SIGWINCH, draw at the new width."""
    from grader.learner.watch import Action

    for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), lambda *_: session.request(Action.LEAVE))
    if hasattr(signal, "SIGWINCH"):
        signal.signal(signal.SIGWINCH, lambda *_: session.request(Action.REDRAW))
    if hasattr(signal, "SIGCONT"):

        def back(*_: object) -> None:
            resume()
            session.request(Action.REDRAW)

        signal.signal(signal.SIGCONT, back)
