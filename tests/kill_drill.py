"""SIGKILL to a run over a class at random moments, each time gone on with; prints a line for each.

    python tests/kill_drill.py [--kills 20] [--students 30] [--seed 1]

Takes minutes. Exit status 0 when no finished row was lost or graded twice, no process
outlived the run, and the gradebook is that of a run which nobody disturbed.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1])]

from support.kills import disturbed_run, undisturbed_run  # noqa: E402


def main() -> int:
    """Run the drill and say what came of it."""
    parser = argparse.ArgumentParser(description="Kill a run over a class, again and again.")
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--students", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kills-") as name:
        folder = Path(name)
        seconds = undisturbed_run(folder, asked.students)
        print(f"undisturbed: {3 * asked.students} rows in {seconds:.0f} s", flush=True)
        result = disturbed_run(
            folder, kills=asked.kills, seconds=seconds, draw=random.Random(asked.seed), tell=print
        )
    for wrong in result.wrong:
        print(f"WRONG: {wrong}")
    print(
        f"{result.kills} kills; {result.rows} rows; {result.examined} attempts went to examiners; "
        f"{len(result.wrong)} wrong"
    )
    return 1 if result.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
