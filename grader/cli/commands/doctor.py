"""`grade doctor`: the machine's protections are tried and shown."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import Annotated

import typer

from grader.cli.exit_status import FAULTED, UNENFORCED
from grader.cli.options import PlainOption, PythonOption


class DoctorFormat(StrEnum):
    """Formats of the diagnosis."""

    terminal = "terminal"
    json = "json"


def command(
    format_: Annotated[
        DoctorFormat, typer.Option("--format", help="What form the report takes.")
    ] = DoctorFormat.terminal,
    python: PythonOption = "",
    plain: PlainOption = False,
) -> None:
    """Say what is installed, and try each protection of the sandbox for real.

    Exit status: 0 all of it holds, 1 something is not enforced here, 3 your code's
    interpreter does not start.

    \b
    Examples:
      grade doctor
      grade doctor --python 3.12 --format json
    """
    from grader.host.doctor import diagnose
    from grader.reports import doctor_page

    diagnosis = diagnose(python)
    if format_ is DoctorFormat.json:
        from json import dumps

        sys.stdout.write(dumps(doctor_page.report(diagnosis), indent=2) + "\n")
    else:
        from grader.reports.page import console_for

        doctor_page.show(diagnosis, console_for(plain=plain), plain=plain)
    if diagnosis.trouble:
        raise typer.Exit(FAULTED)
    raise typer.Exit(UNENFORCED if diagnosis.unenforced else 0)
