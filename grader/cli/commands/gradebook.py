"""`grade gradebook`: the grades of a class are read, merged, marked and exported."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from grader.cli.exit_status import FAULTED
from grader.cli.groups import CommandGroup
from grader.cli.options import OneExerciseOption, OutArgument, PlainOption
from grader.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from grader.gradebook.store import Gradebook
    from grader.gradebook.students import Explanation, StudentRecord
    from grader.model import Mark

commands = typer.Typer(
    cls=CommandGroup,
    no_args_is_help=True,
    help="Read, merge, mark and export the grades of a class.",
)


class Sort(StrEnum):
    """Sort keys of the table of a class."""

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


@commands.command()
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
    exercise: OneExerciseOption = None,
    plain: PlainOption = False,
) -> None:
    """Show the class in a table, or one student in full.

    \b
    Examples:
      grade gradebook show grades
      grade gradebook show grades --sort points --exercise 2
      grade gradebook show grades --misconception not_started
      grade gradebook show grades --student student07
    """
    from grader.gradebook import students, table
    from grader.gradebook.store import Gradebook
    from grader.model import State
    from grader.reports.page import console_for

    console = console_for(plain=plain)
    with Gradebook.open(out) as book:
        records = _records(book, out, exercise)
        if student:
            one = students.student_named(records, student)
            table.show_student(one, console, sources=book.source, plain=plain)
            return
        if misconception:
            misconception = students.misconception_named(book.rows(), misconception)
    wanted = students.filter_students(
        records,
        text=filter_,
        state=None if state is None else State(state.value),
        misconception=misconception,
    )
    wanted.sort(key=students.SORTS[sort])
    table.show(wanted, console, folder=out, whole=len(records), plain=plain)


def _records(book: Gradebook, out: Path, exercise: int | None) -> tuple[StudentRecord, ...]:
    from grader import course
    from grader.gradebook.students import student_records

    records = student_records(book.rows(), book.marks(), course.review_tasks(), exercise)
    if not records:
        what = "it is empty" if exercise is None else f"it has no rows of exercise {exercise}"
        raise UsageError(
            f"there is nothing to show in the gradebook in {out}: {what}",
            "Grade the class with `grade batch` first.",
        )
    return records


class ExportFormat(StrEnum):
    """Formats of an exported gradebook."""

    csv = "csv"
    json = "json"
    canvas = "canvas"
    moodle = "moodle"
    gradescope = "gradescope"
    html = "html"


@commands.command()
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
    exercise: OneExerciseOption = None,
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


@commands.command()
def merge(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="Folder of the one gradebook.")],
    shards: Annotated[
        list[Path], typer.Argument(metavar="SHARD...", help="Folders of the others; only read.")
    ],
) -> None:
    """Take rows and marks of several gradebooks over into one, such as those of --shard 1/4 to 4/4.

    Where two have a row for the same student and exercise, a grade beats a fault, a fault
    beats nothing handed in, and otherwise the one that was graded later stays. The later of
    two marks stays. It is all written at once, or nothing is.

    \b
    Examples:
      grade gradebook merge grades shard-1 shard-2 shard-3
    """
    from grader.batch import progress_page
    from grader.gradebook.merge import merge as merged

    for line in progress_page.merged(merged(shards, out), out):
        sys.stderr.write(f"{line}\n")


@commands.command()
def review(
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
        _review_interactively(chosen, book.mark, plain=plain)


def _review_interactively(
    chosen: Sequence[Explanation], save: Callable[[Mark], None], *, plain: bool
) -> None:
    """Review explanations at the terminal, or with answers from a pipe."""
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


class SimilarityFormat(StrEnum):
    """Formats of a list of similar files."""

    terminal = "terminal"
    json = "json"


@commands.command()
def similar(
    out: OutArgument,
    exercise: OneExerciseOption = None,
    share: Annotated[
        int,
        typer.Option(
            "--share", min=30, max=100, metavar="PERCENT", help="How much two files must share."
        ),
    ] = 50,
    solution: Annotated[
        list[Path] | None,
        typer.Option(
            "--solution", metavar="FILE", help="A right answer that explains passages; repeatable."
        ),
    ] = None,
    format_: Annotated[
        SimilarityFormat, typer.Option("--format", help="What form the list takes.")
    ] = SimilarityFormat.terminal,
    plain: PlainOption = False,
) -> None:
    """List files of different students that are alike: places to look, never a verdict.

    Names, comments, layout and short texts are left out of the comparison, and so is what the
    exercise itself gives. Listed are files that are the same, long passages that several share and
    no solution explains, and pairs with much in common beyond what many in the class have. Right
    answers to a short exercise can be alike for good reasons; only a person can tell.

    \b
    Examples:
      grade gradebook similar grades
      grade gradebook similar grades --exercise 3 --share 80
      grade gradebook similar grades --format json
    """
    from grader import course
    from grader.gradebook import similarity, similarity_page
    from grader.gradebook.store import Gradebook
    from grader.submissions import read

    known = [read(path, str(path)) for path in solution or ()]
    found = []
    with Gradebook.open(out) as book:
        rows = [row for row in book.rows() if row.sha256 and exercise in (None, row.exercise)]
        for declared in course.exercises():
            files = {row.student: row.sha256 for row in rows if row.exercise == declared.number}
            sources = {sha256: book.source(sha256) for sha256 in set(files.values())}
            if files:
                found.append(
                    similarity.exercise_similarity(
                        declared.number,
                        files,
                        sources,
                        given=course.given(declared),
                        solutions=(*course.solution(declared), *known),
                        share=share / 100,
                    )
                )
    names = {row.student: row.name for row in rows if row.name}
    if format_ is SimilarityFormat.json:
        sys.stdout.write(similarity_page.as_json(found, names))
        return
    from grader.reports.page import Page, console_for

    similarity_page.show(found, names, Page(console_for(plain=plain), plain=plain))
