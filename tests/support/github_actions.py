"""A stand-in for GitHub Actions: runs the shell steps of a job, resolves its expressions.

A step that uses an action is not run; what the test hands over for it is its effect. An
expression that this does not know fails the test, so that nothing passes by being ignored.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from support.installation import quick_python

_EXPRESSION = re.compile(r"\$\{\{\s*(.+?)\s*\}\}")
_PASSED_ON = ("PATH", "HOME", "TMPDIR", "LANG", "SSL_CERT_FILE")


def load(path: Path) -> dict[str, Any]:
    """Return a workflow; YAML 1.1 reads its key `on` as True, which is put right."""
    document = yaml.safe_load(path.read_text("utf-8"))
    document["on"] = document.pop(True)
    assert isinstance(document, dict)
    return document


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Result of one step that ran in a shell."""

    name: str
    status: int
    out: str
    environment: Mapping[str, str]


@dataclass(kw_only=True)
class Runner:
    """One job on one machine.

    :param workspace: the checkout, where steps run.
    :param temp: `RUNNER_TEMP`, an empty folder.
    :param context: dotted name to value, for expressions.
    :param extra: further environment.
    """

    workspace: Path
    temp: Path
    context: dict[str, str] = field(default_factory=dict)
    extra: Mapping[str, str] = field(default_factory=dict)
    summary: str = ""
    outputs: dict[str, dict[str, str]] = field(default_factory=dict)

    def resolved(self, text: str) -> str:
        """Return *text* with its expressions replaced; an output that was not set is empty."""

        def value(match: re.Match[str]) -> str:
            name = match[1]
            if found := re.fullmatch(r"steps\.(\w+)\.outputs\.(\w+)", name):
                return self.outputs.get(found[1], {}).get(found[2], "")
            if name == "runner.temp":
                return str(self.temp)
            assert name in self.context, f"nobody has said what {name} is"
            return self.context[name]

        return _EXPRESSION.sub(value, text)

    def run(self, workflow: Mapping[str, Any], job: str) -> list[Step]:
        """Run the shell steps of *job* as the service does and return their results."""
        steps, failed = [], False
        shell = workflow["defaults"]["run"]["shell"]
        assert shell == "bash"
        for step in workflow["jobs"][job]["steps"]:
            condition = step.get("if", "success()")
            assert condition in {"success()", "always()"}, condition
            if "run" not in step or (failed and condition == "success()"):
                continue
            declared = {**workflow.get("env", {}), **workflow["jobs"][job].get("env", {})}
            declared |= step.get("env", {})
            done = self._shell(step, {k: self.resolved(str(v)) for k, v in declared.items()})
            failed = failed or done.status != 0
            steps.append(done)
        return steps

    def _shell(self, step: Mapping[str, Any], declared: Mapping[str, str]) -> Step:
        script, output, summary = (self.temp / name for name in ("_step.sh", "_output", "_summary"))
        assert "${{" not in step["run"], "a value is written into a script"
        script.write_text(step["run"], "utf-8")
        output.write_text("")
        summary.write_text("")
        environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
        environment |= {
            "CI": "true",
            "GITHUB_ACTIONS": "true",
            "GITHUB_OUTPUT": str(output),
            "GITHUB_STEP_SUMMARY": str(summary),
            "GITHUB_WORKSPACE": str(self.workspace),
            "GITHUB_SERVER_URL": "https://github.com",
            "RUNNER_TEMP": str(self.temp),
        }
        environment |= {**self.extra, **declared}
        environment["PATH"] = f"{_python(self.temp)}{os.pathsep}{environment['PATH']}"
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)],
            cwd=self.workspace,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            timeout=60 * step.get("timeout-minutes", 5),
            check=False,
        )
        if name := step.get("id"):
            self.outputs[name] = dict(
                line.split("=", 1) for line in output.read_text("utf-8").splitlines()
            )
        self.summary += summary.read_text("utf-8")
        return Step(
            name=step.get("name", ""),
            status=done.returncode,
            out=done.stdout,
            environment=declared,
        )


def _python(temp: Path) -> Path:
    """Return a folder with `python` and `python3`, as the step that sets up Python leaves one."""
    folder = temp / "_python"
    folder.mkdir(exist_ok=True)
    for name in ("python", "python3"):
        if not (folder / name).exists():
            (folder / name).symlink_to(quick_python())
    return folder
