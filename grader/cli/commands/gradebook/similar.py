"""`grade gradebook similar`: files of different students that are alike are listed."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import Annotated

import typer

from grader.cli.options import OutArgument, PlainOption


class LikenessFormat(StrEnum):
    """The forms that a list of like files can take."""

    terminal = "terminal"
    json = "json"


def command(
    out: OutArgument,
    exercise: Annotated[
        int | None, typer.Option("--exercise", metavar="N", help="This exercise alone.")
    ] = None,
    share: Annotated[
        int,
        typer.Option(
            "--share", min=30, max=100, metavar="PERCENT", help="How much two files must share."
        ),
    ] = 50,
    format_: Annotated[
        LikenessFormat, typer.Option("--format", help="What form the list takes.")
    ] = LikenessFormat.terminal,
    plain: PlainOption = False,
) -> None:
    """List files of different students that are alike: places to look, never a verdict.

    Names, comments, layout and short texts are left out of the comparison, and so is what the
    exercise itself gives or what many in the class have in common. Right answers to a short
    exercise can be alike for good reasons; only a person can tell.

    \b
    Examples:
      grade gradebook similar grades
      grade gradebook similar grades --exercise 3 --share 80
      grade gradebook similar grades --format json
    """
    from grader import course
    from grader.gradebook import similarity, similarity_page
    from grader.gradebook.store import Gradebook

    found = []
    with Gradebook.open(out) as book:
        rows = [row for row in book.rows() if row.sha256 and exercise in (None, row.exercise)]
        for declared in course.exercises():
            files = {row.student: row.sha256 for row in rows if row.exercise == declared.number}
            sources = {sha256: book.source(sha256) for sha256 in set(files.values())}
            given = (course.stub(declared), *(hint.encode() for hint in declared.hints))
            if files:
                found.append(
                    similarity.exercise_similarity(
                        declared.number, files, sources, given=given, share=share / 100
                    )
                )
    if format_ is LikenessFormat.json:
        sys.stdout.write(similarity_page.as_json(found))
        return
    from grader.reports.page import Page, console_for

    similarity_page.show(found, Page(console_for(plain=plain), plain=plain))
