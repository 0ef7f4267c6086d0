"""The terminal is touched in the foreground only, as with any program that a shell can put away."""

from __future__ import annotations

import subprocess
import sys

import pytest
from support.grading import TESTS


@pytest.mark.skipif(sys.platform == "win32", reason="there are no jobs")
def test_a_job_put_in_the_background_runs_on_and_can_be_ended() -> None:
    """`bg` does not stop it again, what is typed goes to the shell, `fg` gives the keys back."""
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); from support.shell_jobs import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(TESTS)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        start_new_session=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
