"""What the host prepares for guests: plans, limits, jobs, and the truth about them."""

from __future__ import annotations

import marshal
import os
import struct
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from grader.model import Limits
from grader.sandbox import confinement as sandbox
from grader.sandbox import windows_jobs
from grader.sandbox.confinement import PROTECTIONS, prepare, unenforced

if TYPE_CHECKING:
    from grader.sandbox.interpreters import Interpreter

linux = pytest.mark.skipif(sys.platform != "linux", reason="Linux only")


@linux
def test_plan_can_be_sent(interpreter: Interpreter, tmp_path: Path) -> None:
    """A plan is plain values; its descriptors are no standard streams, and closed on exec yet."""
    with prepare(interpreter, tmp_path, Limits()) as confinement:
        (tmp_path / "a").mkdir()
        guest = confinement.for_guest(tmp_path / "a")
        assert marshal.loads(marshal.dumps(guest.plan)) == guest.plan
        assert all(number > 2 for number in guest.descriptors)
        assert not any(os.get_inheritable(number) for number in guest.descriptors)
        guest.close()


@linux
def test_spawned_guest_gets_its_descriptors(interpreter: Interpreter, tmp_path: Path) -> None:
    """With the plan's file actions, posix_spawn hands on just what the plan names.

    Also where whoever started us has left us something that we would hand on, too.
    """
    left = os.dup2(0, 77, inheritable=True)
    with prepare(interpreter, tmp_path, Limits()) as confinement:
        (tmp_path / "a").mkdir()
        guest = confinement.for_guest(tmp_path / "a")
        code = (
            "import os, sys\nfor n in range(3, 1000):\n try: os.fstat(n)\n"
            " except OSError: continue\n print(n)"
        )
        reader, writer = os.pipe()
        actions = [(os.POSIX_SPAWN_DUP2, writer, 1), *guest.file_actions]
        arguments = [interpreter.executable, "-I", "-S", "-c", code]
        pid = os.posix_spawn(arguments[0], arguments, {}, file_actions=actions, setsid=True)
        os.close(writer)
        guest.close()
        assert confinement.limit(pid) == {}
        with os.fdopen(reader) as output:
            seen = [int(line) for line in output]
        assert os.waitpid(pid, 0)[1] == 0
        assert seen == [*guest.descriptors]
    os.close(left)


@linux
def test_closing_gives_back_every_descriptor(interpreter: Interpreter, tmp_path: Path) -> None:
    """A session and a hundred guests leave as many open files as before."""
    (tmp_path / "a").mkdir()
    before = sorted(Path("/proc/self/fd").iterdir())
    with prepare(interpreter, tmp_path, Limits()) as confinement:
        for _ in range(100):
            confinement.for_guest(tmp_path / "a").close()
    assert sorted(Path("/proc/self/fd").iterdir()) == before


@linux
def test_what_is_required_follows_what_is_available(
    interpreter: Interpreter, tmp_path: Path
) -> None:
    """A machine without a layer does not promise what only that layer gives."""
    rlimits = {"session", "memory", "cpu", "file_size", "core_dumps", "open_files"}
    with prepare(interpreter, tmp_path, Limits(), available=frozenset()) as neither:
        assert neither.required == rlimits | {"privileges", "lifetime"}
    with prepare(interpreter, tmp_path, Limits(), available=frozenset({"seccomp"})) as filtered:
        assert filtered.required == set(PROTECTIONS) - {"filesystem"}
    with prepare(interpreter, tmp_path, Limits(), sys_platform="darwin") as mac:
        assert mac.required == rlimits - {"memory"}


@linux
def test_missing_and_unenforced_are_told_apart(interpreter: Interpreter, tmp_path: Path) -> None:
    """Missing is what was promised here; unenforced is all that is not on, empty included."""
    with prepare(interpreter, tmp_path, Limits(), available=frozenset()) as confinement:
        report = dict.fromkeys(confinement.required, "rlimit") | {"cpu": ""}
        assert confinement.missing(report) == ("cpu",)
    assert unenforced(report) == (
        *("filesystem", "syscalls", "network", "processes", "signals", "cpu"),
    )
    assert unenforced(dict.fromkeys(PROTECTIONS, "x")) == ()


@linux
def test_limits_are_never_above_those_of_the_host(tmp_path: Path) -> None:
    """Where the host itself may have less, a plan asks for no more than that."""
    code = """
import resource, sys
from pathlib import Path
from grader.model import Limits
from grader.sandbox.interpreters import interpreter_facts
from grader.sandbox.confinement import prepare
facts = interpreter_facts(sys.executable)
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
with prepare(facts, Path(sys.argv[1]), Limits()) as confinement:
    print(confinement.base['rlimits']['file_size'][1:])
"""
    shown = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)],
        capture_output=True,
        check=True,
        text=True,
        timeout=60,
        env=os.environ | {"PYTHONPATH": str(Path(sandbox.__file__).parents[2])},
    ).stdout
    assert shown == "(1000, 1000)\n"


