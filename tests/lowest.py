"""The tests with the lowest versions that `pyproject.toml` allows of what it names.

    python tests/lowest.py                      the whole run
    python tests/lowest.py tests/cli/test_cli.py    what pytest is given

Makes a fresh environment with the Python that runs this, installs the kit and its tests there with
every direct dependency at its lower bound, says which versions came, and runs pytest. What those
depend on in turn is as new as they allow, which is what somebody with an old pin has. A bound has
to be a version that exists. Exit status: that of pip if it cannot install them, or of pytest.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import tomllib
import venv
from collections.abc import Iterable
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[1]


def required() -> list[Requirement]:
    """Return what `pyproject.toml` asks for: to build, to run, and for every extra."""
    told = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    project = told["project"]
    named = [*told["build-system"]["requires"], *project["dependencies"]]
    for extra in project["optional-dependencies"].values():
        named += extra
    everything = map(Requirement, named)
    return [one for one in everything if one.name != project["name"]]


def bounds(requirements: Iterable[Requirement]) -> dict[str, Version]:
    """Return each name's lower bound here; the highest where it is named more than once.

    Raises ValueError for a requirement without one.
    """
    lowest: dict[str, Version] = {}
    for one in requirements:
        if one.marker and not one.marker.evaluate():
            continue
        name = canonicalize_name(one.name)
        lower = [Version(part.version) for part in one.specifier if part.operator in (">=", "==")]
        if not lower:
            raise ValueError(f"{one} has no lower bound")
        lowest[name] = max([*lower, *filter(None, [lowest.get(name)])])
    return lowest


def main() -> int:
    """Install, say what came, and run pytest."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--into", type=Path, help="keep the environment here, and use it again")
    asked, given = parser.parse_known_args()
    lowest = bounds(required())
    with tempfile.TemporaryDirectory(prefix="lowest-") as scratch:
        pins = Path(scratch, "constraints.txt")
        pins.write_text("".join(f"{name}=={version}\n" for name, version in lowest.items()))
        folder = asked.into or Path(scratch, "environment")
        programs = folder / ("Scripts" if os.name == "nt" else "bin")
        venv.create(folder, with_pip=True, symlinks=os.name != "nt")
        # Both are for the environment in which pip builds the kit: the first is read by older pips.
        held = {"PIP_CONSTRAINT": str(pins), "PIP_BUILD_CONSTRAINT": str(pins)}
        installed = subprocess.run(
            [programs / "python", "-m", "pip", "install", f"{ROOT}[test]"],
            env={**os.environ, **held, "PIP_DISABLE_PIP_VERSION_CHECK": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        said = installed.stdout.splitlines()
        if installed.returncode:
            # A quiet pip says that bounds do not go together, but not which.
            print(*said[-20:], sep="\n")
            return installed.returncode
        for line in said:
            if "yanked" in line.casefold():
                print(line)
        print(*(f"{name} {version}" for name, version in lowest.items()), sep=", ", flush=True)
        # By its own program: `python -m pytest` would import the checkout, not what is installed.
        return subprocess.run([programs / "pytest", *given], cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
