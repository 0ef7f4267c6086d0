"""All threats at every function of every exercise, on several Pythons; prints a table.

    python tests/drill.py [--python VERSION_OR_PATH ...] [--only NAME] [--workers N]

Takes minutes. Exit status 0 when every case is as it must be.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
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
    kinds = sorted({case.threat.kind for case in cases})
    bad = 0
    for wanted in asked.python or [""]:
        python = find_interpreter(wanted)
        print(f"Python {wanted or 'of the kit'}: {len(cases)} cases of {len(kinds)} classes")
        for kind in kinds:
            began = time.monotonic()
            chosen = [case for case in cases if case.threat.kind == kind]
            with tempfile.TemporaryDirectory(prefix="drill-") as folder:
                results = run(chosen, Path(folder), python=python, workers=asked.workers)
            wrong = [result for result in results if result.wrong]
            slowest = max(result.seconds for result in results)
            print(
                f"  {kind:<16} {len(results):>5} cases {len(wrong):>4} wrong   slowest {slowest:.2f} s"
                f"   in {time.monotonic() - began:.0f} s",
                flush=True,
            )
            for result in wrong:
                print(f"    {result.case.label}: {'; '.join(result.wrong)}", flush=True)
            bad += len(wrong)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
