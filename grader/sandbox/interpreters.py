"""The guest's interpreter: the search for the one that `--python` names, and its facts.

`--python` takes a path, the name of a program, or a version such as 3.12.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from grader.errors import Fault, UsageError

_VERSION = re.compile(r"(?P<number>3\.\d+(\.\d+)?)(?P<free_threaded>t?)")

OUR_VERSION = "{}.{}.{}".format(*sys.version_info[:3]) + "t" * ("free-threading" in sys.version)
"""The version of the interpreter that runs this: `3.12.1`, or `3.14.0t` for a free-threaded build.

`sys.version` names such builds (docs.python.org/3/howto/free-threading-python.html).
"""

# The same as an expression, for other interpreters.
_VERSION_EXPRESSION = "'%d.%d.%d' % sys.version_info[:3] + 't' * ('free-threading' in sys.version)"
_VERSION_PROGRAM = f"import sys; print({_VERSION_EXPRESSION}, sys.executable)"

# The program that prints an interpreter's facts. It loads every extension module, which shows the
# shared libraries that they need, whatever the distribution calls them; glibc loads libgcc_s when
# a thread ends. Tk is left out: it takes longest, and needs a display.
_FACTS_PROGRAM = (
    f"""
import os, sys, _ctypes
version = {_VERSION_EXPRESSION}
"""
    + """
stdlib = os.path.dirname(os.path.realpath(os.__file__))
folders = [p for p in sys.path if os.path.isdir(p)]
dynamic = [p for p in folders if os.path.basename(p) == 'lib-dynload']
libraries = []
if sys.platform == 'linux':
    names = [os.path.join(p, n) for p in dynamic for n in os.listdir(p) if '.so' in n]
    for name in names + ['libgcc_s.so.1']:
        if '_tkinter' not in name and '_test' not in name:
            try: _ctypes.dlopen(name, 1)
            except OSError: pass
    with open('/proc/self/maps') as maps:
        libraries = sorted({line.split(None, 5)[5].strip() for line in maps if '/' in line})
    libraries = [name for name in libraries if os.path.dirname(name) not in dynamic]
print(ascii((sys.implementation.name, version, getattr(_ctypes, '__file__', ''),
    getattr(sys, '_base_executable', '') or sys.executable, sys.prefix, sys.base_prefix, stdlib,
    os.path.dirname(os.path.realpath(dynamic[0])) if dynamic else stdlib,
    [p for p in sys.path if os.path.isfile(p)] + libraries,
    sorted(getattr(sys, 'stdlib_module_names', ())))))
"""
)


_EXHAUSTED = frozenset({errno.EAGAIN, errno.EMFILE, errno.ENFILE, errno.ENOMEM})
"""Errors of a machine on which no program at all can be started."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Interpreter:
    """Facts about an interpreter that guests may run on.

    :param executable: the program to start; never a virtual environment's link or launcher.
    :param stdlib: folder of the standard library.
    :param platstdlib: folder that holds `lib-dynload`; often the same.
    :param version: such as `3.12.1`, or `3.14.0t` for a free-threaded build.
    :param ctypes: the file of `_ctypes`; empty where it is built in.
    :param libraries: shared libraries and other single files that the interpreter reads.
    :param modules: top-level names of the standard library.
    """

    executable: str
    prefix: str
    base_prefix: str
    stdlib: str
    platstdlib: str
    version: str
    libraries: tuple[str, ...]
    modules: frozenset[str]
    ctypes: str = ""

    def readable(self) -> list[str]:
        """Return the paths that a guest may read.

        The standard library is listed entry by entry, because `site-packages` lies within it.
        """
        wanted = {*self.modules, "lib-dynload", "__pycache__"}
        paths = [self.executable, *self.libraries]
        for folder in {self.stdlib, self.platstdlib}:
            for entry in sorted(Path(folder).iterdir()):
                stem = entry.name.partition(".")[0]
                if stem in wanted or stem.startswith("_sysconfigdata"):
                    paths.append(str(entry))
        return paths


def interpreter_facts(executable: str) -> Interpreter:
    """Start an interpreter once and return its facts; takes about 50 ms.

    :param executable: path or name of a program.
    :raises UsageError: for anything but CPython 3.11 or newer.
    :raises Fault: when no process at all can be started.
    """
    import ast  # not needed to find an interpreter

    advice = "Name the path of a CPython 3.11 or newer with --python."
    try:
        answer = subprocess.run(
            [executable, "-I", "-S", "-X", "utf8", "-c", _FACTS_PROGRAM],
            stdin=subprocess.DEVNULL, capture_output=True, timeout=30, check=True,
        ).stdout  # fmt: skip
        name, version, ctypes, program, prefix, base, stdlib, plat, files, modules = (
            ast.literal_eval(answer.decode("ascii"))
        )
    except (OSError, subprocess.SubprocessError, ValueError, SyntaxError) as error:
        if isinstance(error, OSError) and error.errno in _EXHAUSTED:
            raise start_fault(error) from error
        raise UsageError(f"{executable} is not a Python that can be used", advice) from error
    if name != "cpython" or _numbers(version) < (3, 11):
        raise UsageError(
            f"{executable} is {name} {version}; guests need CPython 3.11 or newer", advice
        )
    return Interpreter(
        executable=program, prefix=prefix, base_prefix=base, stdlib=stdlib, platstdlib=plat,
        version=version, libraries=tuple(files), modules=frozenset(modules), ctypes=ctypes,
    )  # fmt: skip


