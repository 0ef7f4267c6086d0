"""What a guest is and how it is started: the program that it is sent, and a bare interpreter."""

from __future__ import annotations

import functools
import hashlib
import marshal
import os
import subprocess
import sys
from pathlib import Path
from types import CodeType

from grader.errors import Fault
from grader.guest import BOOT, BOOT_SIZE, STUB
from grader.interpreters import Interpreter

_COMPILE_SECONDS = 30.0
_PARTS = ("values", "seal", "compiling", "guest")  # the last one's `serve` is given the others


def program_for(interpreter: Interpreter) -> bytes:
    """Return the guest's program for *interpreter*, as it is written to descriptor 0.

    It is marshalled code objects, with no path in them: `BOOT`, filled up to its size, and
    a frame with the parts.

    Code objects fit one version of Python, so another version compiles the text
    itself, once, in a process that never sees learner code.

    :raises Fault: when that interpreter cannot compile it.
    """
    folder = Path(__file__).parent
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


def spawn(
    executable: str, folder: Path, seed: str, descriptors: tuple[int, ...]
) -> subprocess.Popen[bytes]:
    """Start a bare interpreter on the stub, its environment built from nothing."""
    digest = hashlib.sha256(seed.encode()).digest()
    environment = {
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "MALLOC_ARENA_MAX": "1",
        "PYTHONHASHSEED": str(int.from_bytes(digest[:4], "big")),
    }
    if sys.platform == "win32":
        environment["SYSTEMROOT"] = os.environ["SYSTEMROOT"]
    return subprocess.Popen(
        [executable, "-P", "-s", "-S", "-B", "-u", "-X", "utf8", "-c", STUB],
        bufsize=0,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        cwd=folder,
        start_new_session=True,
        pass_fds=descriptors,
    )