@linux
def test_hidden_process_belongs_to_nobody(tmp_path: Path) -> None:
    """Once hidden, the files in /proc by which others would read its memory are root's."""
    code = (
        "import os, sys\nfrom grader.sandbox.confinement import hide_this_process\n"
        "print(hide_this_process(), os.stat('/proc/self/mem').st_uid)"
    )
    user = 65534 if os.geteuid() == 0 else os.getuid()
    process = f"import os\nif os.geteuid() == 0: os.setuid({user})\n"
    source = Path(sandbox.__file__).parents[2]
    program = (
        f"import sys; sys.path.insert(0, {str(source)!r})\nimport grader.sandbox.confinement\n"
    )
    shown = subprocess.run(
        [sys.executable, "-c", program + process + code],
        capture_output=True,
        check=True,
        text=True,
        timeout=60,
    ).stdout
    assert shown == "True 0\n"


class FakeKernel32:
    """Windows' library, as far as jobs need it; remembers what was asked of it."""

    def __init__(self, *, works: bool = True) -> None:
        self.works = works
        self.calls: list[tuple[object, ...]] = []

    def __getattr__(self, name: str) -> object:
        def call(*arguments: object) -> int:
            self.calls.append((name, *arguments))
            return {"CreateJobObjectW": 7, "OpenProcess": 8}.get(name, int(self.works))

        return call


def test_windows_guests_get_a_job_each(
    interpreter: Interpreter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A job with limits that kills on close: set up, entered, closed with the session."""
    kernel32 = FakeKernel32()
    monkeypatch.setattr(windows_jobs, "kernel32", lambda: kernel32)
    limits = Limits(seconds=2, memory=123)
    with prepare(interpreter, tmp_path, limits, sys_platform="win32") as confinement:
        assert confinement.required == {"processes", "memory", "cpu", "lifetime"}
        assert confinement.for_guest(tmp_path).plan == {}
        outside = confinement.limit(99)
        assert confinement.missing(outside) == ()
        assert ("CloseHandle", 7) not in kernel32.calls
    assert kernel32.calls[-1] == ("CloseHandle", 7)
    settings = next(call[3] for call in kernel32.calls if call[0] == "SetInformationJobObject")
    assert isinstance(settings, bytes)
    assert len(settings) == 144
    assert struct.unpack_from("<q", settings, 0) == (30_000_000,)
    assert struct.unpack_from("<I", settings, 40) == (1,)
    assert struct.unpack_from("<Q", settings, 112) == (123,)


def test_windows_says_when_a_job_failed(
    interpreter: Interpreter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What could not be set up is missing, not believed."""
    monkeypatch.setattr(windows_jobs, "kernel32", lambda: FakeKernel32(works=False))
    with prepare(interpreter, tmp_path, Limits(), sys_platform="win32") as confinement:
        assert confinement.missing(confinement.limit(99)) == (
            "processes",
            "memory",
            "cpu",
            "lifetime",
        )


@linux
def test_kernel_without_seccomp_is_no_error(
    interpreter: Interpreter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A kernel that takes no filters promises nothing that needs one."""
    monkeypatch.setattr(sandbox, "_takes_filters", lambda number: False)
    with prepare(interpreter, tmp_path, Limits()) as confinement:
        assert not confinement.required & {"syscalls", "network", "processes"}


def test_every_protection_says_what_it_stops() -> None:
    """The table is what people are shown: a name and a sentence for each."""
    assert len(PROTECTIONS) == 13
    assert all(text and not text.endswith(".") for text in PROTECTIONS.values())


@pytest.mark.parametrize(("refused", "closed"), [("CreateJobObjectW", [8]), ("OpenProcess", [7])])
def test_windows_gives_back_whichever_handle_it_got(refused: str, closed: list[int]) -> None:
    """A process that has gone already has no job; what was opened for it is closed."""

    class Refusing(FakeKernel32):
        def __getattr__(self, name: str) -> object:
            call = super().__getattr__(name)
            return (lambda *_: 0) if name == refused else call

    kernel32 = Refusing()
    made = windows_jobs.JobObjects(Limits(), kernel32)
    assert made.add(99) == {}
    made.close()
    assert [call[1] for call in kernel32.calls if call[0] == "CloseHandle"] == closed
