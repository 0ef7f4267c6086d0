"""The page of `grade watch`: drawn anew on a terminal, blocks one after the other in a pipe.

On a terminal, what stood there before goes up into the scrollback once; after that
every page is drawn over the last one, so the scrollback does not fill with them,
and a report that is longer than the window can still be scrolled to. Into a pipe
or a file, or on a terminal that cannot move its cursor, nothing is drawn over.
"""

from __future__ import annotations

import os
from typing import TextIO

from rich.console import Console

from grader.errors import GraderError
from grader.learner import progress_note
from grader.learner.watch import WatchedFile, WatchResult
from grader.reports import terminal
from grader.reports.escape import visible
from grader.reports.page import Page, console_for

_HOME_AND_ERASE = "\x1b[H\x1b[J"
KEYS = "q: leave · a: all findings, or the first only · Enter: grade again"


class WatchPage:
    """A `grader.learner.watch.WatchView` on a text stream.

    :param everything: all findings, not the first only.
    :param plain: no signs, colours or typographic marks.
    :param keys: whether keys are read; then the page names them.
    """

    def __init__(self, stream: TextIO, *, everything: bool, plain: bool, keys: bool) -> None:
        self._stream = stream
        self._everything = everything
        self._plain = plain
        self._keys = keys
        probe = self._console()
        # Not rich's own answer: colours may be forced in a pipe, or off on a terminal.
        moves = stream.isatty() and os.environ.get("TERM") not in {"dumb", "unknown"}
        self._draws = moves and not probe.legacy_windows
        self._last: WatchResult | tuple[WatchedFile, GraderError] | None = None
        self._finished: WatchResult | None = None
        if self._draws:
            self._write("\n" * probe.height)

    def show_start(self, watched: WatchedFile) -> None:
        """Show that a grading has begun; not in a pipe."""
        if self._draws:
            self._write(f"\rGrading {visible(watched.label)} …" if not self._plain else "\rGrading")

    def show_result(self, result: WatchResult) -> None:
        """Show a finished grading, below the exercise that was finished just before, if one was."""
        self._last = result
        self._show()
        self._finished = result if result.following is not None else None

    def show_error(self, watched: WatchedFile, error: GraderError) -> None:
        """Show why the file cannot be graded now; watching goes on."""
        self._last = watched, error
        self._show()

    def toggle_findings(self) -> None:
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
                self._write_announcement(page, self._finished)
                page.line()
            if isinstance(self._last, WatchResult):
                self._write_result(page, console, self._last)
            else:
                self._write_error(page, *self._last)
            page.line()
            if self._draws and self._keys:
                page.wrapped(KEYS, style="dim")
        self._write((_HOME_AND_ERASE if self._draws else "") + captured.get())

    def _write_result(self, page: Page, console: Console, result: WatchResult) -> None:
        terminal.report(result.grade, console, everything=self._everything, plain=self._plain)
        changed = progress_note.sentence([result.change])
        if changed:
            page.wrapped(changed, style="bold")
        if not self._draws or result.following is None:
            self._write_announcement(page, result)

    def _write_announcement(self, page: Page, result: WatchResult) -> None:
        number = result.watched.exercise.number
        if result.following is not None:
            following = result.following
            page.wrapped(
                f"Exercise {number} is finished: every check holds. Next is exercise "
                f"{following.exercise.number}, {visible(following.label)}.",
                style="bold",
            )
        elif result.course_finished:
            page.wrapped("Every check of every exercise holds.", style="bold")

    def _write_error(self, page: Page, watched: WatchedFile, error: GraderError) -> None:
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
