"""`grade kit verify`: the content is proved to be sound."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from grader.cli.exit_status import FAULTED
from grader.cli.options import PythonOption, exercise_numbers


def command(
    exercise: Annotated[
        int | None,
        typer.Option(
            metavar="N", help="One exercise; all if left out.", autocompletion=exercise_numbers
        ),
    ] = None,
    python: PythonOption = "",
    mutants: Annotated[bool, typer.Option(help="Try small mutations of the solutions too.")] = True,
    jobs: Annotated[int, typer.Option(min=1, max=64, help="Examiners at a time.")] = 2,
    format_: Annotated[str, typer.Option("--format", help="terminal or json.")] = "terminal",
) -> None:
    """Prove that the content is sound; exit status 3 when it is not.

    No stub is solved, every right answer passes, every wrong answer is caught by the
    check that teaches its misconception, and no mutant of a solution slips through.

    \b
    Examples:
      grade kit verify
      grade kit verify --exercise 2 --python 3.12
    """
    from concurrent.futures import ThreadPoolExecutor

    from rich.progress import Progress

    from grader import course
    from grader.errors import UsageError
    from grader.kit import page
    from grader.kit.checkout import find_checkout
    from grader.kit.verify import gradings, mutants_of, prove, structure
    from grader.reports.page import console_for
    from grader.sandbox.interpreters import find_interpreter

    if format_ not in {"terminal", "json"}:
        raise UsageError(f"{format_} is no format of this report", "Use terminal or json.")
    chosen = find_interpreter(python)
    checkout = find_checkout(Path.cwd())
    problems = tuple(structure(checkout))
    wanted = course.exercises() if exercise is None else (course.exercise(exercise),)
    proofs = []
    bar = Progress(console=console_for(errors=True))
    with ThreadPoolExecutor(jobs) as executor, bar as progress:
        for one in wanted:
            changed = mutants_of(checkout, one) if mutants else []
            total = gradings(checkout, one, changed)
            task = progress.add_task(f"exercise {one.number}", total=total)
            proofs.append(
                prove(
                    checkout,
                    one,
                    executor,
                    slots=jobs,
                    python=chosen,
                    changed=changed,
                    done=lambda count, task=task: progress.advance(task, count),  # type: ignore[misc]
                )
            )
    if format_ == "json":
        from json import dumps

        sys.stdout.write(dumps(page.as_json(problems, proofs), indent=2) + "\n")
    else:
        page.show(problems, proofs, console_for())
    sound = not problems and not any(proof.problems for proof in proofs)
    raise typer.Exit(0 if sound else FAULTED)
