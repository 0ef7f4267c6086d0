"""`grade kit export gradescope`: the zip archive for Gradescope is written."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from grader.cli.options import CarriedUnconfinedOption


def command(
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
