"""All threats at every function of every exercise, on several Pythons; prints a table.

    python tests/drill.py [--python VERSION_OR_PATH ...] [--only NAME] [--workers N]

Takes minutes. Exit status 0 when every case is as it must be.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1])]

from support.drill import Case, run  # noqa: E402
from support.threats import places, threats  # noqa: E402

from grader import course  # noqa: E402
from grader.interpreters import find_interpreter  # noqa: E402


def main() -> int:
    """Run what was asked for and print one line for each Python and class of threat."""
    parser = argparse.ArgumentParser(description="Run all threats against all exercises.")
    parser.add_argument("--python", action="append", help="a guests' interpreter; may be repeated")
    parser.add_argument("--only", default="", help="threats whose name contains this")
    parser.add_argument("--workers", type=int, default=2, help="examiners at a time")
    asked = parser.parse_args()
    cases = [
        Case(threat=threat, exercise=exercise, function=function)
        for threat in threats()
        if asked.only in threat.name
        for exercise in course.exercises()
        for function in places(threat, exercise)
    ]
    bad = 0
    for wanted in asked.python or [""]:
        began = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="drill-") as folder:
            results = run(
                cases, Path(folder), python=find_interpreter(wanted), workers=asked.workers
            )
        kinds = Counter(result.case.threat.kind for result in results)
        wrong = Counter(result.case.threat.kind for result in results if result.wrong)
        print(f"Python {wanted or 'of the kit'}: {len(results)} cases of {len(kinds)} classes, "
              f"{sum(wrong.values())} wrong, {time.monotonic() - began:.0f} s")  # fmt: skip
        for kind, count in sorted(kinds.items()):
            slowest = max(r.seconds for r in results if r.case.threat.kind == kind)
            print(f"  {kind:<16} {count:>5} {wrong[kind]:>5} wrong   slowest {slowest:.2f} s")
        for result in results:
            if result.wrong:
                print(f"  {result.case.label}: {'; '.join(result.wrong)}")
        bad += sum(wrong.values())
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
