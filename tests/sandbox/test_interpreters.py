"""What an interpreter says of itself, and what it may not be."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from grader.errors import Fault, UsageError
from grader.sandbox.interpreters import (
    OUR_VERSION,
    find_interpreter,
    interpreter_facts,
    version_of,
)

if TYPE_CHECKING:
    from grader.sandbox.interpreters import Interpreter


def test_interpreter_describes_itself(interpreter: Interpreter) -> None:
    """Version, folders and libraries are those of the interpreter that was asked."""
    assert interpreter.version == OUR_VERSION
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
    ("number", "reason"),
    [
        (errno.EAGAIN, "no more processes and threads"),
        (errno.EMFILE, "no more open files"),
        (errno.ENOMEM, "no process can be started"),
    ],
)
def test_a_machine_that_starts_no_process_is_not_taken_for_a_wrong_python(
    number: int, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each of the ways in which an interpreter is asked says what is missing."""

    def refused(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(subprocess, "run", refused)
    for asked in (interpreter_facts, version_of, find_interpreter):
        with pytest.raises(Fault, match=reason):
            asked("/usr/bin/another-python")


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ("('cpython', '3.10.9', '', '/p', '/', '/', '/s', '/s', [], [])", "is cpython 3.10.9;"),
        ("('pypy', '3.11.1', '', '/p', '/', '/', '/s', '/s', [], [])", "CPython 3.11 or newer"),
        ("('cpython',)", "is not a Python that can be used"),
        ("not python", "is not a Python that can be used"),
        ("(" * 500, "is not a Python that can be used"),
    ],
)
def test_old_and_other_pythons_are_usage_errors(said: str, message: str, tmp_path: Path) -> None:
    """Python before 3.11, another implementation, or nonsense in its place."""
    program = tmp_path / "python"
    program.write_text(f"#!/bin/sh\ncat <<'END'\n{said}\nEND\n")
    program.chmod(0o755)
    with pytest.raises(UsageError, match=message):
        interpreter_facts(str(program))


def answering(path: Path, said: str) -> Path:
    """Write a program that answers *said*, whatever it is asked."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\necho '{said}'\n")
    path.chmod(0o755)
    return path


@pytest.fixture
def nothing_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine on which no Python is found: not on PATH, not of pyenv's, not of uv's."""
    on_path = tmp_path / "bin"
    on_path.mkdir()
    monkeypatch.setenv("PATH", f"{on_path}{os.pathsep}")
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path / "pyenv"))
    monkeypatch.setenv("UV_PYTHON_INSTALL_DIR", str(tmp_path / "uv"))
    return tmp_path


posix_only = pytest.mark.skipif(os.name != "posix", reason="the programs are shell scripts")


@posix_only
def test_a_version_is_looked_for_on_path_then_with_pyenv_then_with_uv(
    nothing_installed: Path,
) -> None:
    """The newest of pyenv's and of uv's; one that is broken or half removed is passed over."""
    (nothing_installed / "uv" / "cpython-3.12.9-linux").mkdir(parents=True)
    answering(nothing_installed / "uv/cpython-3.12.4-linux/bin/python3", "3.12.4 /uv")
    assert find_interpreter("3.12") == "/uv"
    answering(nothing_installed / "pyenv/versions/3.12.1/bin/python3", "3.12.1 /older")
    answering(nothing_installed / "pyenv/versions/3.12.2/bin/python3", "3.12.2 /newer")
    answering(nothing_installed / "pyenv/versions/3.12.3/bin/python3", "what?")
    assert find_interpreter("3.12") == "/newer"
    answering(nothing_installed / "bin/python3.12", "3.12.7 /on_path")
    assert find_interpreter("3.12") == "/on_path"
    # That one is another release than is wanted now.
    assert find_interpreter("3.12.1") == "/older"


@posix_only
def test_the_newest_of_several_releases_is_taken_by_number(nothing_installed: Path) -> None:
    """3.12.10 is newer than 3.12.9."""
    for release in ("3.12.9", "3.12.10"):
        answering(
            nothing_installed / "pyenv/versions" / release / "bin/python3", f"{release} /{release}"
        )
    assert find_interpreter("3.12") == "/3.12.10"


@posix_only
def test_a_free_threaded_build_is_taken_where_it_is_named_or_there_is_no_other(
    nothing_installed: Path,
) -> None:
    """`3.13t` is a free-threaded build alone; `3.13` is the ordinary one, wherever each lies."""
    with pytest.raises(UsageError, match=r"there is no Python 3\.13t here"):
        find_interpreter("3.13t")
    answering(nothing_installed / "bin/python3.13t", "3.13.5t /free")
    assert find_interpreter("3.13t") == find_interpreter("3.13.5t") == "/free"
    assert find_interpreter("3.13") == find_interpreter("3.13.5") == "/free"
    answering(nothing_installed / "pyenv/versions/3.13.5/bin/python3", "3.13.5 /ordinary")
    assert find_interpreter("3.13") == find_interpreter("3.13.5") == "/ordinary"
    assert find_interpreter("3.13t") == find_interpreter("3.13.5t") == "/free"
    with pytest.raises(UsageError, match=r"there is no Python 3\.13\.4t here"):
        find_interpreter("3.13.4t")


@posix_only
def test_a_version_that_is_not_here_is_a_usage_error_that_names_what_was_tried(
    nothing_installed: Path,
) -> None:
    """What did not answer as a Python is named, because it was perhaps meant."""
    with pytest.raises(UsageError, match=r"^there is no Python 3\.13 here$"):
        find_interpreter("3.13")
    program = answering(nothing_installed / "bin/python3.13", "nonsense")
    with pytest.raises(UsageError, match=f"{program} did not answer as a Python"):
        find_interpreter("3.13")


@posix_only
def test_a_python_that_is_too_old_is_a_usage_error(tmp_path: Path) -> None:
    """Guests need 3.11."""
    program = answering(tmp_path / "python", "3.10.13 /old")
    with pytest.raises(UsageError, match=r"is Python 3\.10\.13"):
        find_interpreter(str(program))


@posix_only
def test_the_version_of_an_interpreter_is_what_it_says(tmp_path: Path) -> None:
    """Our own is not started for it; one that says nothing is the caller's mistake."""
    assert version_of(sys.executable) == OUR_VERSION
    same = tmp_path / "same"
    same.symlink_to(sys.executable)
    assert version_of(str(same)) == OUR_VERSION
    assert OUR_VERSION.startswith("{}.{}.{}".format(*sys.version_info[:3]))
    assert OUR_VERSION.endswith("t") is bool(sysconfig.get_config_var("Py_GIL_DISABLED"))
    assert version_of(str(answering(tmp_path / "python", "3.12.5 /p"))) == "3.12.5"
    assert version_of(str(answering(tmp_path / "free", "3.14.0t /p"))) == "3.14.0t"
    with pytest.raises(UsageError, match="did not answer as a Python"):
        version_of(str(answering(tmp_path / "other", "3 /p")))
