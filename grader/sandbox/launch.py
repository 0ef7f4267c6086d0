"""What a guest is and how it is started: the program that it is sent, and a bare interpreter."""

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
from typing import IO, TYPE_CHECKING, Protocol

from grader import guest
from grader.errors import Fault
from grader.guest.serve import BOOT, BOOT_SIZE, STUB
from grader.sandbox.interpreters import Interpreter

if TYPE_CHECKING:
    from grader.sandbox.confinement import GuestPlan

_COMPILE_SECONDS = 30.0
_IGNORED = [] if sys.platform == "win32" else [signal.SIGPIPE, signal.SIGXFSZ]
"""Signals that Python ignores; a child would go on to ignore them."""

_PAUSE = 0.002
"""How often it is looked whether a process has ended by itself, seconds."""

_PARTS = ("codec", "seal", "compiler", "serve")  # the last one's `serve` is given the others


def program_for(interpreter: Interpreter) -> bytes:
    """Return the guest's program for *interpreter*, as it is written to descriptor 0.

    It is marshalled code objects, with no path in them: `BOOT`, filled up to its size, and
    a frame with the parts.

    Code objects fit one version of Python, so another version compiles the text
    itself, once, in a process that never sees learner code.

    :raises Fault: when that interpreter cannot compile it.
    """
    folder = Path(guest.__file__).parent
    texts = [(folder / f"{part}.py").read_text("utf-8") for part in _PARTS]
    if is_our_version(interpreter):
        return _filled(*_compiled(BOOT, texts))
    script = (
        "import marshal,sys;b,t=marshal.loads(sys.stdin.buffer.read());"
        "c=lambda s:compile(s,'guest','exec',optimize=2);d=marshal.dumps;"
        "sys.stdout.buffer.write(d((d(c(b)),d([c(s) for s in t])),2))"
    )
    done = subprocess.run(
        [interpreter.executable, "-I", "-S", "-c", script],
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
    boot, parts = marshal.loads(done.stdout)  # noqa: S302 - no learner code has run there
    return _filled(boot, parts)


def is_our_version(interpreter: Interpreter) -> bool:
    """Say whether code objects that are made here fit *interpreter*."""
    return interpreter.version == "{}.{}.{}".format(*sys.version_info[:3])


@functools.lru_cache(maxsize=256)
def prop_code(program: str) -> CodeType | str:
    """Return a prop as code, once for all guests; as it is where it does not compile.

    Then the guest says what is wrong with it, as it does in another version of Python.
    """
    try:
        return compile(program, "<prop>", "exec", dont_inherit=True, optimize=0)
    except (SyntaxError, ValueError):
        return program


def _compiled(boot: str, texts: list[str]) -> tuple[bytes, bytes]:
    codes: list[CodeType] = [
        compile(text, "guest", "exec", dont_inherit=True, optimize=2) for text in (boot, *texts)
    ]
    return marshal.dumps(codes[0]), marshal.dumps(codes[1:])


def _filled(boot: bytes, parts: bytes) -> bytes:
    """Return what a guest reads first. `marshal` heeds nothing behind an object's end."""
    assert len(boot) <= BOOT_SIZE
    return boot.ljust(BOOT_SIZE, b"\0") + len(parts).to_bytes(4, "little") + parts


class ChildProcess(Protocol):
    """What `grader.channel.guest_process` needs of a guest's process; a `Popen` without buffers has it.

    :ivar returncode: None until it has been reaped; the negative of the signal that ended it.
    """

    pid: int
    returncode: int | None
    stdin: IO[bytes] | None
    stdout: IO[bytes] | None
    stderr: IO[bytes] | None

    def kill(self) -> None:
        """Kill it, unless it has been reaped."""
        ...

    def wait(self, timeout: float | None = None) -> int:
        """Reap it and return its `returncode`.

        :raises subprocess.TimeoutExpired: when it still runs after so many seconds.
        """
        ...


def spawn(executable: str, folder: Path, seed: str, plan: GuestPlan) -> ChildProcess:
    """Start a bare interpreter on the stub, its environment built from nothing."""
    digest = hashlib.sha256(seed.encode()).digest()
    environment = {
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "MALLOC_ARENA_MAX": "1",
        "PYTHONHASHSEED": str(int.from_bytes(digest[:4], "big")),
    }
    command = [executable, "-P", "-s", "-S", "-B", "-u", "-X", "utf8", "-c", STUB]
    if sys.platform == "linux":
        return _PosixChildProcess(command, environment, plan)
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


class _PosixChildProcess:
    """A `ChildProcess` by `posix_spawn`, which costs half of what a `Popen` does.

    It starts in our own folder; the guest goes to its scratch folder by itself.
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
        """Kill it, unless it has been reaped."""
        if self.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)

    def wait(self, timeout: float | None = None) -> int:
        """Reap it and return its `returncode`.

        :raises subprocess.TimeoutExpired: when it still runs after so many seconds.
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
