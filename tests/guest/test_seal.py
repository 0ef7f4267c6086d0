"""Sealing itself: what is reported, what holds, and what an ordinary program still can do."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from support.bench import LIMITS, RAW, Bench

from grader.model import Limits
from grader.sandbox.confinement import GuestPlan, prepare, unenforced
from grader.sandbox.interpreters import interpreter_facts

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs Landlock and seccomp")


def test_reports_every_protection(bench: Bench) -> None:
    """Here everything is on, and the guest says so."""
    result = bench.run("")
    assert unenforced(result.report) == ()
    assert bench.confinement.missing(result.report) == ()
    assert result.report["filesystem"] == "landlock"
    assert result.report["syscalls"] == "seccomp"
    assert result.report["memory"] == "rlimit"


def test_limits_hold(bench: Bench) -> None:
    """Memory, file size, open files and core dumps are bounded, and cannot be raised."""
    result = bench.run(
        f"""
import resource
def large():
    with open('large', 'wb') as file: file.write(b'x' * ({LIMITS.file_size} + 1))
def many(): kept.extend(open('/dev/null') for _ in range(1000))
kept = []
answer['memory'] = tried(bytearray, {LIMITS.memory})
answer['file'] = tried(large)
answer['files'] = tried(many)
kept.clear()
answer['raise'] = tried(resource.setrlimit, resource.RLIMIT_FSIZE, (1 << 30, 1 << 30))
answer['raise for parent'] = tried(resource.prlimit, {os.getpid()}, resource.RLIMIT_CORE, (0, 0))
answer['core'] = resource.getrlimit(resource.RLIMIT_CORE)
answer['cpu'] = resource.getrlimit(resource.RLIMIT_CPU)
"""
    )
    assert result.answer == {
        "memory": "MemoryError",
        "file": "EFBIG",
        "files": "EMFILE",
        "raise": "ValueError",  # how Python words this EPERM
        "raise for parent": "EPERM",
        "core": (0, 0),
        "cpu": (6, 7),
    }


def test_root_keeps_no_powers(bench: Bench) -> None:
    """No capability is left in any set, and root is still called root."""
    code = """
header = (ctypes.c_uint32 * 2)(0x20080522, 0)
sets = (ctypes.c_uint32 * 6)(*[1] * 6)
answer['read'] = libc.capget(header, sets)
answer['sets'] = list(sets)
answer['bounding or ambient'] = [n for n in range(41) if libc.prctl(23, n, 0, 0, 0) == 1
    or libc.prctl(47, 1, n, 0, 0) == 1] if os.getuid() == 0 else []
answer['user'] = os.getuid()
answer['no_new_privs'] = libc.prctl(39, 0, 0, 0, 0)
answer['dumpable'] = libc.prctl(3, 0, 0, 0, 0)
"""
    # The filter would refuse the question, so this guest has none.
    with prepare(bench.interpreter, bench.root, LIMITS, available=frozenset({"landlock"})) as less:
        result = bench.run(RAW + code, plan=less.for_guest(bench.scratch))
    assert result.answer == {
        "read": 0,
        "sets": [0] * 6,
        "bounding or ambient": [],
        "user": bench.user or os.getuid(),
        "no_new_privs": 1,
        "dumpable": 0,
    }


def test_the_library_is_imported_as_by_an_import_statement(bench: Bench) -> None:
    """It is not searched for, and nobody can tell: name, file, loader and spec are those."""
    code = """
import sys
def told(module):
    spec = module.__spec__
    loader = type(module.__loader__).__name__, module.__loader__ is spec.loader
    return (module.__name__, getattr(module, '__file__', ''), module.__package__, *loader,
        spec.name, spec.origin, spec.has_location, spec.cached, spec.parent)
