"""What `grade watch` shows: one page that is drawn anew, or blocks one after the other.

On a terminal, what stood there before goes up into the scrollback once; after that
every page is drawn over the last one, so the scrollback does not fill with them,
and a report that is longer than the window can still be scrolled to. Into a pipe
or a file, or on a terminal that cannot move its cursor, nothing is drawn over.
"""

from __future__ import annotations

import os
import sys
from typing import TextIO

from rich.console import Console

from grader.errors import GraderError
from grader.learner import progress_note
from grader.learner.watch import Answer, Watched
from grader.reports import terminal
from grader.reports.escape import visible
from grader.reports.page import console_for
from grader.reports.terminal import Page

_HOME_AND_ERASE = "\x1b[H\x1b[J"
KEYS = "q: leave · a: all findings, or the first only · Enter: grade again"


class WatchPage:
    """A `grader.learner.watch.Screen` on a text stream.

    :param everything: all findings, not the first only.
    :param plain: no signs, colours or typographic marks.
    :param keys: whether keys are read, so that the page may name them.
    """

    def __init__(self, stream: TextIO, *, everything: bool, plain: bool, keys: bool) -> None:
        self._stream = stream
        self._everything = everything
        self._plain = plain
        self._keys = keys
        probe = self._console()
        # Colour may be asked for in a pipe, or unwanted on a terminal; neither says what moves.
        moves = stream.isatty() and os.environ.get("TERM") not in {"dumb", "unknown"}
        self._draws = moves and not probe.legacy_windows
        self._last: Answer | tuple[Watched, GraderError] | None = None
        self._finished: Answer | None = None
        if self._draws:
            self._write("\n" * probe.height)

    def working(self, watched: Watched) -> None:
        """Say that a grading has begun; in a pipe only its answer counts."""
        if self._draws:
            self._write(f"\rGrading {visible(watched.label)} …" if not self._plain else "\rGrading")

    def answer(self, answer: Answer) -> None:
        """Show a grading; what was finished stays in sight above the first of the next exercise."""
        self._last = answer
        self._show()
        self._finished = answer if answer.following is not None else None

    def trouble(self, watched: Watched, error: GraderError) -> None:
        """Say that the file cannot be graded now; watching goes on."""
        self._last = watched, error
        self._show()

    def turn(self) -> None:
        """Show all findings instead of the first only, or the other way round."""
        self._everything = not self._everything
        self._show()

    def redraw(self) -> None:
        """Draw the last page again at the width of now; blocks in a pipe stay as they are."""
        if self._draws:
            self._show()

    def _show(self) -> None:
        if self._last is None:
            return
        console = self._console()
        with console.capture() as captured:
            page = Page(console, plain=self._plain)
            if self._draws and self._finished is not None:
                self._announcement(page, self._finished)
                page.line()
            if isinstance(self._last, Answer):
                self._answered(page, console, self._last)
            else:
                self._troubled(page, *self._last)
            page.line()
            if self._draws and self._keys:
                page.wrapped(KEYS, style="dim")
        self._write((_HOME_AND_ERASE if self._draws else "") + captured.get())

    def _answered(self, page: Page, console: Console, answer: Answer) -> None:
        terminal.report(answer.grade, console, everything=self._everything, plain=self._plain)
        changed = progress_note.sentence([answer.change])
        if changed:
            page.wrapped(changed, style="bold")
        if not self._draws or answer.following is None:
            self._announcement(page, answer)

    def _announcement(self, page: Page, answer: Answer) -> None:
        number = answer.watched.exercise.number
        if answer.following is not None:
            following = answer.following
            page.wrapped(
                f"Exercise {number} is finished: every check holds. Next is exercise "
                f"{following.exercise.number}, {visible(following.label)}.",
                style="bold",
            )
        elif answer.course_finished:
            page.wrapped("Every check of every exercise holds.", style="bold")

    def _troubled(self, page: Page, watched: Watched, error: GraderError) -> None:
        page.line(f"Exercise {watched.exercise.number} · {watched.exercise.title}", "bold")
        page.wrapped(f"Not graded: {visible(error.message)}.")
        page.wrapped(visible(error.next_step))
        page.wrapped("It is graded as soon as it can be.")

    def _console(self) -> Console:
        """Return a console of the width of now; a variable COLUMNS would not follow the window."""
        width = None
        if self._stream.isatty():
            try:
                width = os.get_terminal_size(self._stream.fileno()).columns
            except OSError:
                width = None
        return console_for(plain=self._plain, stream=self._stream, width=width)

    def _write(self, text: str) -> None:
        self._stream.write(text)
        self._stream.flush()


def page(*, everything: bool, plain: bool, keys: bool) -> WatchPage:
    """Return the page on standard output."""
    return WatchPage(sys.stdout, everything=everything, plain=plain, keys=keys)
