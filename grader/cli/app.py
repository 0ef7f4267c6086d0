"""The command line as a Typer application: its help, its errors, its exit status.

Standard output carries the report and nothing else; errors are written to
standard error. Exit status: 0 full marks, 1 points lost, 2 usage or a submission
that cannot be read, 3 the grader faulted.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from grader import __version__
from grader.cli.exit_status import FAULTED, USAGE
from grader.cli.groups import RootGroup, about_course
from grader.errors import Fault, GraderError

if TYPE_CHECKING:
    from grader.host.examiner_process import Examiner

FIRST_STEPS = """\
{summary}.

  grade start        write the exercise files here; nothing is overwritten
  grade exercise 1   grade the first exercise and say what to do next
  grade watch        grade again whenever you save
  grade all          where you stand

`grade --help` has all commands, `grade exercise --help` one of them.
"""
"""What `grade` alone says."""

app = typer.Typer(
    name="grade",
    cls=RootGroup,
    invoke_without_command=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def main(examiner: Examiner | None = None) -> None:
    """Run the command line, and turn an error into a sentence and an exit status.

    :param examiner: the one that was started early; None if no command needs it.
    """
    try:
        app(obj=examiner, prog_name="grade")
    except Fault as fault:
        _complain(fault, FAULTED)
    except GraderError as error:
        _complain(error, USAGE)


def _complain(error: GraderError, status: int) -> None:
    from grader.reports.escape import visible

    sys.stderr.write(f"grade: {visible(error.message)}.\n")
    if error.next_step:
        sys.stderr.write(f"  {visible(error.next_step)}\n")
    sys.exit(status)


def _version(wanted: bool) -> None:
    if wanted:
        sys.stdout.write(f"grade {__version__}\n")
        raise typer.Exit


@app.callback()
def options(
    context: typer.Context,
    version: Annotated[  # noqa: ARG001
        bool,
        typer.Option(
            "--version", callback=_version, is_eager=True, help="Show the version and exit."
        ),
    ] = False,
) -> None:
    """{summary}.

    Your code runs in interpreters of its own, a new one for every check.

    \b
    Examples:
      grade start             write the exercise files here
      grade exercise 1        grade the first one
      grade watch             grade again whenever you save
      grade hint 1            a hint for it; again for a stronger one
      grade rules {last_rule}           the review rule that a report has cited
      grade all               where you stand
    """
    if context.invoked_subcommand is None:
        sys.stdout.write(about_course(FIRST_STEPS))
