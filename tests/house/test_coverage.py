"""The coverage command of CONTRIBUTING measures the host and its examiners."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from coverage import CoverageData
from support.grading import ROOT

GRADED = "tests/host/test_examiner_process.py::test_between_batches_an_examiner_has_no_guest"
"""A test that starts an examiner, which grades an answer."""


def test_a_measured_run_has_the_lines_of_host_and_examiner(tmp_path: Path) -> None:
    """Guests are not measured: they inherit nothing and can import nothing."""
    data = tmp_path / "data"
    for words in (
        ["run", "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", GRADED],
        ["combine"],
    ):
        done = subprocess.run(
            [sys.executable, "-m", "coverage", *words],
            cwd=ROOT,
            env={**os.environ, "COVERAGE_FILE": str(data)},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
    read = CoverageData(basename=str(data))
    read.read()
    lines = {
        name: read.lines(str(ROOT / "grader" / name)) or []
        for name in ("host/examiner_process.py", "examiner/main.py", "examiner/plugin.py")
    }
    assert all(len(one) > 40 for one in lines.values()), lines
