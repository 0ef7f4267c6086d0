"""What an instructor runs to hand the kit out: `grade kit export` and `grade kit collect`."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from grader.cli.help import WholeHelp
from grader.cli.options import FAULTED, a_number

app = typer.Typer(
    cls=WholeHelp,
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Write a student repository, or a bundle for Classroom 50 or Gradescope.",
)
KitOption = Annotated[
    str,
    typer.Option(
        "--kit",
        metavar="REQUIREMENT",
        help="What pip installs the kit from; this version by its name if left out.",
    ),
]
UnconfinedOption = Annotated[
    bool,
    typer.Option(
        "--allow-unconfined", help="It runs students' code also where it cannot be confined."
    ),
]
Out = Annotated[Path, typer.Argument(metavar="OUT", help="A folder that does not exist yet.")]


def register(kit: typer.Typer) -> None:
    """Add these commands to `grade kit`."""
    kit.add_typer(app, name="export")
    kit.command()(collect)


@app.command()
def student(
    out: Out,
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


@app.command()
def classroom50(out: Out, kit: KitOption = "", allow_unconfined: UnconfinedOption = False) -> None:
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


@app.command()
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
    allow_unconfined: UnconfinedOption = False,
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


def collect(
    roster: Annotated[Path, typer.Argument(metavar="ROSTER", help="CSV that lists repositories.")],
    out: Annotated[Path, typer.Argument(metavar="OUT", help="A folder that does not exist yet.")],
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
    from grader.kit import collect as rooms

    wanted = rooms.read(roster, server)
    token = os.environ.get("GRADE_TOKEN", "")
    missing = 0
    for one in rooms.collect(
        wanted, out, token=token, server=server, seconds=time_limit, jobs=jobs
    ):
        missing += bool(one.why)
        told = f"missed   {one.student}: {one.why}" if one.why else f"fetched  {one.student}"
        (sys.stderr if one.why else sys.stdout).write(f"{told}\n")
    raise typer.Exit(FAULTED if missing else 0)
