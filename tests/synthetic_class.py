"""Writes a synthetic class to a folder, to try a batch run on.

    python tests/synthetic_class.py OUT [--students 300] [--seed S] [--layout NAME]

Prints the path to name to `grade batch`, the roster, and how many exercises have come
to what. What must become of everybody is written to `expected.csv` beside them.
"""

from __future__ import annotations

import argparse
import collections
import csv
import hashlib
import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1])]

from support.synthetic_layouts import LAYOUTS, write_synthetic_class  # noqa: E402


def main() -> int:
    """Write the class that was asked for."""
    parser = argparse.ArgumentParser(description="Write a synthetic class.")
    parser.add_argument("out", type=Path, help="a folder; new, or empty")
    parser.add_argument("--students", type=int, default=300)
    parser.add_argument("--seed", default="school", help="the same seed makes the same class")
    parser.add_argument("--layout", default="canvas", choices=LAYOUTS)
    asked = parser.parse_args()
    if asked.out.exists() and any(asked.out.iterdir()):
        parser.error(f"{asked.out} is not empty")
    made = write_synthetic_class(
        asked.out, students=asked.students, seed=asked.seed, layout=asked.layout
    )
    with (asked.out / "expected.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(["student", "exercise", "kind", "state", "sha256"])
        for (student, number), one in sorted(made.expected.items()):
            digest = hashlib.sha256(one.content).hexdigest() if one.content is not None else ""
            table.writerow([student, number, one.kind, one.state.value, digest])
    print(*made.paths, made.roster, sep="\n")
    kinds = collections.Counter(one.kind for one in made.expected.values())
    print(", ".join(f"{kind} {count}" for kind, count in sorted(kinds.items())))
    return 0


if __name__ == "__main__":
    sys.exit(main())
