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

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.learner.watch import Watch


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
    time_limit: TimeOption = 5.0,
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
    from grader.learner import progress, watch_page
    from grader.learner.keyboard import Keys
    from grader.learner.progress_note import warn_if_damaged
    from grader.learner.saved_files import Saves
    from grader.learner.standby_examiner import Conditions, Warm
    from grader.learner.watch import Watch, Wish, watched_from
    from grader.sandbox.interpreters import find_interpreter

    if number is not None:
        course.exercise(number)
    watched = watched_from(Path.cwd())
    home = progress.home_of(watched[0].path, watched[0].exercise.slug)
    if home is not None:
        warn_if_damaged(progress.read(home))
    conditions = Conditions(
        seed=lambda: seed or secrets.token_hex(4),
        python=find_interpreter(python),
        seconds=time_limit,
    )
    wishes = {
        "q": Wish.LEAVE,
        "\x04": Wish.LEAVE,
        "a": Wish.EVERYTHING,
        "\n": Wish.AGAIN,
        "\r": Wish.AGAIN,
    }

    def press(key: str) -> None:
        wish = wishes.get(key.lower())
        if wish is not None:
            session.wish(wish)

    with Keys(press) as keys:
        page = watch_page.page(everything=everything, plain=plain, keys=keys.reads)
        session = Watch(watched, Warm(conditions, context.obj), page, home)
        _obey_signals(session, keys.resume)
        with Saves(watched[0].path.parent, session.saved):
            session.run(number)
    with contextlib.suppress(OSError):  # the terminal itself may have gone
        sys.stdout.write("\n")
        sys.stdout.flush()


def _obey_signals(session: Watch, resume: Callable[[], None]) -> None:
    """Let signals be wishes: to leave, and on systems that have it, to draw at a new width."""
    from grader.learner.watch import Wish

    for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), lambda *_: session.wish(Wish.LEAVE))
    if hasattr(signal, "SIGWINCH"):
        signal.signal(signal.SIGWINCH, lambda *_: session.wish(Wish.REDRAW))
    if hasattr(signal, "SIGCONT"):

        def back(*_: object) -> None:
            resume()
            session.wish(Wish.REDRAW)

        signal.signal(signal.SIGCONT, back)
