"""What a learner runs: exercise, all, hint, rules, start.

Nothing heavy is imported before it is needed: the examiner is started first and
boots while the rest is read.
"""

from __future__ import annotations

import secrets
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from grader.commands.options import (
    FAULTED,
    LOST,
    AllOption,
    Format,
    FormatOption,
    PlainOption,
    PythonOption,
    ReleaseBodyOption,
    SeedOption,
    TimeOption,
)
from grader.commands.writing import OUTSIDE, write, write_results
from grader.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from grader.examination import Examiner
    from grader.model import Attempt, Exercise, Grade
    from grader.results import Result


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command()(exercise)
    app.command(name="all")(all_)
    app.command()(hint)
    app.command()(rules)
    app.command()(start)


def exercise(
    context: typer.Context,
    number: Annotated[int, typer.Argument(metavar="N", help="Number of the exercise.")],
    file: Annotated[
        Path | None,
        typer.Argument(help="Your file; exercises/exercise_N_*.py here or above if left out."),
    ] = None,
    everything: AllOption = False,
    format_: FormatOption = Format.terminal,
    seed: SeedOption = "",
    python: PythonOption = "",
    time_limit: TimeOption = 5.0,
    plain: PlainOption = False,
) -> None:
    """Grade one exercise and say what to do next.

    \b
    Examples:
      grade exercise 1
      grade exercise 2 my_answer.py --all
      grade exercise 1 --seed 7f3a --python 3.12 --format json
    """
    from grader.examination import Examiner
    from grader.interpreters import find_interpreter

    chosen = find_interpreter(python)
    with context.obj or Examiner(chosen) as examiner:  # it boots while we read the submission
        attempt = _attempt(_declared(number), file, seed, chosen, time_limit)
        grades = _graded([attempt], examiner)
    if format_ is Format.terminal:
        from grader.reports import terminal

        terminal.report(grades[0], _console(), everything=everything, plain=plain)
    else:
        write(grades, format_, alone=True)
    raise typer.Exit(_status(grades))


def all_(
    context: typer.Context,
    folder: Annotated[
        Path | None,
        typer.Argument(metavar="DIR", help="Folder with your files, or with exercises/."),
    ] = None,
    everything: AllOption = False,
    format_: FormatOption = Format.terminal,
    seed: SeedOption = "",
    python: PythonOption = "",
    time_limit: TimeOption = 5.0,
    plain: PlainOption = False,
    release_body: ReleaseBodyOption = None,
) -> None:
    """Grade all exercises: a line each, and the next thing to do.

    \b
    Examples:
      grade all
      grade all ~/course --format markdown
    """
    from grader import course
    from grader.classroom import collect, fill
    from grader.examination import Examiner
    from grader.interpreters import find_interpreter
    from grader.submissions import find

    chosen = find_interpreter(python)
    start = Path.cwd() if folder is None else folder
    seed = seed or _new_seed()
    if format_ in OUTSIDE or release_body is not None:
        found = collect(start, Path.cwd(), seed=seed, python=chosen, seconds=time_limit)
        with context.obj or Examiner(chosen) as examiner:
            results = fill(found, lambda attempts: _graded(attempts, examiner))
        write_results(results, format_, release_body)
        raise typer.Exit(_status(results))
    with context.obj or Examiner(chosen) as examiner:
        attempts = [
            _attempt(one, find(one.slug, start.absolute()), seed, chosen, time_limit)
            for one in course.exercises()
        ]
        grades = _graded(attempts, examiner)
    if format_ is Format.terminal:
        from grader.reports import terminal

        console = _console()
        terminal.summary(grades, console, plain=plain)
        for grade in grades if everything else _next(grades):
            console.print()
            terminal.report(grade, console, everything=everything, plain=plain)
    else:
        write(grades, format_, alone=False)
    raise typer.Exit(_status(grades))


def hint(
    number: Annotated[int, typer.Argument(metavar="N", help="Number of the exercise.")],
    reset: Annotated[
        bool, typer.Option("--reset", help="Start again with the first hint.")
    ] = False,
) -> None:
    """Show a hint for an exercise; each call goes one step further.

    \b
    Examples:
      grade hint 1
      grade hint 1 --reset
    """
    from grader import progress

    declared = _declared(number)
    folder = progress.folder_of(Path.cwd())
    kept = progress.read(folder)
    shown = 0 if reset else kept.hints.get(declared.slug, 0)
    place = min(shown, len(declared.hints) - 1)
    sys.stdout.write(f"{declared.hints[place]}\n")
    progress.write(folder, kept.with_hints(declared.slug, place + 1))


def rules(
    number: Annotated[int | None, typer.Argument(metavar="R", help="Number of one rule.")] = None,
    coverage: Annotated[
        bool, typer.Option("--coverage", help="Which checks and misconceptions teach each rule.")
    ] = False,
) -> None:
    """Show the five review rules, or one of them with why and an example.

    \b
    Examples:
      grade rules
      grade rules 3
      grade rules --coverage
    """
    if coverage:
        from grader.kit.coverage import coverage as taught
        from grader.reports import kit_page

        kit_page.show_coverage(taught(), _console())
        return
    from grader.reports import rules_page
    from grader.rules import RULES, rule_numbered

    try:
        chosen = RULES if number is None else (rule_numbered(number),)
    except LookupError as error:
        raise UsageError(str(error), "Run `grade rules` for the list.") from error
    rules_page.show(chosen, _console(), in_full=number is not None)


def start(
    folder: Annotated[
        Path | None, typer.Argument(metavar="DIR", help="Where; the current folder if left out.")
    ] = None,
) -> None:
    """Write the exercise files to start from. Nothing that exists is overwritten.

    \b
    Examples:
      grade start
      grade start ~/course
    """
    from grader.starting import start_in

    for line in start_in(Path.cwd() if folder is None else folder):
        sys.stdout.write(f"{line}\n")


def _declared(number: int) -> Exercise:
    from grader import course

    return course.exercise(number)


def _new_seed() -> str:
    return secrets.token_hex(4)


def _attempt(
    declared: Exercise, file: Path | None, seed: str, python: str, seconds: float
) -> Attempt:
    from dataclasses import replace

    from grader import submissions
    from grader.model import Attempt

    path = submissions.find(declared.slug, Path.cwd()) if file is None else file
    return Attempt(
        exercise=declared,
        submission=submissions.from_path(path, declared, _label(path)),
        seed=seed or _new_seed(),
        python=python,
        limits=replace(declared.limits, seconds=seconds),
    )


def _label(path: Path) -> str:
    """Return how a report names the file: relative to here where it lies below."""
    try:
        return str(path.absolute().relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def _console() -> Console:
    from rich.console import Console

    from grader.reports import terminal  # noqa: F401  (imported early, while the examiner works)

    return Console(highlight=False, markup=False, emoji=False)


def _graded(attempts: Sequence[Attempt], examiner: Examiner) -> tuple[Grade, ...]:
    from grader.grading import grade_now

    return grade_now(attempts, examiner, meanwhile=_console)


def _next(grades: Sequence[Grade]) -> list[Grade]:
    return [grade for grade in grades if grade.earned < grade.possible][:1]


def _status(results: Sequence[Result]) -> int:
    from grader.results import countable, earned, possible

    if not all(map(countable, results)):
        return FAULTED
    return 0 if all(earned(one) == possible(one) for one in results) else LOST
