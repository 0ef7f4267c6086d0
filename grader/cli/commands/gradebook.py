"""What an instructor runs on a gradebook: show and export; its neighbours add review and merge."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from grader.cli.help import WholeHelp
from grader.cli.options import FAULTED, OutArgument, PlainOption
from grader.errors import UsageError

if TYPE_CHECKING:
    from grader.gradebook.marking import Tally
    from grader.gradebook.store import Gradebook

app = typer.Typer(
    cls=WholeHelp,
    no_args_is_help=True,
    help="Read, merge, mark and export the grades of a class.",
)


class Sort(StrEnum):
    """What the table of a class is sorted by."""

    student = "student"
    name = "name"
    points = "points"
    state = "state"


class StateName(StrEnum):
    """The states of a row, as `grader.model.State` has them."""

    graded = "graded"
    nothing_handed_in = "nothing_handed_in"
    unreadable = "unreadable"
    faulted = "faulted"


class ExportFormat(StrEnum):
    """The forms that a gradebook can leave in."""

    csv = "csv"
    json = "json"
    canvas = "canvas"
    moodle = "moodle"
    gradescope = "gradescope"
    html = "html"


def register(parent: typer.Typer) -> None:
    """Add these commands to the command line."""
    from grader.cli.commands import gradebook_merge, gradebook_review

    app.command()(show)
    app.command()(export)
    gradebook_merge.register(app)
    gradebook_review.register(app)
    parent.add_typer(app, name="gradebook")


def show(
    out: OutArgument,
    student: Annotated[
        str, typer.Option("--student", metavar="ID", help="One student in full.")
    ] = "",
    sort: Annotated[Sort, typer.Option("--sort", help="What comes first.")] = Sort.student,
    filter_: Annotated[
        str, typer.Option("--filter", metavar="TEXT", help="Students whose id or name has this.")
    ] = "",
    state: Annotated[
        StateName | None, typer.Option("--state", help="Students with an exercise in this state.")
    ] = None,
    misconception: Annotated[
        str, typer.Option("--misconception", metavar="NAME", help="Students who were told of it.")
    ] = "",
    exercise: Annotated[
        int | None, typer.Option("--exercise", metavar="N", help="This exercise alone.")
    ] = None,
    plain: PlainOption = False,
) -> None:
    """Show the class in a table, or one student in full.

    \b
    Examples:
      grade gradebook show grades
      grade gradebook show grades --sort points --exercise 2
      grade gradebook show grades --misconception registered_other_object
      grade gradebook show grades --student student07
    """
    from grader.gradebook import picking, table
    from grader.gradebook.store import Gradebook
    from grader.model import State
    from grader.reports.page import console_for

    console = console_for(plain=plain)
    with Gradebook.open(out) as book:
        students = _tallies(book, out, exercise)
        if student:
            one = picking.student_named(students, student)
            table.show_student(one, console, sources=book.source, plain=plain)
            return
        if misconception:
            misconception = picking.misconception_named(book.rows(), misconception)
    wanted = picking.chosen(
        students,
        text=filter_,
        state=None if state is None else State(state.value),
        misconception=misconception,
    )
    wanted.sort(key=picking.SORTS[sort])
    table.show(wanted, console, folder=out, whole=len(students), plain=plain)


def export(
    out: OutArgument,
    format_: Annotated[ExportFormat, typer.Option("--format", help="What form it leaves in.")],
    into: Annotated[
        Path | None,
        typer.Option(
            "--into", metavar="CSV", help="canvas, moodle: the file that you exported there."
        ),
    ] = None,
    output: Annotated[
        str,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Where to; - is standard output.",
        ),
    ] = "-",
    exercise: Annotated[
        int | None, typer.Option("--exercise", metavar="N", help="This exercise alone.")
    ] = None,
    column: Annotated[
        str, typer.Option("--column", help="canvas, moodle: title or id of the column to fill.")
    ] = "",
    match: Annotated[
        str,
        typer.Option("--match", metavar="TITLE", help="canvas, moodle: column that says who."),
    ] = "",
    marked: Annotated[
        bool,
        typer.Option(
            "--marked", help="canvas, moodle, gradescope: with the points that a person gave."
        ),
    ] = False,
    zero_for_missing: Annotated[
        bool,
        typer.Option(
            "--zero-for-missing",
            help="canvas, moodle, gradescope: 0 where nothing was handed in, or nothing that could be read.",
        ),
    ] = False,
    scaled: Annotated[
        bool, typer.Option("--scale", help="canvas, moodle: scale to the points possible there.")
    ] = False,
    out_of: Annotated[
        int | None,
        typer.Option("--out-of", metavar="POINTS", help="canvas, moodle: what is possible there."),
    ] = None,
    feedback: Annotated[
        bool, typer.Option("--feedback", help="moodle: fill empty feedback comments, too.")
    ] = False,
) -> None:
    """Write the gradebook for another program, or into a file that you exported from it.

    Canvas and Moodle: one column of your own file is filled, every other cell stays byte for
    byte. Whoever gets no points is listed on standard error and keeps the cell as it was:
    nothing handed in, not found, or a fault of the grader, which is never a zero (then the exit
    status is 3). Gradescope: a zip archive with a results.json for each student.

    \b
    Examples:
      grade gradebook export grades --format csv -o grades.csv
      grade gradebook export grades --format canvas --into Grades.csv -o Filled.csv
      grade gradebook export grades --format canvas --into Grades.csv --exercise 2 --column 4711
      grade gradebook export grades --format moodle --into Worksheet.csv --scale -o Filled.csv
    """
    from grader import course
    from grader.gradebook import export as exporting
    from grader.gradebook.store import Gradebook

    wishes = exporting.Wishes(
        column=column,
        match=match,
        marked=marked,
        zero_for_missing=zero_for_missing,
        scaled=scaled,
        out_of=out_of,
        feedback=feedback,
    )
    exercises = {one.number: one for one in course.exercises()}
    with Gradebook.open(out) as book:
        done = exporting.export(book, format_.value, exercises, exercise, into, wishes)
    exporting.write(done.content, output, option="--output")
    for note in done.notes:
        sys.stderr.write(f"{printable(note)}\n")
    if done.left_out:
        raise typer.Exit(FAULTED)


def printable(text: str) -> str:
    """Return *text* so that a terminal shows it and obeys nothing in it."""
    from grader.reports.escape import visible

    return visible(text)


def _tallies(book: Gradebook, out: Path, exercise: int | None) -> tuple[Tally, ...]:
    from grader import course
    from grader.gradebook.marking import tallies

    students = tallies(book.rows(), book.marks(), course.review_tasks(), exercise)
    if not students:
        what = "it is empty" if exercise is None else f"it has no rows of exercise {exercise}"
        raise UsageError(
            f"there is nothing to show in the gradebook in {out}: {what}",
            "Grade the class with `grade batch` first.",
        )
    return students
