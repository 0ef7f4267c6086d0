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
    show: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Print what is graded for a wrong answer, and prove nothing."
        ),
    ] = None,
) -> None:
    """Prove that the content is sound; exit status 3 when it is not.

    No stub is solved, every right answer passes, every wrong answer is caught by the
    check that teaches its misconception, and no mutant of a solution slips through.

    \b
    Examples:
      grade kit verify
      grade kit verify --exercise 2 --python 3.12
      grade kit verify --show tests/misconceptions/exercise_1/FILE.py
    """
    from concurrent.futures import ThreadPoolExecutor

    from rich.progress import Progress

    from grader import course
    from grader.errors import UsageError
    from grader.kit import page
    from grader.kit.checkout import find_running_checkout
    from grader.kit.structure import graded_text_of, structure
    from grader.kit.verify import prove, read_corpus
    from grader.reports.page import console_for
    from grader.sandbox.interpreters import find_interpreter

    if format_ not in {"terminal", "json"}:
        raise UsageError(f"{format_} is no format of this report", "Use terminal or json.")
    if show is not None and exercise is not None:
        raise UsageError("--show and --exercise do not go together", "The file says which.")
    checkout = find_running_checkout(Path.cwd())
    if show is not None:
        sys.stdout.buffer.write(graded_text_of(checkout, show).encode())
        return
    chosen = find_interpreter(python)
    problems = tuple(structure(checkout))
    wanted = course.exercises() if exercise is None else (course.exercise(exercise),)
    proofs = []
    bar = Progress(console=console_for(errors=True))
    with ThreadPoolExecutor(jobs) as executor, bar as progress:
        for one in wanted:
            corpus = read_corpus(checkout, one, with_mutants=mutants)
            total = sum(1 for _ in corpus.answers())
            task = progress.add_task(f"exercise {one.number}", total=total)
            proofs.append(
                prove(
                    checkout,
                    corpus,
                    executor,
                    slots=jobs,
                    python=chosen,
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
