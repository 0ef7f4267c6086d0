"""Options and exit statuses that several commands share, each worded once."""

from __future__ import annotations

from enum import StrEnum
from math import isnan
from pathlib import Path
from typing import Annotated

import typer

LOST, USAGE, FAULTED = 1, 2, 3
"""Exit statuses beside 0: points lost; usage or an unreadable submission; our own fault."""


def a_number(value: float) -> float:
    """Return an option's number of seconds, unless it is nan, which every bound lets through."""
    if isnan(value):
        raise typer.BadParameter(f"{value} is no number of seconds.")
    return value


class Format(StrEnum):
    """The forms that a learner's report can take."""

    terminal = "terminal"
    json = "json"
    junit = "junit"
    markdown = "markdown"
    classroom = "classroom"
    classroom50 = "classroom50"
    gradescope = "gradescope"


FormatOption = Annotated[Format, typer.Option("--format", help="What form the report takes.")]
SeedOption = Annotated[
    str, typer.Option(help="Draw names and values from this; the same seed repeats a report.")
]
PythonOption = Annotated[
    str,
    typer.Option(help="Interpreter for your code: a path or a version, such as 3.12."),
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
ReleaseBodyOption = Annotated[
    Path | None,
    typer.Option(help="With --format classroom50: a file for the text of the release, Markdown."),
]
