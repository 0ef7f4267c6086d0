"""`grade kit export classroom50`: a teacher's bundle for Classroom 50 is written."""

from __future__ import annotations

import sys

from grader.cli.options import CarriedUnconfinedOption, KitOption, NewFolderArgument


def command(
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
