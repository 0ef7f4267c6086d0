"""Drills: what takes longer than a test run may. Prints a table; exit status 0 if all is well.

    python tests/drill.py                   all of them
    python tests/drill.py threats odd       some

- `threats`: every threat at every function of every exercise (`tests/threats`).
- `once`: every threat at one function of each exercise.
- `forgers`: what files gain that solve nothing and lie, in every exercise with ten seeds.
- `odd`: every odd result (`tests/support/odd_results.py`) of every function of every exercise.
- `versions`: every wrong and every right answer on every other version of Python that is there.
- `fuzz`: random bytes, token soups, truncated and bit-flipped solutions, by the command line.
- `class`: a synthetic class of 300 in every layout by `grade batch`; every row against one by one.
- `kill`: SIGKILL to a run over a class of 30, twenty times, and gone on with each time.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[0]), str(Path(__file__).parents[1])]

from support import drills  # noqa: E402

from grader.sandbox.interpreters import find_interpreter  # noqa: E402


def main() -> int:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("drill", nargs="*", choices=[*drills.ALL, []], help="all if left out")
    parser.add_argument("--python", action="append", help="a guests' interpreter; may be repeated")
    parser.add_argument("--only", default="", help="threats whose name contains this")
    parser.add_argument("--workers", type=int, default=2, help="examiners at a time")
    parser.add_argument("--seed", type=int, default=1, help="for what is drawn at random")
    parser.add_argument(
        "--students", type=int, default=300, help="size of the class; for kill a tenth of it"
    )
    parser.add_argument("--kills", type=int, default=20, help="how often a run is killed")
    asked = parser.parse_args()
    bad = 0
    for wanted in asked.python or [""]:
        plan = drills.Plan(
            python=find_interpreter(wanted),
            only=asked.only,
            workers=asked.workers,
            seed=asked.seed,
            students=asked.students,
            kills=asked.kills,
        )
        for name in asked.drill or [one for one in drills.ALL if one != "once"]:
            print(f"{name}, Python {wanted or 'of the kit'}", flush=True)
            for line in drills.ALL[name](plan):
                bad += line.wrong
                print(line.text, flush=True)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
