"""Autograder for Classroom 50: grades a student's checkout with the installed kit.

This file is public, as the whole bundle is, and so it holds nothing but the way to
the kit. The kit itself, with its hidden checks, is installed from where `KIT` says: a
place that the runner can read and the public cannot. A password does not belong
here; pip and git find theirs in the runner's own environment. Where the Python that runs
this has the kit already, as in an image of the instructor's own, that one is taken.

Started in the student's checkout, it writes `result.json` and `release-body.md` there
and exits with 0. Everything else is no grade: it says why and exits with 1.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

# Set by the instructor, in this one line; the environment's KIT wins.
KIT = "<<kit>>"

# Set by the instructor, in this one line: --allow-unconfined where the runner cannot confine what
# students hand in and they are trusted all the same. Empty: then nothing of theirs is run.
CONFINEMENT = "<<confinement>>"

INSTALLING = 180
"""Seconds for each step of installing. All of it stays below a quarter of an hour."""
GRADING = 420
"""Seconds for the whole of the grading; the kit's own limits are far below."""


def main() -> int:
    """Grade the current folder and return the exit status."""
    with tempfile.TemporaryDirectory(prefix="autograder-") as scratch:
        try:
            result, body = graded(installed(Path(scratch)), Path(scratch))
        except (OSError, ValueError, subprocess.SubprocessError) as error:
            sys.stderr.write(f"autograder: no grade could be computed: {error}\n")
            sys.stderr.write("  This is not the student's mistake. Nothing was written.\n")
            return 1
    replace(Path("release-body.md"), body)
    replace(Path("result.json"), result)
    return 0


def installed(scratch: Path) -> str:
    """Return an interpreter that has the kit, in an environment of its own if need be."""
    # -I: a file of the student's called pip.py or venv.py is not taken for the real one.
    ask = "import importlib.metadata as found; found.version('module-objects-kit')"
    has = subprocess.run([sys.executable, "-I", "-c", ask], stderr=subprocess.DEVNULL, check=False)
    if has.returncode == 0:
        return sys.executable
    home = scratch / "kit"
    call([sys.executable, "-I", "-m", "venv", str(home)], scratch, seconds=INSTALLING)
    python = home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    pip = [str(python), "-I", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    call([*pip, os.environ.get("KIT") or KIT], scratch, seconds=INSTALLING)
    return str(python)


def graded(python: str, scratch: Path) -> "tuple[str, str]":
    """Return `result.json` and `release-body.md`."""
    body = scratch / "release-body.md"
    command = [python, "-I", "-m", "grader", "all", ".", "--format", "classroom50"]
    command += ["--release-body", str(body), *CONFINEMENT.split()]
    result = call(command, scratch, seconds=GRADING, fine=(0, 1))
    if json.loads(result).get("schema") != "classroom50/result/v1":
        raise ValueError("the kit did not answer with a result")
    return result, body.read_text("utf-8")


def call(
    command: "list[str]", scratch: Path, *, seconds: float, fine: "tuple[int, ...]" = (0,)
) -> str:
    """Run *command* and return what it printed; what it complains about goes to our log."""
    # A file and no pipe: nothing that might outlive the command can hold us up.
    with (scratch / "printed").open("w+", encoding="utf-8") as printed:
        done = subprocess.run(command, stdout=printed, timeout=seconds, check=False)
        if done.returncode not in fine:
            raise ValueError(f"{' '.join(command[1:5])} ended with {done.returncode}")
        printed.seek(0)
        return printed.read()


def replace(path: Path, text: str) -> None:
    """Write *path* whole or not at all, whatever a student has put there."""
    new = path.with_name(f".{path.name}.{os.getpid()}")
    new.write_text(text, "utf-8")
    new.replace(path)


if __name__ == "__main__":
    sys.exit(main())
