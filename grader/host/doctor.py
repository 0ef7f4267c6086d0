"""Probes of the sandbox: each protection is tried in a real guest, for `grade doctor`.

A probe does what learner code must not be able to do, to an object of our own: a file just
written, a listener on loopback, this process. A protection counts as enforced only if the probe
was refused *and* the guest reports the mechanism; the guest's word alone is no proof.
"""

from __future__ import annotations

import contextlib
import importlib.metadata
import os
import socket
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import grader
from grader.channel.guest_process import GuestProcess
from grader.channel.outcomes import Died, Outcome, Returned
from grader.errors import Fault
from grader.model import LAYERS, Limits
from grader.sandbox.confinement import PROTECTIONS, hide_this_process, prepare
from grader.sandbox.interpreters import (
    OUR_VERSION,
    Interpreter,
    find_interpreter,
    interpreter_facts,
)
from grader.sandbox.launch import program_for
from grader.sandbox.scratch import remove

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_LIMITS = Limits(seconds=20.0, memory=256 << 20, file_size=1 << 20)
_SHORT = Limits(seconds=1.0)
_DEPENDENCIES = ("pytest", "pytest-json-report", "typer", "rich")

_REFUSALS = frozenset(
    {
        *("EPERM", "EACCES", "ENOSYS", "ENOENT", "ENXIO", "EFBIG", "EMFILE"),
        *("MemoryError", "ValueError", "signal SIGXCPU", "signal SIGKILL"),
        # Windows: CreateProcess, and a process whose time is up (ERROR_NOT_ENOUGH_QUOTA, 1816).
        *("ENOMEM", "exit status 1816"),
    }
)
# Each probe leaves a list in `tried`: for each deed the name of its error, or `done`.
_TOOLS = """
import errno, os
def attempt(function, *arguments):
    try: function(*arguments)
    except OSError as error: return errno.errorcode.get(error.errno, 'OSError')
    except MemoryError: return 'MemoryError'
    except ValueError: return 'ValueError'
    return 'done'
"""
_PROBES: Mapping[str, str] = {
    "filesystem": """
tried = [attempt(os.open, path, os.O_RDONLY) for path in (outside, parent_memory)]
""",
    "syscalls": """
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
tried = [attempt(os.chmod, '.', 0o700)]
tried.append('done' if libc.unshare(0) == 0 else errno.errorcode[ctypes.get_errno()])
""",
    "network": """
import socket
tried = [attempt(socket.create_connection, ('127.0.0.1', port), 1)]
""",
    "processes": """
import sys
def fork():
    if os.fork() == 0: os._exit(0)
def start():
    os.waitpid(os.spawnv(os.P_NOWAIT, sys.executable, [sys.executable, '-c', '']), 0)
if os.name == 'nt': tried = [attempt(start)]
else: tried = [attempt(fork), attempt(os.posix_spawn, '/bin/true', ['true'], {})]
""",
    # On Windows signal 0 is CTRL_C_EVENT, and `os.kill` would send it to the doctor itself.
    "signals": """
tried = ['done'] if os.name == 'nt' else [attempt(os.kill, parent, 0)]
""",
    "privileges": """
import ctypes
tried = ['EPERM' if ctypes.CDLL(None).prctl(39, 0, 0, 0, 0) == 1 else 'done']
# Into the root folder: where nothing refuses it, the later probes find what they look for.
if os.getuid() == 0: tried.append(attempt(os.chroot, '/'))
""",
    "memory": "tried = [attempt(bytearray, most)]",
    "file_size": """
def write():
    with open('large', 'wb') as file:
        file.seek(largest)  # a hole takes no space: the folder may have little
        file.write(b'x')
tried = [attempt(write)]
""",
    "core_dumps": """
import resource
tried = ['EPERM' if resource.getrlimit(resource.RLIMIT_CORE) == (0, 0) else 'done']
tried.append(attempt(resource.setrlimit, resource.RLIMIT_CORE, (1, 1)))
""",
    "open_files": """
kept = []
def fill():
    for _ in range(2000): kept.append(os.open(os.devnull, os.O_RDONLY))
tried = [attempt(fill)]
for number in kept: os.close(number)
""",
    "session": """
tried = ['EPERM' if os.getsid(0) == os.getpid() else 'done']
tried.append(attempt(os.open, '/dev/tty', os.O_RDWR))
""",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbeResult:
    """Result of the probe of one protection.

    :param stops: the act that the protection prevents, in words.
    :param how: mechanism that the guest reports; empty where it has none.
    :param came: result of each try, joined by commas: `EACCES`, `MemoryError`, `signal SIGXCPU`,
        `done`.
    """

    protection: str
    stops: str
    enforced: bool
    how: str
    came: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DoctorReport:
    """Content of `grade doctor`: versions, and the result of each probe.

    :param kit: version of the kit.
    :param host: version of our own interpreter; a free-threaded build has a `t` behind it.
    :param python: version and path of the guests' interpreter.
    :param versions: distribution to version; `not installed` for one that is missing.
    :param trials: in the order of `PROTECTIONS`; empty when no guest started.
    :param trouble: reason why no guest started; empty if one did.
    """

    kit: str
    host: str
    python: tuple[str, str]
    versions: Mapping[str, str]
    trials: tuple[ProbeResult, ...] = ()
    trouble: str = ""

    @property
    def unenforced(self) -> tuple[str, ...]:
        """Names of the protections that are not enforced here."""
        return tuple(trial.protection for trial in self.trials if not trial.enforced)


def diagnose(wanted: str = "", *, available: frozenset[str] = LAYERS) -> DoctorReport:
    """Run every probe and return the report; takes seconds, until a guest's CPU time runs out.

    :param wanted: the guests' interpreter, as `--python` takes it.
    :param available: layers of confinement to use; fewer simulates a machine without them.
    :raises UsageError: when there is no such interpreter.
    """
    hide_this_process()
    interpreter = interpreter_facts(find_interpreter(wanted))
    trials: tuple[ProbeResult, ...] = ()
    trouble = ""
    try:
        with tempfile.TemporaryDirectory(prefix="doctor-", ignore_cleanup_errors=True) as name:
            trials = _trials(interpreter.executable, Path(name), available)
    except Fault as fault:
        trouble = fault.message
    return DoctorReport(
        kit=grader.__version__,
        host=OUR_VERSION,
        python=(interpreter.version, interpreter.executable),
        versions={name: _version(name) for name in _DEPENDENCIES},
        trials=trials,
        trouble=trouble,
    )


def _version(distribution: str) -> str:
    try:
        return importlib.metadata.version(distribution)
    except importlib.metadata.PackageNotFoundError:
        return "not installed"


def _trials(executable: str, folder: Path, available: frozenset[str]) -> tuple[ProbeResult, ...]:
    outside = folder / "outside"
    outside.write_text("not for guests")
    root = folder / "scratch"
    root.mkdir()
    bench = _ProbeGuests(interpreter=interpreter_facts(executable), root=root, available=available)
    came: dict[str, str] = {}
    with (
        socket.create_server(("127.0.0.1", 0)) as listener,
        bench.guest(_SHORT) as spinning,
        bench.guest(_LIMITS) as probed,
    ):
        # Waited for on another thread, since it takes longer than all the rest.
        spin = threading.Thread(target=lambda: came.update(cpu=_use_processor_time(spinning)))
        spin.start()
        names = {
            "outside": str(outside),
            "parent": os.getpid(),
            "parent_memory": f"/proc/{os.getpid()}/mem",
            "port": listener.getsockname()[1],
            "most": _LIMITS.memory,
            "largest": _LIMITS.file_size,
        }
        for name, probe in _PROBES.items():
            program = f"{_TOOLS}{probe}\nresult = tried"
            came[name] = _result_text(probed.ask("run", program, names))
        came["lifetime"] = _outlive_thread(bench)
        layers = dict(probed.layers)
        spin.join()
    return tuple(
        ProbeResult(
            protection=name,
            stops=stops,
            enforced=bool(layers.get(name)) and _REFUSALS.issuperset(came[name].split(", ")),
            how=layers.get(name, ""),
            came=came[name],
        )
        for name, stops in PROTECTIONS.items()
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _ProbeGuests:
    """Guests for probes: starts them in a folder of their own."""

    interpreter: Interpreter
    root: Path
    available: frozenset[str]

    @contextlib.contextmanager
    def guest(self, limits: Limits, *, orphan: bool = False) -> Iterator[GuestProcess]:
        """Start a sealed guest without learner code; end it with the context.

        :param orphan: True to start it on a thread that has ended when the context begins.
        """
        folder = Path(tempfile.mkdtemp(dir=self.root))
        with prepare(self.interpreter, self.root, limits, available=self.available) as confinement:
            started: list[GuestProcess] = []

            def start() -> None:
                guest = GuestProcess(
                    interpreter=self.interpreter,
                    program=program_for(self.interpreter),
                    confinement=confinement,
                    folder=folder,
                    name="probe",
                    seed="doctor",
                    limits=limits,
                )
                started.append(guest)
                with contextlib.suppress(Fault):  # raised again by the first request
                    guest.hello()

            try:
                if orphan:
                    thread = threading.Thread(target=start)
                    thread.start()
                    thread.join()
                else:
                    start()
                    started[0].hello()
                yield started[0]
            finally:
                for guest in started:
                    guest.end()
                remove(folder)


def _result_text(outcome: Outcome) -> str:
    """Return the result of a probe: names of errors, or how the guest ended."""
    match outcome:
        case Returned(value=list() as tried):
            return ", ".join(map(str, tried))
        case Died(how=how):
            return how
        case _:
            return type(outcome).__name__


def _use_processor_time(guest: GuestProcess) -> str:
    """Use up a guest's CPU time; on Linux its limit is a second above the wall-clock limit."""
    return _result_text(guest.ask("run", "while True: pass", {}))


def _outlive_thread(bench: _ProbeGuests) -> str:
    """Return how a guest ended after the thread that started it; `done` if it did not end."""
    with bench.guest(_LIMITS, orphan=True) as guest:
        for _ in range(20):
            outcome = guest.ask("run", "import time\ntime.sleep(0.05)\nresult = ['done']", {})
            if not isinstance(outcome, Returned):
                break
        return _result_text(outcome)