import _ctypes
sealed = told(_ctypes)
del sys.modules['_ctypes']
import _ctypes
answer['sealed'], answer['imported'] = sealed, told(_ctypes)
"""
    answer = bench.run(code).answer
    assert answer["sealed"] == answer["imported"]


def test_what_an_examiner_starts_as_root_has_no_powers_to_give_up(bench: Bench) -> None:
    """Programs that root starts have what the bounding set leaves them: nothing."""
    code = (
        "from grader.sandbox.confinement import drop_bounding_set\n"
        "import subprocess, sys\n"
        "drop_bounding_set()\n"
        "ask = [line for line in open('/proc/self/status') if line.startswith('Cap')]\n"
        "print(ask[2].split()[1])\n"
        "sys.stdout.flush()\n"
        "subprocess.run(['/bin/cat', '/proc/self/status'], check=True)\n"
    )
    told = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=30, check=True
    ).stdout.splitlines()
    kept, sets = (
        int(told[0], 16),
        {line.split(":")[0]: line.split()[1] for line in told[1:] if line.startswith("Cap")},
    )
    assert bool(kept) is (os.geteuid() == 0)
    assert {name: int(value, 16) for name, value in sets.items() if name != "CapBnd"} == {
        "CapInh": 0, "CapPrm": 0, "CapEff": 0, "CapAmb": 0,
    }  # fmt: skip


def test_keeps_no_descriptor(bench: Bench) -> None:
    """After sealing nothing is open but standard input and output.

    Since Python 3.14 `_ctypes` has libffi open its own file for trampolines, and keep it: a library
    that the guest may read anyway.
    """
    code = """
found = []
for number in range(1000):
    try: status = os.fstat(number)
    except OSError: continue
    found.append((number, status.st_dev, status.st_ino))
answer['open'] = found
"""
    libraries = [Path(path).stat() for path in bench.interpreter.libraries]
    known = {(library.st_dev, library.st_ino) for library in libraries}
    found = bench.run(code).answer["open"]
    assert isinstance(found, list)
    assert [number for number, *file in found if tuple(file) not in known] == [0, 1, 2]


def test_ordinary_programs_work(bench: Bench) -> None:
    """Threads, an event loop, ctypes and the modules that people import do what they did."""
    result = bench.run(
        """
import asyncio, concurrent.futures, ctypes, datetime, decimal, hashlib, json, locale, logging
import mimetypes, multiprocessing, queue, random, secrets, sqlite3, ssl, threading, time, uuid
import zipfile, zoneinfo, xml.dom.minidom, csv, subprocess, statistics, unittest, importlib
async def meet(): return await asyncio.gather(*[asyncio.sleep(0.01, n) for n in range(3)])
answer['event loop'] = asyncio.run(meet())
with concurrent.futures.ThreadPoolExecutor(8) as pool:
    answer['threads'] = sum(pool.map(lambda n: n * n, range(10)))
answer['in a thread'] = asyncio.run(asyncio.to_thread(lambda: 'yes'))
answer['hash'] = hashlib.sha256(b'').hexdigest()[:8]
answer['zone'] = str(zoneinfo.ZoneInfo('UTC'))
answer['decimal'] = str(decimal.Decimal(1) / 3)[:6]
answer['sqlite'] = sqlite3.connect(':memory:').execute('select 1').fetchone()
answer['ctypes'] = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_int)(lambda n: n + 1)(1)
answer['strlen'] = ctypes.CDLL(None).strlen(b'four')
answer['cpus'] = (os.cpu_count() or 0) > 0
answer['json'] = json.loads('[1]')
answer['mime'] = mimetypes.guess_type('a.html')[0]
importlib.invalidate_caches(); import wave
time.sleep(0.001); time.localtime(); random.random(); uuid.uuid4(); ssl.create_default_context()
logging.getLogger().warning('to standard error')
"""
    )
    assert result.errors == "to standard error\n"
    assert result.status == 0
    assert result.answer == {
        "event loop": [0, 1, 2],
        "threads": 285,
        "in a thread": "yes",
        "hash": "e3b0c442",
        "zone": "UTC",
        "decimal": "0.3333",
        "sqlite": (1,),
        "ctypes": 2,
        "strlen": 4,
        "cpus": True,
        "json": [1],
        "mime": "text/html",
    }


def test_threads_of_before_are_sealed_or_owned_up_to(bench: Bench) -> None:
    """The filter binds earlier threads too; Landlock cannot, so it is not reported."""
    before = """