def find_interpreter(wanted: str) -> str:
    """Return the path of an interpreter.

    A version is looked for on PATH, among pyenv's versions and among uv's. `3.14t` is a
    free-threaded build; `3.14` is one only where there is no ordinary build of that version.

    :param wanted: a path, the name of a program or a version; empty for our own interpreter.
    :raises UsageError: when there is none, or it is older than 3.11.
    :raises Fault: when no process at all can be started.
    """
    if not wanted:
        return sys.executable
    asked_for = _VERSION.fullmatch(wanted)
    second_choice, tried = "", []
    for candidate in _candidates(wanted):
        version, path = _version_and_path(candidate)
        if not version:
            tried.append(candidate)
            continue
        if _numbers(version) < (3, 11):
            raise UsageError(
                f"{candidate} is Python {version}; guests need 3.11 or newer",
                "Name another interpreter with --python, or leave the option out.",
            )
        if asked_for is None:
            return path
        if f"{version.removesuffix('t')}.".startswith(f"{asked_for['number']}."):
            if version.endswith("t") == bool(asked_for["free_threaded"]):
                return path
            second_choice = second_choice or ("" if asked_for["free_threaded"] else path)
    if second_choice:
        return second_choice
    looked = f"; {', '.join(tried)} did not answer as a Python" if tried else ""
    raise UsageError(
        f"there is no Python {wanted} here{looked}",
        "Give --python the path of an interpreter, such as --python /usr/bin/python3.12.",
    )


def version_of(executable: str) -> str:
    """Return the version of an interpreter, such as `3.12.1`; our own is not started for it.

    :returns: with a `t` behind it, such as `3.14.0t`, for a free-threaded build.
    :raises UsageError: when the program is not a Python.
    :raises Fault: when no process at all can be started.
    """
    if executable == sys.executable:
        return OUR_VERSION
    version, _ = _version_and_path(executable)
    if not version:
        raise UsageError(f"{executable} did not answer as a Python", "Name another with --python.")
    return version


def start_fault(error: OSError) -> Fault:
    """Return the fault of a machine on which an interpreter cannot be started."""
    if error.errno == errno.EAGAIN:  # fork(2), pthread_create(3): RLIMIT_NPROC, pids.max
        return Fault(
            "no process can be started: the system allows no more processes and threads",
            "End some programs, or raise the limit (`ulimit -u`; in a container, of pids).",
        )
    if error.errno in {errno.EMFILE, errno.ENFILE}:
        return Fault(
            "no process can be started: the system allows no more open files",
            "Raise the limit (`ulimit -n`) to 64 or more.",
        )
    return Fault(f"no process can be started: {error.strerror or error}")


def _candidates(wanted: str) -> Iterator[str]:
    """Yield the paths of programs that may be the wanted interpreter, the likeliest first."""
    asked_for = _VERSION.fullmatch(wanted)
    if asked_for is None:
        yield shutil.which(wanted) or wanted
        return
    number = asked_for["number"]
    short = ".".join(number.split(".")[:2])
    for folder in os.environ.get("PATH", os.defpath).split(os.pathsep):
        for name in (f"python{short}", f"python{short}t"):
            program = shutil.which(name, path=folder) if folder else None
            if program is not None:
                yield program
    home = Path.home()
    pyenv = Path(os.environ.get("PYENV_ROOT") or home / ".pyenv") / "versions"
    uv = Path(os.environ.get("UV_PYTHON_INSTALL_DIR") or home / ".local/share/uv/python")
    for folder_of_versions, pattern in ((pyenv, f"{number}*"), (uv, f"cpython-{number}*")):
        if os.access(folder_of_versions, os.R_OK | os.X_OK):
            found = folder_of_versions.glob(pattern)
            for folder_of_one in sorted(found, key=lambda one: _numbers(one.name), reverse=True):
                program_of_one = folder_of_one / "bin" / "python3"
                if program_of_one.exists():
                    yield str(program_of_one)


def _numbers(version: str) -> tuple[int, ...]:
    """Return the numbers in a version or in the name of its folder: `3.12.10` is above `3.12.9`."""
    return tuple(int(number) for number in re.findall(r"\d+", version)[:3])


def _version_and_path(program: str) -> tuple[str, str]:
    """Start a program and return its version and `sys.executable`; both empty if it is no Python."""
    try:
        done = subprocess.run(
            [program, "-I", "-S", "-c", _VERSION_PROGRAM],
            capture_output=True,
            text=True,
            timeout=30,
            check=True,
            stdin=subprocess.DEVNULL,
        )
        version, _, path = done.stdout.strip().partition(" ")
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        if isinstance(error, OSError) and error.errno in _EXHAUSTED:
            raise start_fault(error) from error
        return "", ""
    return (version, path) if re.fullmatch(r"\d+\.\d+\.\d+t?", version) else ("", "")
