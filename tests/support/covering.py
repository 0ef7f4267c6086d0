"""A run of tests in which every process is measured: host, examiner and guest.

The three kinds of process differ in what they can be told. Pytest, its workers, `grade` and the
examiners are interpreters of this environment, so a line in its `site-packages` reaches them all,
for as long as the run takes (`support.covering_process`). A guest has no `site-packages`: its
program is changed where it is compiled (`support.covering_guest`), and what it records comes by a
named pipe.

A process that is ended by SIGKILL saves nothing, so an examiner is given the time to leave by
itself. What a guest has recorded is here already.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import sysconfig
import tempfile
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

from coverage import Coverage, CoverageData

from grader.sandbox.launch import _PARTS
from support.covering_process import PIPE

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "grader"

_NAME = ".coverage"
"""What data files are called in the folder of a run; coverage.py adds to it."""

_RECORD = 8
_END = b"\xff" * _RECORD

UNMEASURABLE = {
    "tests/guest/test_seal.py::test_keeps_no_descriptor",
    "tests/host/test_interrupt.py::test_ctrl_c_at_any_moment_of_the_start_is_quiet",
    "tests/learner/test_warm.py::test_collecting_lists_no_folder_but_that_of_the_checks",
    "tests/house/test_layers.py::test_the_command_line_imports_nothing_heavy_at_start",
    "tests/house/test_layers.py::test_a_command_loads_nothing_heavy_that_it_does_not_use",
}
"""Tests that a measured run leaves out: they see the measuring itself."""


def run(arguments: Sequence[str], data: Path, *, append: bool) -> int:
    """Run pytest with *arguments*, everything measured, and return its exit status.

    :param data: the file that what is found is written to.
    :param append: whether what earlier runs have found counts too.
    :raises FileExistsError: when another covered run goes on in this environment.
    """
    left_out = [word for test in sorted(UNMEASURABLE) for word in ("--deselect", test)]
    with tempfile.TemporaryDirectory(prefix="covered-") as place:
        folder = Path(place)
        folder.chmod(0o711)  # some tests start guests as another user
        pipe = folder / PIPE
        os.mkfifo(pipe)
        pipe.chmod(0o622)
        arcs: set[bytes] = set()
        with _reader(pipe, arcs), _line_in_site_packages(folder):
            status = subprocess.run(
                [sys.executable, "-m", "pytest", *arguments, *left_out], cwd=ROOT, check=False
            ).returncode
        _write(arcs, folder)
        if append and data.exists():
            shutil.copy(data, folder / f"{_NAME}.earlier")
        _combine(folder, data)
    return status


def coverage(data: Path) -> Coverage:
    """Return coverage.py with the project's configuration and this data file."""
    return Coverage(config_file=str(ROOT / "pyproject.toml"), data_file=str(data))


@contextlib.contextmanager
def _line_in_site_packages(folder: Path) -> Iterator[None]:
    """Have every interpreter of this environment that starts meanwhile execute the hook."""
    hook = Path(__file__).with_name("covering_process.py")
    names = {"__name__": "covered", "__file__": str(hook), "FOLDER": str(folder)}
    line = Path(sysconfig.get_path("purelib"), "grader_covered.pth")
    # Harmless where a run was killed and could not remove it.
    text = (
        f"import os; os.path.exists({str(folder)!r}) and "
        f"exec(compile(open({str(hook)!r}, encoding='utf-8').read(), 'covered', 'exec'), {names!r})\n"
    )
    with line.open("x", encoding="utf-8") as file:
        file.write(text)
    before = signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
        line.unlink()


@contextlib.contextmanager
def _reader(pipe: Path, arcs: set[bytes]) -> Iterator[None]:
    """Collect what comes through the pipe, while it is open."""
    # Open for writing too, so that it never comes to an end before we say so.
    descriptor = os.open(pipe, os.O_RDWR)

    def read() -> None:
        rest = b""
        while True:
            rest += os.read(descriptor, 1 << 16)
            whole = len(rest) - len(rest) % _RECORD
            arcs.update(rest[at : at + _RECORD] for at in range(0, whole, _RECORD))
            rest = rest[whole:]
            if _END in arcs:
                arcs.discard(_END)
                return

    thread = threading.Thread(target=read, daemon=True)
    thread.start()
    try:
        yield
    finally:
        os.write(descriptor, _END)
        thread.join()
        os.close(descriptor)


def _write(arcs: set[bytes], folder: Path) -> None:
    """Write what guests have recorded as a data file of coverage.py's."""
    data = CoverageData(basename=str(folder / _NAME), suffix="guests")
    for number, part in enumerate(_PARTS):
        own = [arc for arc in arcs if int.from_bytes(arc[:2], "little") == number]
        pairs = [
            (
                int.from_bytes(arc[2:5], "little", signed=True),
                int.from_bytes(arc[5:], "little", signed=True),
            )
            for arc in own
        ]
        data.add_arcs({str(PACKAGE / "guest" / f"{part}.py"): pairs})
    data.write()


def _combine(folder: Path, data: Path) -> None:
    """Make one data file of all in *folder*, under the names of our own files."""
    whole = Coverage(config_file=False, data_file=str(folder / _NAME))
    whole.combine([str(folder)])
    found = whole.get_data()
    arcs: dict[str, list[tuple[int, int]]] = {}
    for path in found.measured_files():
        own = _own(Path(path))
        if own is not None:
            arcs.setdefault(str(own), []).extend(found.arcs(path) or ())
    data.unlink(missing_ok=True)
    written = CoverageData(basename=str(data))
    written.add_arcs(arcs)
    written.touch_files(arcs)  # what nobody has run counts too
    written.write()


def _own(path: Path) -> Path | None:
    """Return which of our files was run at *path*; None if it was changed for a test."""
    if path.is_relative_to(PACKAGE):
        return path if path.exists() else None
    if PACKAGE.name not in path.parts or not path.exists():
        return None
    after = len(path.parts) - path.parts[::-1].index(PACKAGE.name)
    own = PACKAGE.joinpath(*path.parts[after:])
    return own if own.exists() and own.read_bytes() == path.read_bytes() else None
