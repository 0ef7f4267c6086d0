"""Starting a guest: the program that it is sent, and the process of a bare interpreter."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import marshal
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import CodeType
from typing import IO, TYPE_CHECKING

from grader import guest
from grader.errors import Fault
from grader.guest.serve import BOOT, BOOT_SIZE, STUB
from grader.sandbox.interpreters import OUR_VERSION, Interpreter

if TYPE_CHECKING:
    from grader.sandbox.confinement import GuestPlan

_COMPILE_SECONDS = 30.0
_IGNORED = [] if sys.platform == "win32" else [signal.SIGPIPE, signal.SIGXFSZ]
"""Signals that Python ignores, and that a child would inherit as ignored."""

_PAUSE = 0.002
"""Seconds between two looks whether a process has ended by itself."""

_OPTIONS = ("-X", "utf8", "-X", "disable-remote-debug")
"""UTF-8, and no `sys.remote_exec` to or from the process (Python 3.14; others ignore the option)."""

_PARTS = ("codec", "seal", "compiler", "serve")
"""The guest's program, in order: `serve` in the last is called with the namespaces of the others."""


def program_for(interpreter: Interpreter) -> bytes:
    """Return the guest's program for an interpreter: the bytes that its descriptor 0 starts with.

    They are `BOOT`, padded to its size, and a frame with the parts: marshalled code objects, which
    hold no path. Code objects fit one version of Python, so another version compiles the text
    itself, once, in a process that never sees learner code.

    :raises Fault: when the interpreter cannot compile the program.
    """
    folder = Path(guest.__file__).parent
    texts = [(folder / f"{part}.py").read_text("utf-8") for part in _PARTS]
    if is_our_version(interpreter):
        boot, *parts = (
            compile(text, "guest", "exec", dont_inherit=True, optimize=2) for text in (BOOT, *texts)
        )
        return _filled(marshal.dumps(boot), marshal.dumps(parts))
    script = (
        "import marshal,sys;b,t=marshal.loads(sys.stdin.buffer.read());"
        "c=lambda s:compile(s,'guest','exec',optimize=2);d=marshal.dumps;"
        "sys.stdout.buffer.write(d((d(c(b)),d([c(s) for s in t])),2))"
    )
    done = subprocess.run(
        [interpreter.executable, "-I", "-S", *_OPTIONS, "-c", script],
        input=marshal.dumps((BOOT, texts), 2),
        capture_output=True,
        env={},
        timeout=_COMPILE_SECONDS,
        check=False,
    )
    if done.returncode != 0:
        raise Fault(
            f"{interpreter.executable} could not compile the guest",
            "Run `grade doctor` and report what it prints.",
        )
    return _filled(*marshal.loads(done.stdout))  # noqa: S302 - no learner code has run there


def _filled(boot: bytes, parts: bytes) -> bytes:
    """Return the padded `BOOT` and a frame with the parts."""
    assert len(boot) <= BOOT_SIZE
    # `marshal.loads` ignores the padding behind the object.
    return boot.ljust(BOOT_SIZE, b"\0") + len(parts).to_bytes(4, "little") + parts


def is_our_version(interpreter: Interpreter) -> bool:
    """Return whether code objects made in this process fit *interpreter*."""
    return interpreter.version == OUR_VERSION


@functools.lru_cache(maxsize=256)
def prop_code(program: str) -> CodeType | str:
    """Return a prop as a code object, compiled once for all guests.

    :returns: the text itself where it does not compile; then the guest raises the error, as one
        with another version of Python does.
    """
    try:
        return compile(program, "<prop>", "exec", dont_inherit=True, optimize=0)
    except (SyntaxError, ValueError):
        return program


class PosixChildProcess:
    """A guest's process by `posix_spawn`, which costs half of `Popen`; it has the part that is used.

    The process starts in the working directory of its parent; the guest changes to its scratch
    folder by itself.

    :ivar returncode: None until the process has been reaped; negative for a signal.
    """

    def __init__(self, command: list[str], environment: dict[str, str], plan: GuestPlan) -> None:
        self.returncode: int | None = None
        (requests, written), (replies, answered), (output, printed) = (os.pipe() for _ in range(3))
        theirs = (requests, answered, printed)
        try:
            self.pid = os.posix_spawn(
                command[0],
                command,
                environment,
                file_actions=[
                    *((os.POSIX_SPAWN_DUP2, given, number) for number, given in enumerate(theirs)),
                    *plan.file_actions,
                ],
                setsid=True,
                setsigdef=_IGNORED,
            )
        except OSError:
            for ours in (written, replies, output):
                os.close(ours)
            raise
        finally:
            for given in theirs:
                os.close(given)
        self.stdin: IO[bytes] | None = os.fdopen(written, "wb", 0)
        self.stdout: IO[bytes] | None = os.fdopen(replies, "rb", 0)
        self.stderr: IO[bytes] | None = os.fdopen(output, "rb", 0)

    def kill(self) -> None:
        """Kill the process, unless it has been reaped."""
        if self.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)

    def wait(self, timeout: float | None = None) -> int:
        """Reap the process and return its `returncode`.

        :param timeout: seconds; None to wait without end.
        :raises subprocess.TimeoutExpired: when the process still runs after that time.
        """
        deadline = None if timeout is None else time.monotonic() + timeout
        while self.returncode is None:
            pid, status = os.waitpid(self.pid, 0 if deadline is None else os.WNOHANG)
            if pid:
                self.returncode = os.waitstatus_to_exitcode(status)
            elif deadline is not None and time.monotonic() > deadline:
                raise subprocess.TimeoutExpired("guest", timeout or 0.0)
            else:
                time.sleep(_PAUSE)
        return self.returncode


ChildProcess = PosixChildProcess | subprocess.Popen[bytes]
"""A guest's process, its pipes without buffers: `Popen` where there is no `posix_spawn`."""


def spawn(executable: str, folder: Path, seed: str, plan: GuestPlan) -> ChildProcess:
    """Start a bare interpreter on `STUB`, with an environment of its own.

    :param folder: the guest's scratch folder.
    :param seed: of the attempt; fixes the order of sets of strings.
    :param plan: of the guest's confinement; names the descriptors to inherit.
    """
    digest = hashlib.sha256(seed.encode()).digest()
    environment = {
        "HOME": str(folder),
        "TMPDIR": str(folder),
        # Each would reserve address space above the limit: glibc 64 MiB a thread, mimalloc, which
        # free-threaded builds use, 1 GiB at start.
        "MALLOC_ARENA_MAX": "1",
        "MIMALLOC_ARENA_RESERVE": "0",
        "PYTHONHASHSEED": str(int.from_bytes(digest[:4], "big")),
    }
    command = [executable, "-P", "-s", "-S", "-B", "-u", *_OPTIONS, "-c", STUB]
    if sys.platform == "linux":
        return PosixChildProcess(command, environment, plan)
    else:  # noqa: RET505 - for the type checker, which knows the platform
        if sys.platform == "win32":
            environment["SYSTEMROOT"] = os.environ["SYSTEMROOT"]
        return subprocess.Popen(
            command,
            bufsize=0,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment,
            cwd=folder,
            start_new_session=True,
            pass_fds=plan.descriptors,
        )
