"""`grade kit`: exercises are proved, extended and handed out, in a checkout."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from grader.cli.exit_status import FAULTED
from grader.cli.groups import CommandGroup
from grader.cli.options import PythonOption, a_number, exercise_numbers

commands = typer.Typer(
    cls=CommandGroup,
    no_args_is_help=True,
    help="Prove, extend and hand out the exercises; for authors, in a checkout.\n\n"
    "\b\nExamples:\n  grade kit verify\n  grade kit new late_binding",
)
exports = typer.Typer(
    cls=CommandGroup,
    no_args_is_help=True,
    help="Write a student repository, or a bundle for Classroom 50 or Gradescope.",
)
commands.add_typer(exports, name="export")

KitOption = Annotated[
    str,
    typer.Option(
        "--kit",
        metavar="REQUIREMENT",
        help="What pip installs the kit from; this version by its name if left out.",
    ),
]
NewFolderArgument = Annotated[
    Path, typer.Argument(metavar="OUT", help="A folder that does not exist yet.")
]
CarriedUnconfinedOption = Annotated[
    bool,
    typer.Option(
        "--allow-unconfined", help="It runs students' code also where it cannot be confined."
    ),
]


@commands.command()
def verify(
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
    check that teaches its misconception, every finding is shown by a wrong answer, every
    name has its signature, and no mutant of a solution slips through.

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


@commands.command()
def new(
    name: Annotated[str, typer.Argument(metavar="SLUG", help="Such as late_binding.")],
) -> None:
    """Write the files of a new exercise, with a real check to start from.

    \b
    Example:
      grade kit new late_binding
    """
    from grader.kit.checkout import find_checkout
    from grader.kit.scaffold import scaffold

    for line in scaffold(find_checkout(Path.cwd()), name):
        sys.stdout.write(f"{line}\n")


@commands.command()
def collect(
    roster: Annotated[Path, typer.Argument(metavar="ROSTER", help="CSV that lists repositories.")],
    out: NewFolderArgument,
    server: Annotated[
        str, typer.Option(help="Where the repositories are; nothing else is asked.")
    ] = "https://github.com",
    time_limit: Annotated[
        float,
        typer.Option(
            "--time-limit", min=1, max=3600, callback=a_number, help="Seconds for one repository."
        ),
    ] = 120.0,
    jobs: Annotated[int, typer.Option(min=1, max=16, help="Repositories at a time.")] = 4,
) -> None:
    """Fetch the repositories of a class, a folder for each student, for `grade batch`.

    ROSTER has a column for the student (student, github_username, username or login) and one
    for the repository (repository, student_repository_url or student_repository_name). A
    token for private ones is read from the environment variable GRADE_TOKEN and is kept
    nowhere. The folders are in OUT/submissions, OUT/collected.csv says which commit came. Exit status 3 when one could not be
    fetched: that student has no folder, and so gets no grade rather than a zero.

    \b
    Example:
      grade kit collect class.csv class
      grade batch class/submissions --out grades
    """
    from grader.kit.collect import collect as fetch
    from grader.kit.collect import read_roster

    wanted = read_roster(roster, server)
    token = os.environ.get("GRADE_TOKEN", "")
    missing = 0
    for one in fetch(wanted, out, token=token, server=server, seconds=time_limit, jobs=jobs):
        missing += bool(one.why)
        line = f"missed   {one.student}: {one.why}" if one.why else f"fetched  {one.student}"
        (sys.stderr if one.why else sys.stdout).write(f"{line}\n")
    raise typer.Exit(FAULTED if missing else 0)


@exports.command()
def student(
    out: NewFolderArgument,
    kit: KitOption = "",
    reporter: Annotated[
        str,
        typer.Option(
            help="Commit of the action that prints the table, v1, or none to leave it out."
        ),
    ] = "v1",
) -> None:
    """Write the repository that learners start from: stubs, README, workflow, dev container.

    It holds no solution and no check. Make a template repository of it, or hand it out as
    it is. The workflow and the README install the kit from --kit.

    \b
    Examples:
      grade kit export student course
      grade kit export student course --kit git+https://github.com/OWNER/PROJECT@v1.0
    """
    from grader.kit import export

    wanted = kit or export.PINNED
    for line in export.write(export.student(wanted, reporter), out):
        sys.stdout.write(f"{line}\n")
    sys.stdout.write(f"\nIts workflow, README and dev container install the kit from: {wanted}\n")
    if not kit:
        sys.stdout.write("If the kit is elsewhere, export again with --kit.\n")


@exports.command()
def classroom50(
    out: NewFolderArgument, kit: KitOption = "", allow_unconfined: CarriedUnconfinedOption = False
) -> None:
    """Write a teacher's bundle for Classroom 50: its autograder.py, and how to use it.

    The bundle is publicly readable, so it holds no check and no wheel: autograder.py
    installs the kit from --kit, a place that the runner can read and the public cannot. On a
    runner that cannot confine students' code it computes no grade, unless --allow-unconfined.

    \b
    Example:
      grade kit export classroom50 bundle --kit git+https://github.com/OWNER/PRIVATE@v1.0
    """
    from grader.kit import bundles, export

    wanted = kit or export.PINNED
    for line in export.write(bundles.classroom50(wanted, allow_unconfined=allow_unconfined), out):
        sys.stdout.write(f"{line}\n")
    sys.stdout.write(f"\nautograder.py installs the kit from: {wanted}\n")
    sys.stdout.write("The bundle is public; keep the kit itself in a private place.\n")


@exports.command()
def gradescope(
    out: Annotated[Path, typer.Argument(metavar="OUT.zip", help="A file that is not there yet.")],
    wheel: Annotated[
        Path | None,
        typer.Option(help="The kit's wheel; built from the checkout here or above if left out."),
    ] = None,
    visibility: Annotated[
        str,
        typer.Option(
            metavar="WORDS",
            help="When a student sees a check: after_published, or 1.3=hidden,2=after_due_date.",
        ),
    ] = "",
    allow_unconfined: CarriedUnconfinedOption = False,
) -> None:
    """Write the zip that Gradescope's autograder settings take. It holds the hidden checks.

    In an image that cannot confine students' code nothing of it is run and no score is given,
    unless --allow-unconfined.

    \b
    Examples:
      grade kit export gradescope autograder.zip
      grade kit export gradescope autograder.zip --wheel module_objects_kit-1.0-py3-none-any.whl
    """
    from tempfile import TemporaryDirectory

    from grader.kit import bundles
    from grader.workflow.gradescope import visibility as understood

    words = ",".join(f"{of}={word}" if of else word for of, word in understood(visibility).items())
    with TemporaryDirectory() as scratch:
        chosen = bundles.build_wheel(Path.cwd(), Path(scratch)) if wheel is None else wheel
        packed = bundles.gradescope(chosen, words, allow_unconfined=allow_unconfined)
        bundles.write_archive(packed, out)
        sys.stdout.write(f"wrote  {out}: setup.sh, run_autograder, {chosen.name}\n")
