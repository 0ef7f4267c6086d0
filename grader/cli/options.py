"""Options and arguments that several commands share, and what a shell offers for them at Tab."""

from __future__ import annotations

from math import isnan
from pathlib import Path
from typing import Annotated

import typer

from grader.cli.report_formats import Format


def a_number(value: float) -> float:
    """Return an option's number of seconds.

    :raises typer.BadParameter: for nan, which passes every comparison with a bound.
    """
    if isnan(value):
        raise typer.BadParameter(f"{value} is no number of seconds.")
    return value


def exercise_numbers(incomplete: str) -> list[tuple[str, str]]:
    """Return number and name of each exercise whose number begins with *incomplete*."""
    from grader import course

    return [
        (str(number), slug.removeprefix(f"exercise_{number}_"))
        for number, slug in course.slugs().items()  # imports no check: somebody waits
        if str(number).startswith(incomplete)
    ]


ExerciseArgument = Annotated[
    int,
    typer.Argument(metavar="N", help="Number of the exercise.", autocompletion=exercise_numbers),
]
FormatOption = Annotated[
    Format,
    typer.Option(
        "--format",
        help="What form the report takes; `lines` is `file:line: 1.4 …` for each check that does "
        "not hold, for editors.",
    ),
]
SeedOption = Annotated[
    str, typer.Option(help="Draw names and values from this; the same seed repeats a report.")
]
PythonOption = Annotated[
    str,
    typer.Option(
        help="Interpreter for your code: the path of a CPython, or a version, such as 3.12; 3.14t "
        "is a free-threaded build."
    ),
]
TimeOption = Annotated[
    float,
    typer.Option(
        "--time-limit",
        min=0.1,
        max=600,
        callback=a_number,
        help="Seconds that your code may use in a check.",
    ),
]
AllOption = Annotated[
    bool, typer.Option("--all", help="Show every finding in full, not the first only.")
]
PlainOption = Annotated[bool, typer.Option("--plain", help="ASCII signs only, and no colours.")]
UnconfinedOption = Annotated[
    bool,
    typer.Option(
        "--allow-unconfined",
        help="With a --format of another system: run code that this machine cannot confine.",
    ),
]
OutArgument = Annotated[
    Path, typer.Argument(metavar="OUT", help="The folder that `grade batch --out` wrote.")
]
OneExerciseOption = Annotated[
    int | None, typer.Option("--exercise", metavar="N", help="This exercise alone.")
]
ReleaseBodyOption = Annotated[
    Path | None,
    typer.Option(help="With --format classroom50: a file for the text of the release, Markdown."),
]
