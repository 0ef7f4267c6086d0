"""Bundles of files with which Classroom 50 and Gradescope run the kit.

A bundle for Classroom 50 is publicly readable, so it holds neither a check nor the wheel, only the
requirement that pip installs. One for Gradescope is read by staff alone and holds the wheel.
"""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from email.parser import HeaderParser
from pathlib import Path

from grader import __version__
from grader.atomic_files import atomic_write
from grader.errors import Fault, UsageError
from grader.kit.checkout import find_checkout
from grader.kit.template import NAME, fill, pip_requirement

_BUILD_SECONDS = 300
"""Time limit for building a wheel."""
_VISIBILITY = re.compile(r"[0-9.=,a-z_]*")
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip can hold: entries have none of their own."""
_UNCONFINED = "--allow-unconfined"
_BY_HAND = "Build the wheel with `pip wheel --no-deps .` in a checkout, and give it with --wheel."


def classroom50(kit: str, *, allow_unconfined: bool = False) -> Mapping[str, bytes]:
    """Return the files of a bundle for Classroom 50: name to content.

    :param kit: requirement that pip installs; it should name a private place, since the bundle is
        public.
    :param allow_unconfined: run a student's code also where the runner does not confine it.
    :raises UsageError: when *kit* is no requirement, or holds a password.
    """
    wanted = pip_requirement(kit)
    return {
        "autograder.py": fill(
            "autograder.py", kit=wanted, confinement=_UNCONFINED if allow_unconfined else ""
        ).encode(),
        "README.md": fill("classroom50_readme.md", kit=wanted).encode(),
    }


def gradescope(wheel: Path, visibility: str = "", *, allow_unconfined: bool = False) -> bytes:
    """Return the zip for Gradescope: `setup.sh`, `run_autograder` and the kit's wheel.

    The same wheel gives the same bytes.

    :param visibility: which checks a student sees when, as `GRADE_VISIBILITY` takes it.
    :param allow_unconfined: run a student's code also where the image does not confine it.
    :raises UsageError: when *wheel* is no wheel of this version of the kit, or *visibility*
        has more in it than numbers and words.
    """
    if not _VISIBILITY.fullmatch(visibility):
        raise UsageError(f"{visibility!r} names no checks", "Such as 1.3=hidden,2=after_due_date.")
    content = _read_wheel(wheel)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(_entry("setup.sh", 0o755), fill("setup.sh"))
        confinement = _UNCONFINED if allow_unconfined else ""
        script = fill("run_autograder", visibility=visibility, confinement=confinement)
        archive.writestr(_entry("run_autograder", 0o755), script)
        archive.writestr(_entry(wheel.name, 0o644), content)
    return packed.getvalue()


def build_wheel(start: Path, folder: Path) -> Path:
    """Build the kit's wheel from the checkout at or above *start* and return its path.

    :param folder: an empty folder for the wheel.
    :raises UsageError: when there is no checkout (an installed kit has no sources), or pip cannot
        build it.
    """
    try:
        root = find_checkout(start).root
    except UsageError as error:
        raise UsageError(
            "there is no checkout of the kit here or above to build its wheel from",
            "Run this in a checkout, or give a wheel that you have with --wheel FILE.",
        ) from error
    command = [sys.executable, "-I", "-m", "pip", "wheel", "--quiet", "--no-deps"]
    try:
        done = subprocess.run(
            [*command, "--wheel-dir", str(folder), str(root)],
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=_BUILD_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise UsageError(
            f"building the wheel took more than {_BUILD_SECONDS} s", _BY_HAND
        ) from error
    built = list(folder.glob("*.whl"))
    if done.returncode or len(built) != 1:
        lines = done.stderr.strip().splitlines()
        last = lines[-1] if lines else f"status {done.returncode}"
        raise UsageError(f"pip could not build the wheel: {last}", _BY_HAND)
    return built[0]


def write_archive(content: bytes, path: Path) -> None:
    """Write *content* to *path*, whole or not at all, and never over a file.

    :raises UsageError: when there is something at *path*, or it cannot be written.
    """
    if path.suffix != ".zip":
        raise UsageError(f"{path} is no name for the archive", "End it with .zip.")
    if path.exists() or path.is_symlink():
        raise UsageError(f"{path} is there already", "Remove it, or choose another name.")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        atomic_write(path, content)
    except OSError as error:
        raise UsageError(
            f"{path} cannot be written: {error.strerror}", "Name a folder of your own."
        ) from error


def _read_wheel(wheel: Path) -> bytes:
    """Return the bytes of *wheel*, a wheel of this version of the kit.

    :raises UsageError: when it cannot be read, or is a wheel of something else.
    :raises Fault: when it holds no checks.
    """
    try:
        content = wheel.read_bytes()
    except OSError as error:
        raise UsageError(f"{wheel} cannot be read: {error.strerror}", _BY_HAND) from error
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            described = [name for name in names if name.endswith(".dist-info/METADATA")]
            about = HeaderParser().parsestr(archive.read(described[0]).decode("utf-8"))
    except (zipfile.BadZipFile, IndexError, UnicodeDecodeError) as error:
        raise UsageError(f"{wheel} is no wheel", _BY_HAND) from error
    if wheel.suffix != ".whl" or about["Name"] != NAME:
        raise UsageError(f"{wheel} is no wheel of {NAME}", _BY_HAND)
    if about["Version"] != __version__:
        raise UsageError(
            f"{wheel} is of version {about['Version']}, and this is {__version__}",
            "Use the wheel of this version, or export with the version of the wheel.",
        )
    if not any(name.startswith("grader/checks/exercise_") for name in names):
        raise Fault(f"{wheel} holds no checks", "Build it again from a whole checkout.")
    return content


def _entry(name: str, mode: int) -> zipfile.ZipInfo:
    """Return an entry of the archive with a Unix mode, and no time of its own."""
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.create_system = 3
    entry.external_attr = (0o100000 | mode) << 16
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry
