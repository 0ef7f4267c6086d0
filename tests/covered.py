"""Coverage of `grader/` in every process that the tests start: host, examiner and guest.

    python tests/covered.py                          the whole suite
    python tests/covered.py tests/cli/test_cli.py        a part of it; options go to pytest
    python tests/covered.py --append tests/test_x.py add to what earlier runs have found
    python tests/covered.py --report                 only show what they have found

While it runs, every interpreter of this environment that imports `grader` is measured, so run
nothing else in it. Prints, for each file, how many of its branches were taken and which were not.
Exit status 1 if a test failed or less than 95 % of all branches were taken. Needs Python 3.12 or
newer on Linux or macOS: guests are watched by `sys.monitoring`.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[0]), str(Path(__file__).parents[1])]

WANTED = 95.0
"""How many of all branches must be taken, per cent."""


def main() -> int:
    """Run what was asked for, show the table, and say by the exit status whether it is enough."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--append", action="store_true", help="add to what earlier runs found")
    parser.add_argument("--report", action="store_true", help="run nothing, show what was found")
    parser.add_argument("--all", action="store_true", help="also files of which nothing is missing")
    parser.add_argument(
        "--data", type=Path, default=Path(".coverage"), help="where it is kept: .coverage"
    )
    asked, arguments = parser.parse_known_args()
    if not hasattr(sys, "monitoring") or os.name != "posix":
        parser.error("needs Python 3.12 or newer on Linux or macOS; run it in such an environment")

    from support import covering, covering_table

    try:
        status = 0 if asked.report else covering.run(arguments, asked.data, append=asked.append)
    except FileExistsError as error:
        parser.error(
            "another covered run goes on in this environment, or was killed: "
            f"wait for it, or remove {error.filename}"
        )
    files = covering_table.measured(covering.coverage(asked.data))
    covering_table.show(files, everything=asked.all)
    return 1 if status or covering_table.share(files) < WANTED else 0


if __name__ == "__main__":
    sys.exit(main())
