"""What guides a learner: start, hint, rules."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from grader.cli.completion import exercise_numbers, rule_numbers
from grader.cli.options import PlainOption
from grader.errors import UsageError


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command()(start)
    app.command()(hint)
    app.command()(rules)


def hint(
    number: Annotated[
        int,
        typer.Argument(
            metavar="N", help="Number of the exercise.", autocompletion=exercise_numbers
        ),
    ],
    reset: Annotated[
        bool, typer.Option("--reset", help="Start again with the first hint.")
    ] = False,
    plain: PlainOption = False,
) -> None:
    """Show a hint for an exercise; each call goes one step further.

    \b
    Examples:
      grade hint 1
      grade hint 1 --reset
    """
    from grader import course
    from grader.cli.progress_note import tell_damage
    from grader.learner import hint_page, progress
    from grader.reports.page import console_for

    declared = course.exercise(number)
    folder = progress.folder_of(Path.cwd())
    kept = progress.read(folder)
    tell_damage(kept)
    shown = 0 if reset else kept.hints.get(declared.slug, 0)
    place = min(shown, len(declared.hints) - 1)
    hint_page.show(declared.hints[place], console_for(plain=plain), plain=plain)
    progress.write(folder, kept.with_hints(declared.slug, place + 1))


def rules(
    number: Annotated[
        int | None,
        typer.Argument(metavar="R", help="Number of one rule.", autocompletion=rule_numbers),
    ] = None,
    coverage: Annotated[
        bool, typer.Option("--coverage", help="Which checks and misconceptions teach each rule.")
    ] = False,
    plain: PlainOption = False,
) -> None:
    """Show the five review rules, or one: why, an example, and the checks that cite it.

    \b
    Examples:
      grade rules
      grade rules 3
      grade rules --coverage
    """
    from grader.reports.page import console_for

    if coverage:
        from grader.kit import page
        from grader.kit.coverage import coverage as taught

        page.show_coverage(taught(), console_for(plain=plain), plain=plain)
        return
    from grader import course
    from grader.learner import rules_page

    try:
        chosen = course.rules() if number is None else (course.rule_numbered(number),)
    except LookupError as error:
        raise UsageError(str(error), "Run `grade rules` for the list.") from error
    rules_page.show(
        chosen,
        course.citing(),
        console_for(plain=plain),
        sentences=number is not None,
        plain=plain,
    )


def start(
    folder: Annotated[
        Path | None, typer.Argument(metavar="DIR", help="Where; the current folder if left out.")
    ] = None,
) -> None:
    """Write the exercise files to start from; nothing that exists is overwritten.

    \b
    Examples:
      grade start
      grade start ~/course
    """
    from shutil import get_terminal_size

    from grader.learner.start import next_step, start_in
    from grader.reports.escape import visible
    from grader.reports.wrap import wrap

    where = Path() if folder is None else folder
    for line in start_in(where):
        sys.stdout.write(f"{visible(line)}\n")
    sys.stdout.write("\n")
    for row in wrap(visible(next_step(where)), max(get_terminal_size().columns, 40)):
        sys.stdout.write(f"{row.text}\n")
