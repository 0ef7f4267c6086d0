"""`grade gradebook show`: a class in a table, or one student in full."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from grader.cli.options import OutArgument, PlainOption
from grader.errors import UsageError

if TYPE_CHECKING:
    from grader.gradebook.store import Gradebook
    from grader.gradebook.students import StudentRecord


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


def command(
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
