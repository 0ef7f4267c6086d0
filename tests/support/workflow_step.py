"""A workflow step that runs `grade classroom`: its checkout, the runner's files and variables."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from grader import course
from support.grading import Run, run, solution
from support.report_readers import Reported, classroom_reporter, step_environment
from support.schemas import valid

RUNNERS = ",".join(f"ex{number}" for number in course.slugs())
NO_FORK = "import sys; from grader.cli.entry import main; sys.argv[0] = 'grade'; main()"
UNCONFINED = """
import sys
import grader.model as model
nothing = frozenset()
model.CONFINED = model.Policy(required=model.CONFINED.required, available=nothing)
model.AS_AVAILABLE = model.Policy(available=nothing)
from grader.cli.entry import main
main()
"""
"""The command line on a machine that has neither Landlock nor seccomp."""


class Step:
    """One step in a folder of its own.

    :param answers: number to source; an exercise that is not named is solved, one that is
        None is not handed in.
    """

    def __init__(self, folder: Path, answers: Mapping[int, str | bytes | None]) -> None:
        self.checkout = folder / "checkout"
        self.output = folder / "runner" / "output"
        self.summary = folder / "runner" / "summary.md"
        (self.checkout / "exercises").mkdir(parents=True)
        self.output.parent.mkdir()
        self.output.touch()
        for number, slug in course.slugs().items():
            source = answers.get(number, solution(number))
            if source is not None:
                data = source.encode() if isinstance(source, str) else source
                (self.checkout / "exercises" / f"{slug}.py").write_bytes(data)
        self.environment = {
            "GITHUB_ACTIONS": "true",
            "GITHUB_OUTPUT": str(self.output),
            "GITHUB_STEP_SUMMARY": str(self.summary),
            "GITHUB_WORKSPACE": str(self.checkout),
            "PYTHONSAFEPATH": "1",
        }

    def run(self, *arguments: str, **more: str) -> Run:
        """Run the step to its end."""
        return run(
            "classroom", *arguments, folder=self.checkout, environment=self.environment | more
        )

    def start(self, *arguments: str, code: str = NO_FORK) -> subprocess.Popen[str]:
        """Start the step; the caller ends it."""
        return subprocess.Popen(
            [sys.executable, "-c", code, "classroom", *arguments],
            cwd=self.checkout,
            env={**os.environ, **self.environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def reported(self) -> Reported:
        """Return what the reporter step makes of what is written by now."""
        return classroom_reporter(step_environment(self.output.read_text()), RUNNERS)

    def payload(self, number: int) -> dict[str, Any]:
        """Return the payload of one exercise as it stands."""
        import base64
        import json

        value = step_environment(self.output.read_text())[f"EX{number}_RESULTS"]
        return dict(json.loads(base64.b64decode(value)))

    def statuses(self) -> list[str]:
        """Return the status of each payload."""
        return [self.payload(number)["status"] for number in course.slugs()]

    def promised(self, seconds: float = 20.0) -> None:
        """Wait until the first payloads are written."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self.output.read_text().count("\n") >= len(course.slugs()):
                return
            time.sleep(0.01)
        raise AssertionError("no payload was promised")


def all_valid(step: Step) -> None:
    """Hold every payload against its schema, and the whole against the reporter."""
    for number in course.slugs():
        valid("classroom", step.payload(number))
    step.reported()
