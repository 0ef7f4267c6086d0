"""`grade gradebook review`: a person reads explanations and gives points."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from grader.cli.options import OutArgument, PlainOption
from grader.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from grader.gradebook.students import Explanation
    from grader.model import Mark


def command(
    out: OutArgument,
    everything: Annotated[
        bool, typer.Option("--all", help="Also what has been marked already.")
    ] = False,
    student: Annotated[
        str, typer.Option("--student", metavar="ID", help="This student alone, marked or not.")
    ] = "",
    export_: Annotated[
        str, typer.Option("--export", metavar="FILE.csv", help="Write a spreadsheet to fill in.")
    ] = "",
    import_: Annotated[
        Path | None,
        typer.Option("--import", metavar="FILE.csv", help="Take points from a filled one."),
    ] = None,
    plain: PlainOption = False,
) -> None:
    """Read the explanations that wait for a person, and give points.

    Each mark is saved at once; the same command goes on where you ended. The machine's points
    are never changed by it.

    \b
    Examples:
      grade gradebook review grades
      grade gradebook review grades --student student07
      grade gradebook review grades --export prose.csv
      grade gradebook review grades --import prose.csv
    """
    from grader import course
    from grader.gradebook import export, review, students
    from grader.gradebook.store import Gradebook

    if export_ and import_:
        raise UsageError("--export and --import do not go together", "Leave one of them out.")
    with Gradebook.open(out) as book:
        known = review.review_queue(
            students.student_records(book.rows(), book.marks(), course.review_tasks())
        )
        if import_:
            marks = review.marks_in_sheet(_content(import_), import_.name, known, _now())
            for mark in marks:
                book.mark(mark)
            taken = "1 mark" if len(marks) == 1 else f"{len(marks)} marks"
            sys.stdout.write(f"{taken} taken from {import_.name}.\n")
            return
        chosen = review.chosen_explanations(known, student=student, everything=everything)
        if export_:
            export.write(review.written_sheet(chosen), export_, option="--export")
            sys.stderr.write(
                f"Explanations: {len(chosen)}. Fill in points and comment, and --import the file.\n"
            )
            return
        _sit_down(chosen, book.mark, plain=plain)


def _sit_down(chosen: Sequence[Explanation], save: Callable[[Mark], None], *, plain: bool) -> None:
    """Go through explanations with the person at the terminal, or with lines from a pipe."""
    from grader.gradebook.review import ReviewSession, review
    from grader.reports.page import Page, console_for

    console = console_for(plain=plain)
    if not chosen:
        console.print("No explanation waits for a person. With --all, read those that are marked.")
        return
    page = Page(console, plain=plain)
    review(chosen, ReviewSession(ask=_ask, save=save, page=page, now=_now))


def _ask(question: str) -> str:
    sys.stdout.write(question)
    sys.stdout.flush()
    line = sys.stdin.buffer.readline()
    if not line:
        raise EOFError
    if not sys.stdin.isatty():  # nobody has pressed Enter, so the line is still open
        sys.stdout.write("\n")
    return line.decode("utf-8", "replace")


def _now() -> datetime:
    return datetime.now(UTC)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(
            f"{path} cannot be read: {error.strerror}", "Name the file with --import."
        ) from error
