"""What grades a learner's files: exercise and all.

Nothing heavy is imported before it is needed: the examiner is started first and
boots while the rest is read.
"""

from __future__ import annotations

import secrets
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from grader.cli.completion import exercise_numbers
from grader.cli.options import (
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
    UnconfinedOption,
)
from grader.cli.progress_note import keep_and_tell
from grader.cli.report_formats import OUTSIDE, write, write_results

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rich.console import Console

    from grader.host.examiner_process import Examiner
    from grader.model import Attempt, Exercise, Grade, Result

_PATIENCE = 5.0
"""Seconds for what was killed to be gone."""
_NOT_KNOWN = "it is not known whether every learner process had ended when the report was written"


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command()(exercise)
    app.command(name="all")(all_)


def exercise(
    context: typer.Context,
    number: Annotated[
        int,
        typer.Argument(
            metavar="N", help="Number of the exercise.", autocompletion=exercise_numbers
        ),
    ],
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
    allow_unconfined: UnconfinedOption = False,
) -> None:
    """Grade one exercise and say what to do next.

    \b
    Examples:
      grade exercise 1
      grade exercise 2 my_answer.py --all
      grade exercise 1 --seed 7f3a --python 3.12 --format json
    """
    from grader.host.examiner_process import Examiner
    from grader.sandbox.interpreters import find_interpreter

    chosen = find_interpreter(python)
    if format_ in OUTSIDE:
        one = _attempt(_declared(number), file, seed, chosen, time_limit)
        graded = _of_others([one], allow_unconfined=allow_unconfined)
        write(graded, format_, alone=True)
        raise typer.Exit(_status(graded))
    with context.obj or Examiner(chosen) as examiner:  # it boots while we read the submission
        attempt = _attempt(_declared(number), file, seed, chosen, time_limit)
        grades = _graded([attempt], examiner, format_)
    if format_ is Format.terminal:
        from grader.reports import terminal

        console = _console(plain=plain)
        terminal.report(grades[0], console, everything=everything, plain=plain)
        keep_and_tell(grades, console, plain=plain)
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
    allow_unconfined: UnconfinedOption = False,
) -> None:
    """Grade all exercises: a line each, and the next thing to do.

    \b
    Examples:
      grade all
      grade all ~/course --format markdown
    """
    from grader import course
    from grader.cli.progress_bar import bar
    from grader.host.examiner_process import Examiner
    from grader.host.folder_grading import collect, fill
    from grader.sandbox.interpreters import find_interpreter
    from grader.submissions import find

    chosen = find_interpreter(python)
    start = Path.cwd() if folder is None else folder
    seed = seed or _new_seed()
    if format_ in OUTSIDE or release_body is not None:
        found = collect(start, Path.cwd(), seed=seed, python=chosen, seconds=time_limit)
        results = fill(found, partial(_of_others, allow_unconfined=allow_unconfined))
        write_results(results, format_, release_body)
        raise typer.Exit(_status(results))
    with context.obj or Examiner(chosen) as examiner:
        attempts = [
            _attempt(one, find(one.slug, start.absolute()), seed, chosen, time_limit)
            for one in course.exercises()
        ]
        total = sum(len(course.checks(one.exercise)) for one in attempts)
        with bar(total, plain=plain) as told:
            grades = _graded(attempts, examiner, format_, told)
    if format_ is Format.terminal:
        from grader.reports import terminal

        console = _console(plain=plain)
        terminal.summary(grades, console, plain=plain)
        for grade in grades if everything else _next(grades):
            console.print()
            terminal.report(grade, console, everything=everything, plain=plain)
        keep_and_tell(grades, console, plain=plain)
    else:
        write(grades, format_, alone=False)
    raise typer.Exit(_status(grades))


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


def _console(*, plain: bool = False) -> Console:
    from grader.reports.page import console_for

    return console_for(plain=plain)


def _import_report() -> None:
    from grader.reports import terminal  # noqa: F401


def _graded(
    attempts: Sequence[Attempt],
    examiner: Examiner,
    format_: Format,
    told: Callable[[int], object] | None = None,
) -> tuple[Grade, ...]:
    from grader.host.grading import grade_now

    wanted = _import_report if format_ is Format.terminal else tuple
    return grade_now(attempts, examiner, meanwhile=wanted, told=told)


def _of_others(attempts: Sequence[Attempt], *, allow_unconfined: bool) -> tuple[Grade, ...]:
    """Grade what another system hands us: somebody else's code, whose points that system records.

    It takes an examiner that insists on confinement, never the one that was started early, and
    nothing that learner code has left running is there when the report is written.

    :raises UsageError: when this machine does not confine it; no learner code has run then.
    """
    from grader.host.examiner_process import Examiner, examine
    from grader.model import AS_AVAILABLE, CONFINED
    from grader.sandbox.subreaper import OrphanReaper

    policy = AS_AVAILABLE if allow_unconfined else CONFINED
    orphans = OrphanReaper()
    another = partial(Examiner, attempts[0].python, policy)
    grades = examine(attempts, ahead=1, policy=policy, another=another)
    if not orphans.end(_PATIENCE) and allow_unconfined:
        sys.stderr.write(f"grade: {_NOT_KNOWN}.\n")
    return grades


def _next(grades: Sequence[Grade]) -> list[Grade]:
    return [grade for grade in grades if grade.earned < grade.possible][:1]


def _status(results: Sequence[Result]) -> int:

    if not all(one.countable for one in results):
        return FAULTED
    return 0 if all(one.earned == one.possible for one in results) else LOST
