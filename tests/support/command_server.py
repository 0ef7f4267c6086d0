"""A process that has imported the command line, and forks for each command `grade`.

Starting an interpreter and importing is most of what a command costs that grades little. A forked
command has a process, a folder, variables and streams of its own, and the imported modules as they
are before any command has run. What is decided when an interpreter starts is that of the server:
`serves` says which commands need a fresh one. What a fresh one imports has tests of its own
(`tests/house/test_layers.py`).
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import importlib
import json
import os
import pkgutil
import selectors
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NoReturn

TESTS = Path(__file__).parent.parent

_FOR_INTERPRETERS = ("PYTHON", "LC_", "LANG", "TZ", "COVERAGE_")
"""How variables begin that are read when an interpreter starts."""

_SERVE = (
    "import sys; sys.path.insert(0, sys.argv[2])\n"
    "from support.command_server import serve; serve(int(sys.argv[1]))"
)

_LEFT_OUT = ("grader.__main__", "grader.guest", "grader.batch.dask_workers")
"""What no command imports, or only one that says it wants a cluster."""


class CommandServer:
    """The server of this process. One command runs at a time; another meanwhile is not served.

    :param environment: the server's own; of what an interpreter reads, a command's must be the same.
    """

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = _for_interpreters(environment)
        self._busy = threading.Lock()
        self._connection, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-c", _SERVE, str(theirs.fileno()), str(TESTS)],
                env=dict(environment),
                stdin=subprocess.DEVNULL,
                # Python finds out at its start that these are pipes, as those of a command are.
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                pass_fds=[theirs.fileno()],
            )

    def serves(self, environment: Mapping[str, str]) -> bool:
        """Return whether a command with *environment* is as in a fresh interpreter, and none runs."""
        return self._environment == _for_interpreters(environment) and not self._busy.locked()

    def run(
        self, arguments: Sequence[str], folder: Path, environment: Mapping[str, str], seconds: float
    ) -> subprocess.CompletedProcess[bytes]:
        """Run `grade` to its end, and until nobody holds its standard output and error.

        :raises subprocess.TimeoutExpired: when it took longer than *seconds*; then it is killed.
        """
        request = json.dumps([[*arguments], str(folder), dict(environment)]).encode()
        with self._busy:
            (out, theirs_out), (err, theirs_err) = os.pipe(), os.pipe()
            try:
                socket.send_fds(self._connection, [request], [theirs_out, theirs_err])
            finally:
                os.close(theirs_out)
                os.close(theirs_err)
            pid = self._answer()
            try:
                told = _read([out, err], seconds)
            except TimeoutError:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
                raise subprocess.TimeoutExpired(["grade", *arguments], seconds) from None
            finally:
                os.close(out)
                os.close(err)
                status = self._answer()
        return subprocess.CompletedProcess(["grade", *arguments], status, told[out], told[err])

    def _answer(self) -> int:
        """Return the next number that the server sends."""
        if answer := self._connection.recv(64):
            return int(answer)
        assert self._process.stderr is not None
        raise RuntimeError(f"the command server has ended: {self._process.stderr.read().decode()}")

    def close(self) -> None:
        """End the server."""
        self._connection.close()
        self._process.communicate(timeout=30)


def _for_interpreters(environment: Mapping[str, str]) -> dict[str, str]:
    return {
        name: value for name, value in environment.items() if name.startswith(_FOR_INTERPRETERS)
    }


def _read(pipes: Sequence[int], seconds: float) -> dict[int, bytes]:
    """Return what comes out of each pipe until all are closed."""
    told = dict.fromkeys(pipes, b"")
    end = time.monotonic() + seconds
    with selectors.DefaultSelector() as waiting:
        for pipe in pipes:
            waiting.register(pipe, selectors.EVENT_READ)
        while waiting.get_map():
            ready = waiting.select(end - time.monotonic())
            if not ready:
                raise TimeoutError
            for key, _ in ready:
                if data := os.read(key.fd, 1 << 16):
                    told[key.fd] += data
                else:
                    waiting.unregister(key.fd)
    return told


def serve(descriptor: int) -> None:
    """Import the command line, and fork for each request until the test process has gone."""
    import grader
    from grader.cli.entry import main

    for info in pkgutil.walk_packages(grader.__path__, "grader."):
        if not info.name.startswith(_LEFT_OUT):
            importlib.import_module(info.name)
    gc.collect()
    gc.freeze()  # else each command's collector would copy the memory of all that is imported
    connection = socket.socket(fileno=descriptor)
    while True:
        request, streams, _, _ = socket.recv_fds(connection, 1 << 20, 2)
        if not request:
            return
        pid = os.fork()
        if pid == 0:
            connection.close()
            arguments, folder, environment = json.loads(request)
            for number, stream in enumerate(streams, 1):
                os.dup2(stream, number)
                os.close(stream)
            os.chdir(folder)
            os.environ.clear()
            os.environ.update(environment)
            sys.argv = ["-c", *arguments]
            _run_as_interpreter(main)
        for stream in streams:
            os.close(stream)
        connection.send(str(pid).encode())
        _, status = os.waitpid(pid, 0)
        connection.send(str(os.waitstatus_to_exitcode(status)).encode())


def _run_as_interpreter(main: Callable[[], object]) -> NoReturn:
    """Call *main* and end the process as an interpreter does, but for taking its modules apart.

    That would take longer than most commands.
    """
    status = 1
    try:
        main()
        status = 0
    except SystemExit as ended:
        status = int(ended.code or 0)  # never a text here
    except BaseException:
        sys.excepthook(*sys.exc_info())
    threading._shutdown()  # type: ignore[attr-defined]  # waits for threads
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    os._exit(status)
