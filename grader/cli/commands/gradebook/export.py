"""`grade gradebook export`: grades are written for another program."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from grader.cli.exit_status import FAULTED
from grader.cli.options import OutArgument


class ExportFormat(StrEnum):
    """The forms that a gradebook can leave in."""

    csv = "csv"
    json = "json"
    canvas = "canvas"
    moodle = "moodle"
    gradescope = "gradescope"
    html = "html"


def command(
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
    from grader.reports.escape import visible

    options = exporting.ExportOptions(
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
        done = exporting.export(book, format_.value, exercises, exercise, into, options)
    exporting.write(done.content, output, option="--output")
    for note in done.notes:
        sys.stderr.write(f"{visible(note)}\n")
    if done.left_out:
        raise typer.Exit(FAULTED)