import threading, os, time
go, heard = threading.Event(), []
def wait():
    go.wait(10)
    try: heard.append(os.fork())
    except OSError as error: heard.append(error.errno)
early = threading.Thread(target=wait)
early.start()
import builtins; builtins.finish = lambda: (go.set(), early.join(10), heard)[2]
"""
    result = bench.run("answer['early'] = finish()", before=before)
    assert result.answer == {"early": [errno.EPERM]}
    assert "filesystem" not in result.report
    assert bench.confinement.missing(result.report) == ("filesystem",)


@pytest.mark.parametrize(
    ("available", "absent"),
    [
        (frozenset({"seccomp"}), {"filesystem"}),
        (frozenset({"landlock"}), {"syscalls", "network", "processes"}),
        (frozenset(), {"filesystem", "syscalls", "network", "processes", "signals"}),
    ],
    ids=["no landlock", "no seccomp", "neither"],
)
def test_absent_layers_are_not_reported(
    bench: Bench, available: frozenset[str], absent: set[str]
) -> None:
    """Where the kernel lacks a layer, the guest runs and says what is not enforced."""
    with prepare(bench.interpreter, bench.root, LIMITS, available=available) as less:
        result = bench.run("", plan=less.for_guest(bench.scratch))
        assert less.missing(result.report) == ()
    if less.rules and not less.rules.scoped:
        absent = absent | {"signals"}
    assert set(unenforced(result.report)) == absent


def test_what_was_promised_and_went_missing_is_noticed(bench: Bench) -> None:
    """Closed rulesets or a spoiled filter are missing from the report, not believed."""
    result = bench.run("", spoil=lambda plan: plan.update(landlock=(500, 501), filter=b"\0" * 8))
    lost = {"filesystem", "syscalls", "network", "processes", "signals"}
    assert set(bench.confinement.missing(result.report)) == lost


def test_other_systems_get_limits_and_a_session(bench: Bench) -> None:
    """The way of macOS: what setrlimit gives, and no word of the rest."""
    with prepare(bench.interpreter, bench.root, LIMITS, sys_platform="darwin") as mac:
        result = bench.run("", plan=mac.for_guest(bench.scratch))
        assert mac.missing(result.report) == ()
    on = {"session", "cpu", "file_size", "core_dumps", "open_files"}
    assert set(result.report) == on


def test_an_empty_plan_is_no_error(bench: Bench) -> None:
    """With nothing to apply, nothing is reported, and what sealed guests cannot do works."""
    code = """
import socket
answer['read'] = tried(os.listdir, '/')
answer['socket'] = tried(socket.socket)
answer['parent'] = tried(os.kill, os.getppid(), 0) if os.getuid() == 0 else 'done'
answer['chmod'] = tried(os.chmod, '.', 0o700)
answer['memory'] = tried(bytearray, 400 << 20)
"""
    result = bench.run(code, plan=GuestPlan(plan={}, descriptors=()))
    assert result.report == {}
    assert set(result.answer.values()) == {"done"}


def test_processor_time_runs_out(tmp_path: Path) -> None:
    """A guest that computes for too long is ended by the kernel, should the host be asleep."""
    facts = interpreter_facts(sys.executable)
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    with prepare(facts, tmp_path, Limits(seconds=0.1)) as confinement:
        bench = Bench(
            interpreter=facts, user=0, root=tmp_path, confinement=confinement, scratch=scratch
        )
        assert bench.run("while True: pass").status == -signal.SIGXCPU
