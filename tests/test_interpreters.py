"""What an interpreter says of itself, and what it may not be."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from grader.errors import UsageError
from grader.interpreters import interpreter_facts

if TYPE_CHECKING:
    from grader.interpreters import Interpreter


def test_interpreter_describes_itself(interpreter: Interpreter) -> None:
    """Version, folders and libraries are those of the interpreter that was asked."""
    assert interpreter.version == ".".join(map(str, sys.version_info[:3]))
    assert interpreter.stdlib == str(Path(os.__file__).resolve().parent)
    assert {"os", "json", "_ctypes"} <= interpreter.modules
    assert Path(interpreter.executable).resolve() == Path(sys.executable).resolve()


def test_readable_paths_hold_no_packages(interpreter: Interpreter) -> None:
    """The standard library is named entry by entry: nothing named is above site-packages."""
    readable = [Path(path) for path in interpreter.readable()]
    packages = Path(interpreter.stdlib, "site-packages")
    assert Path(interpreter.stdlib, "json") in readable
    assert not {packages, *packages.parents} & set(readable)
    assert not [path for path in readable if Path(__file__).is_relative_to(path)]


@pytest.mark.parametrize("program", ["/no/such/python", "/etc/passwd", "/", "sh", ""])
def test_what_is_no_python_is_a_usage_error(program: str) -> None:
    """A wrong path is the caller's mistake, and the message says what to do."""
    with pytest.raises(UsageError) as caught:
        interpreter_facts(program)
    assert "--python" in caught.value.next_step


@pytest.mark.parametrize(
    "said",
    [
        "('cpython', '3.10.9', '/p', '/', '/', '/s', '/s', [], [])",
        "('pypy', '3.11.1', '/p', '/', '/', '/s', '/s', [], [])",
        "('cpython',)",
        "not python",
        "(" * 500,
    ],
)
def test_old_and_other_pythons_are_usage_errors(said: str, tmp_path: Path) -> None:
    """Python before 3.11, another implementation, or nonsense in its place."""
    program = tmp_path / "python"
    program.write_text(f"#!/bin/sh\ncat <<'END'\n{said}\nEND\n")
    program.chmod(0o755)
    with pytest.raises(UsageError):
        interpreter_facts(str(program))
