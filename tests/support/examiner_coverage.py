"""Coverage of the examiners that a test process starts, in a run under `coverage run`.

coverage.py reaches every interpreter that inherits its environment: pytest's workers and `grade`.
An examiner inherits nothing and is killed when the host is done with it. So in the processes of the
test run its environment gets coverage.py's own variable, and it gets the time to save its data.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
from typing import Any

VARIABLE = "COVERAGE_PROCESS_CONFIG"
"""Set by coverage.py for all processes that it shall measure (`patch = ["subprocess"]`)."""

SAVING = 10.0
"""Seconds that an examiner may take to save its data, after the end of its input."""


class MeasuredPopen(subprocess.Popen[Any]):
    """A `Popen` that measures the process if it is an examiner."""

    def __init__(self, args: Any, *others: Any, **options: Any) -> None:
        self._examiner = not isinstance(args, str) and any(
            "grader.examiner.main" in str(word) for word in args
        )
        if self._examiner:
            options["env"] = {**options["env"], VARIABLE: os.environ[VARIABLE]}
        super().__init__(args, *others, **options)

    def kill(self) -> None:
        """End the process; an examiner by closing its input, if that is enough."""
        if self._examiner and self.stdin is not None:
            with contextlib.suppress(OSError, ValueError, subprocess.TimeoutExpired):
                self.stdin.close()
                self.wait(SAVING)
        super().kill()


def measure_examiners() -> None:
    """Measure every examiner that this process starts, if coverage.py measures this process."""
    if VARIABLE in os.environ:
        subprocess.Popen = MeasuredPopen  # type: ignore[misc]
