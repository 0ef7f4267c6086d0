"""What every process of a covered run executes when it starts, before anything else.

A line in `site-packages` brings it there (`support.covering`), because an examiner takes nothing
from its environment. It costs next to nothing until `grader` is imported: only then is
coverage.py started, and so a process that has nothing to do with the kit is left as it is. Two
modules are changed when they have been imported. `grader.sandbox.launch` gives the guest's program its
recorder (`support.covering_guest`), because a guest can import nothing. `grader.host.examiner_process` gives
an examiner time to leave by itself before it is killed, because what is killed saves nothing.

It stands alone: it is executed as text, with `__file__` as it is here and `FOLDER`, where the
data go.
"""

from __future__ import annotations

import contextlib
import importlib.machinery
import marshal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

_LEAVING = 20.0
"""Seconds that an examiner has to save what it has recorded."""

_TOOLS = 6
"""How many tools `sys.monitoring` knows."""

PIPE = "guests"
"""The named pipe of a covered run that guests write to, in its folder."""


def instrumented(program: bytes, pipe: str) -> bytes:
    """Return the parts of a guest's program, each of which records the arcs that it takes.

    :param program: marshalled code objects, one for each part.
    :param pipe: path of the named pipe.
    """
    recorder = Path(__file__).with_name("covering_guest.py").read_text("utf-8")
    parts: list[CodeType] = marshal.loads(program)
    assert len(parts) <= _TOOLS, "each part has a tool of `sys.monitoring` of its own"
    return marshal.dumps(
        [
            compile(
                f"{recorder}\n_recorded({number}, {marshal.dumps(part)!r}, {pipe!r}, globals())",
                "guest",
                "exec",
                dont_inherit=True,
                optimize=2,
            )
            for number, part in enumerate(parts)
        ]
    )


class Watch:
    """Sees `grader` being imported, and starts the measurement a moment before."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._started = False

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Find nothing but what is changed when it has been imported."""
        if name == "grader" and not self._started:
            self._started = True
            _start(self._folder)
        change = {
            "grader.sandbox.launch": self._record_guests,
            "grader.host.examiner_process": self._wait_for_examiners,
        }.get(name)
        if change is None:
            return None
        spec = importlib.machinery.PathFinder.find_spec(name, path, target)
        if spec is not None and spec.loader is not None:
            executed = spec.loader.exec_module

            def execute(module: ModuleType) -> None:
                executed(module)
                change(module)

            spec.loader.__dict__["exec_module"] = execute
        return spec

    def _record_guests(self, module: ModuleType) -> None:
        compiled = module._compiled  # it must be there: else guests would not be measured

        def recording(boot: str, texts: list[str]) -> tuple[bytes, bytes]:
            start, parts = compiled(boot, texts)
            return start, instrumented(parts, f"{self._folder}/{PIPE}")

        module.__dict__["_compiled"] = recording

    def _wait_for_examiners(self, module: ModuleType) -> None:
        close = module.Examiner.close

        def patiently(examiner: Any) -> None:
            kill = examiner._process.kill

            def later() -> None:
                # By now it has been told to leave.
                with contextlib.suppress(subprocess.TimeoutExpired):
                    examiner._process.wait(_LEAVING)
                kill()

            examiner._process.kill = later
            close(examiner)

        module.Examiner.close = patiently


def _start(folder: str) -> None:
    import atexit

    import coverage

    root = Path(__file__).parents[2]
    measured = coverage.Coverage(
        config_file=str(root / "pyproject.toml"), data_file=f"{folder}/.coverage", data_suffix=True
    )

    def finish() -> None:
        measured.stop()
        measured.save()

    atexit.register(finish)
    measured.start()


if __name__ == "covered":
    sys.meta_path.insert(0, Watch(globals()["FOLDER"]))
