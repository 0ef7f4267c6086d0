"""Environments that have the built wheel and nothing of the checkout."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from importlib.metadata import distribution
from pathlib import Path

import pytest

from grader import __version__, course
from support.grading import ROOT, Run
from support.run_cache import once, shared

PINNED = f"module-objects-kit=={__version__}"
BARE = Path(sys.executable).resolve()
"""A Python without the kit."""

linux_only = pytest.mark.skipif(
    sys.platform != "linux", reason="what is tested runs on Linux machines only"
)
posix_only = pytest.mark.skipif(os.name != "posix", reason="what is tested is a shell's")


def wheel_of(wheels: Path) -> Path:
    """Return the kit's own wheel."""
    (found,) = wheels.glob("module_objects_kit-*.whl")
    return found


def offline(wheels: Path) -> dict[str, str]:
    """Return settings with which pip installs from *wheels* and from no index."""
    return {
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": str(wheels),
        # A variable of an option that takes something away is obeyed when it says no.
        "PIP_NO_COMPILE": "no",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    }


_PYTHON = """\
#!/bin/sh
case "$*" in
"-m venv "* | "-I -m venv "*)
    for folder; do :; done
    "{python}" "$@" --without-pip || exit
    cp -a {pip} "$folder"/lib/python*/site-packages/ || exit
    for name in pip pip3; do
        printf '#!%s/bin/python\\nfrom pip._internal.cli.main import main\\nraise SystemExit(main())\\n' \\
            "$folder" >"$folder/bin/$name" && chmod +x "$folder/bin/$name" || exit
    done
    ;;
*) exec "{python}" "$@" ;;
esac
"""


def quick_python() -> Path:
    """Return a `python` without the kit, which makes environments in a tenth of the usual time.

    They are as `-m venv` makes them, but that pip, which takes the time, is copied from the
    environment of the tests, compiled as it is. Where there is no shell, it is the ordinary one.
    """
    if os.name != "posix":
        return BARE
    return once("python", lambda: _quick_python(shared() / "python"))


def _quick_python(program: Path) -> Path:
    pip = distribution("pip")
    tops = {
        str(pip.locate_file(file.parts[0])) for file in pip.files or () if "pip" in file.parts[0]
    }
    program.write_text(_PYTHON.format(python=BARE, pip=shlex.join(sorted(tops))), "utf-8")
    program.chmod(0o755)
    return program


def call(
    command: Sequence[str | Path],
    *,
    folder: Path,
    environment: Mapping[str, str] | None = None,
    seconds: float = 180,
) -> Run:
    """Run a program without the environment variables of the tests."""
    kept = ("PATH", "HOME", "TMPDIR", "LANG", "SSL_CERT_FILE")
    done = subprocess.run(
        [*map(str, command)],
        cwd=folder,
        env={
            **{name: os.environ[name] for name in kept if name in os.environ},
            "COLUMNS": "80",
            **(environment or {}),
        },
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=seconds,
        check=False,
    )
    return Run(status=done.returncode, out=done.stdout.decode(), err=done.stderr.decode())


def handed_in(folder: Path) -> Path:
    """Write a student's checkout: exercise 1 solved, 2 untouched, 3 missing, and traps.

    The traps are files named like modules of Python, of pip's and of the kit.
    """
    slugs = course.slugs()
    (folder / "exercises").mkdir(parents=True)
    shutil.copy(ROOT / "solutions" / f"{slugs[1]}.py", folder / "exercises")
    shutil.copy(ROOT / "exercises" / f"{slugs[2]}.py", folder / "exercises")
    for name in ("json", "pip", "venv", "subprocess", "base64", "grader", "typer"):
        (folder / f"{name}.py").write_text("raise SystemExit('a file of the student ran')\n")
    return folder
