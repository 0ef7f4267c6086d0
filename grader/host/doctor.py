"""What is installed here and what the sandbox enforces, each protection tried in a real guest.

A probe does what learner code must not be able to do, to something of our own: a
file that we have just written, a listener on loopback, ourselves. It counts as
enforced only if it was refused *and* the guest reports the mechanism; what a guest
merely says about itself is not proof.
"""

from __future__ import annotations

import contextlib
import importlib.metadata
import os
import socket
import sys
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
from grader.sandbox.interpreters import Interpreter, find_interpreter, interpreter_facts
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
    }
)
# Each tries one thing; `tried` is what came of it: an error's name, or `done`.
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
def fork():
    if os.fork() == 0: os._exit(0)
tried = [attempt(fork), attempt(os.posix_spawn, '/bin/true', ['true'], {})]
""",
    "signals": "tried = [attempt(os.kill, parent, 0)]",
    "privileges": """
import ctypes
tried = ['EPERM' if ctypes.CDLL(None).prctl(39, 0, 0, 0, 0) == 1 else 'done']
if os.getuid() == 0: tried.append(attempt(os.chroot, '.'))
""",
    "memory": "tried = [attempt(bytearray, most)]",
    "file_size": """
def write():
    with open('large', 'wb') as file: file.write(b'x' * (largest + 1))
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
class Trial:
    """One protection, and what came of trying to get past it.

    :param how: the mechanism that the guest reports; empty where it has none.
    :param came: what each try came to: `EACCES`, `MemoryError`, `signal SIGXCPU`, `done`.
    """

    protection: str
    stops: str
    enforced: bool
    how: str
    came: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosis:
    """All that `grade doctor` tells.

    :param python: version and path of the guests' interpreter.
    :param versions: distribution to version; `not installed` for one that is missing.
    :param trials: in the order of `PROTECTIONS`; empty when no guest started.
    :param trouble: why no guest started.
    """

    kit: str
    host: str
    python: tuple[str, str]
    versions: Mapping[str, str]
    trials: tuple[Trial, ...] = ()
    trouble: str = ""

    @property
    def unenforced(self) -> tuple[str, ...]:
        """Protections that do not hold here."""
        return tuple(trial.protection for trial in self.trials if not trial.enforced)


def diagnose(wanted: str = "", *, available: frozenset[str] = LAYERS) -> Diagnosis:
    """Try everything; takes a few seconds, for the processor time has to run out once.

    :param wanted: the guests' interpreter, as `--python` takes it.
    :param available: the layers to try; fewer shows what a machine without them would do.
    :raises UsageError: when there is no such interpreter.
    """
    hide_this_process()
    interpreter = interpreter_facts(find_interpreter(wanted))
    trials: tuple[Trial, ...] = ()
    trouble = ""
    try:
        with tempfile.TemporaryDirectory(prefix="doctor-", ignore_cleanup_errors=True) as name:
            trials = _trials(interpreter.executable, Path(name), available)
    except Fault as fault:
        trouble = fault.message
    return Diagnosis(
        kit=grader.__version__,
        host="{}.{}.{}".format(*sys.version_info[:3]),
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


def _trials(executable: str, folder: Path, available: frozenset[str]) -> tuple[Trial, ...]:
    outside = folder / "outside"
    outside.write_text("not for guests")
    root = folder / "scratch"
    root.mkdir()
    bench = _Bench(interpreter=interpreter_facts(executable), root=root, available=available)
    came: dict[str, str] = {}
    with (
        socket.create_server(("127.0.0.1", 0)) as listener,
        bench.guest(_SHORT) as spinning,
        bench.guest(_LIMITS) as probed,
    ):
        # Waited for on another thread, since it takes longer than all the rest.
        spin = threading.Thread(target=lambda: came.update(cpu=_spin(spinning)))
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
            came[name] = _told(probed.ask("run", program, names))
        came["lifetime"] = _orphaned(bench)
        layers = dict(probed.layers)
        spin.join()
    return tuple(
        Trial(
            protection=name,
            stops=stops,
            enforced=bool(layers.get(name)) and _REFUSALS.issuperset(came[name].split(", ")),
            how=layers.get(name, ""),
            came=came[name],
        )
        for name, stops in PROTECTIONS.items()
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Bench:
    """Where guests are started for probes."""

    interpreter: Interpreter
    root: Path
    available: frozenset[str]

    @contextlib.contextmanager
    def guest(self, limits: Limits, *, orphan: bool = False) -> Iterator[GuestProcess]:
        """Give a sealed guest without learner code.

        :param orphan: start it on a thread that has ended when it is handed over.
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
                with contextlib.suppress(Fault):  # told when it is asked
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


def _told(outcome: Outcome) -> str:
    """Return what came of a probe, in a few words."""
    match outcome:
        case Returned(value=list() as tried):
            return ", ".join(map(str, tried))
        case Died(how=how):
            return how
        case _:
            return type(outcome).__name__


def _spin(guest: GuestProcess) -> str:
    """Use up a guest's processor time; on Linux its limit is a second above that of the clock."""
    return _told(guest.ask("run", "while True: pass", {}))


def _orphaned(bench: _Bench) -> str:
    """See whether a guest goes when the thread that started it has gone."""
    with bench.guest(_LIMITS, orphan=True) as guest:
        for _ in range(20):
            outcome = guest.ask("run", "import time\ntime.sleep(0.05)\nresult = ['done']", {})
            if not isinstance(outcome, Returned):
                break
        return _told(outcome)
