"""A test bench for the guest's seal: runs code in a sealed interpreter and returns its answers."""

from __future__ import annotations

import ast
import functools
import marshal
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from grader.guest.serve import BOOT_SIZE
from grader.model import Limits
from grader.sandbox.launch import program_for

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.sandbox.confinement import Confinement, GuestPlan
    from grader.sandbox.interpreters import Interpreter

NOBODY = 65534
LIMITS = Limits(seconds=5.0, memory=300 << 20, file_size=1 << 20)
REFUSED = {"EPERM", "EACCES", "ENOSYS"}

# Like the real one, a guest's program comes by a pipe and seals before anything else. The second
# of its parts is the seal.
STUB = """
import marshal, posix
data = b''
while part := posix.read(0, 1 << 20):
    data += part
program, plan, before, code = marshal.loads(data)
sealing = {}
exec(marshal.loads(program)[1], sealing)
exec(before)
print(ascii(sealing['seal'](plan)), flush=True)
exec(code, {'__name__': 'learner'})
"""

# For the code under test: `answer[name] = tried(function, *arguments)`, 'done' or an error.
TOOLS = """
import atexit, errno, os
answer = {}
atexit.register(lambda: print(ascii(answer), flush=True))
def tried(function, *arguments):
    try: function(*arguments)
    except OSError as error: return errno.errorcode.get(error.errno, str(error))
    except BaseException as error: return type(error).__name__
    return 'done'
"""
# And `raw(number, *arguments)`, a system call by number, as `tried` would report it.
RAW = """
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
def raw(number, *arguments):
    words = [ctypes.c_long(a) if isinstance(a, int) else a for a in arguments]
    words += [ctypes.c_long(0)] * (6 - len(words))
    if libc.syscall(ctypes.c_long(number), *words) == -1:
        return errno.errorcode[ctypes.get_errno()]
    return 'done'
"""


@functools.lru_cache
def _parts(interpreter: Interpreter) -> bytes:
    """Return the marshalled parts of a guest's program."""
    return program_for(interpreter)[BOOT_SIZE + 4 :]


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """Result of a guest: its report, its answers and its end."""

    report: dict[str, str]
    answer: dict[str, object]
    status: int
    errors: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """One interpreter, one user, one session; `run` starts a guest in a scratch folder."""

    interpreter: Interpreter
    user: int
    root: Path
    confinement: Confinement
    scratch: Path

    def run(
        self,
        code: str,
        *,
        before: str = "",
        plan: GuestPlan | None = None,
        spoil: Callable[[dict[str, object]], None] = lambda plan: None,
    ) -> Result:
        """Run code in a sealed guest."""
        guest = plan or self.confinement.for_guest(self.scratch)
        spoil(guest.plan)
        try:
            ended = subprocess.run(
                [self.interpreter.executable, *["-P", "-s", "-S", "-B", "-X", "utf8", "-c"], STUB],
                input=marshal.dumps((_parts(self.interpreter), guest.plan, before, TOOLS + code)),
                pass_fds=guest.descriptors,
                env={"TMPDIR": str(self.scratch), "MALLOC_ARENA_MAX": "1"},
                cwd=self.scratch,
                start_new_session=True,
                capture_output=True,
                timeout=30,
                user=self.user or None,
                group=self.user or None,
                extra_groups=[] if self.user else None,
            )
        finally:
            guest.close()
        lines = ended.stdout.decode().splitlines()
        return Result(
            report=ast.literal_eval(lines[0]) if lines else {},
            answer=ast.literal_eval(lines[-1]) if len(lines) > 1 else {},
            status=ended.returncode,
            errors=ended.stderr.decode(),
        )


def interpreters() -> list[object]:
    """One parameter for each interpreter, and one for an ordinary user when we are root."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    found: list[object] = []
    for version in ("3.11", "3.12", "3.13", "3.14", "3.15"):
        candidates = [Path(sys.executable)] if sys.version.startswith(version) else []
        if os.access(pyenv, os.R_OK):
            candidates += sorted(pyenv.glob(f"{version}.*/bin/python"))
        candidates += [Path(p) for p in [shutil.which(f"python{version}")] if p]
        marks = () if candidates else pytest.mark.skip(reason=f"no Python {version} here")
        path = str(candidates[0]) if candidates else ""
        found.append(pytest.param((path, 0), id=version, marks=marks))
    public = [p for p in ("/usr/bin/python3", "/usr/local/bin/python3") if is_recent(p)]
    if sys.platform != "win32" and os.geteuid() == 0:
        reason = "no Python 3.11 that an ordinary user may run"
        found.append(
            pytest.param(
                (public[0] if public else "", NOBODY),
                id="ordinary user",
                marks=() if public else pytest.mark.skip(reason=reason),
            )
        )
    return found


def is_recent(path: str) -> bool:
    """Whether there is a Python 3.11 or newer at a path."""
    code = "import sys; sys.exit(sys.version_info < (3, 11))"
    return Path(path).exists() and not subprocess.run([path, "-c", code], timeout=30).returncode


def scratch_folder(bench: Bench) -> Path:
    """A new folder for a guest, its own."""
    folder = Path(tempfile.mkdtemp(dir=bench.root))
    os.chown(folder, bench.user or -1, bench.user or -1)
    return folder


def all_refused(answer: dict[str, object]) -> bool:
    """Whether something was tried, and nothing of it done or stopped by chance."""
    return bool(answer) and set(answer.values()) <= REFUSED
