"""Confinement of guests, the host's half: prepared once per session and interpreter.

A guest seals itself before any learner code runs (`grader.guest.seal`), with what is prepared
here: Landlock rulesets for files, a seccomp filter for system calls, resource limits. It reports
the protections that are really on, and the host compares: `Confinement.missing` are those that
this machine offers and the guest lacks, `unenforced` those that are off for whatever reason.

    with prepare(interpreter_facts(sys.executable), scratch_root, limits) as confinement:
        guest = confinement.for_guest(scratch)      # an empty folder below scratch_root
        pid = os.posix_spawn(..., setsid=True, file_actions=[..., *guest.file_actions])
        guest.close()
        outside = confinement.limit(pid)            # before the first message to the guest

Constants are those of Linux's `uapi/linux/landlock.h` and `prctl.h`.
"""

from __future__ import annotations

import contextlib
import ctypes
import math
import os
import platform
import struct
import sys
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from grader.errors import Fault, UsageError
from grader.model import LAYERS
from grader.sandbox import windows_jobs as jobs_of_windows
from grader.sandbox.landlock import LandlockRules, NoLandlock
from grader.sandbox.seccomp import system_call_filter
from grader.sandbox.windows_jobs import JobObjects

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from grader.model import Limits
    from grader.sandbox.interpreters import Interpreter

PROTECTIONS: Mapping[str, str] = MappingProxyType(
    {
        "filesystem": "opening files other than Python's own and those in one scratch folder",
        "syscalls": "system calls that a Python program has no use for",
        "network": "sockets: TCP, UDP, local ones, all but a pair of its own",
        "processes": "starting processes and other programs",
        "signals": "signals to other processes",
        "privileges": "the powers of root, and gaining any",
        "memory": "more address space than the limit",
        "cpu": "more processor time than the limit",
        "file_size": "files larger than the limit",
        "core_dumps": "core dumps",
        "open_files": "more open files than the limit",
        "session": "the terminal and the process group of the grader",
        "lifetime": "living on when the grader has died",
    }
)
"""Name of a protection to the acts that it prevents, in words, in the order of reports."""

_OPEN_FILES = 128
"""The limit on open descriptors of a guest."""

_MOST_INHERITED = 1 << 16
"""Descriptors from here on are taken as closed, where /proc does not list the open ones."""

# Files outside Python that its standard library reads: time zones, locales, the loader's
# cache, OpenSSL's and mimetypes' settings. None holds anything about people or this machine.
_SYSTEM_FILES = (
    "/usr/share/zoneinfo", "/usr/lib/zoneinfo", "/usr/share/lib/zoneinfo", "/etc/zoneinfo",
    "/etc/localtime", "/usr/lib/locale", "/etc/ld.so.cache", "/etc/mime.types",
    "/etc/ssl/openssl.cnf", "/etc/pki/tls/openssl.cnf",
    "/dev/zero", "/dev/random", "/dev/urandom",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class GuestPlan:
    """Confinement of one guest.

    :param plan: the argument of `grader.guest.seal.seal`; plain values, for `marshal`.
    :param descriptors: of Landlock rulesets, inherited under their own numbers: 64 or higher if the limit
        on open files allows, never below 3.
    """

    plan: dict[str, object]
    descriptors: tuple[int, ...]

    @property
    def file_actions(self) -> tuple[tuple[int, int, int], ...]:
        """File actions for `os.posix_spawn`: a descriptor copied onto itself is inherited."""
        return tuple((os.POSIX_SPAWN_DUP2, number, number) for number in self.descriptors)

    def close(self) -> None:
        """Close this guest's own descriptors; to be called after the spawn, also a failed one."""
        for number in self.descriptors[1:]:  # the first is the session's
            os.close(number)


@dataclass(frozen=True, slots=True, kw_only=True)
class Confinement:
    """Confinement of a session's guests; made by `prepare`.

    :param required: the protections that this machine offers.
    :param base: the part of the plan that all guests share.
    :param rules: Landlock, on Linux.
    :param jobs: job objects, on Windows.
    """

    required: frozenset[str]
    base: dict[str, object]
    rules: LandlockRules | None = None
    jobs: JobObjects | None = None

    def __enter__(self) -> Confinement:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def for_guest(self, scratch: Path) -> GuestPlan:
        """Prepare the confinement of one guest.

        :param scratch: an existing folder below the scratch root; the only place where
            the guest will read and write files that are not Python's.
        :raises Fault: if there is no such folder, or no descriptor is left.
        """
        if self.rules is None:
            return GuestPlan(plan=dict(self.base), descriptors=())
        try:
            rulesets = self.rules.for_guest(scratch)
        except OSError as error:
            raise Fault(f"A guest cannot be confined to {scratch}: {error}") from error
        return GuestPlan(plan=self.base | {"landlock": rulesets}, descriptors=rulesets)

    def limit(self, pid: int) -> dict[str, str]:
        """Apply limits from outside, before the guest gets its first message; on Windows only.

        :returns: protection to mechanism, to be added to the guest's own report. Empty on POSIX
            systems, where a guest sets its own limits, for good.
        """
        return {} if self.jobs is None else self.jobs.add(pid)

    def missing(self, reported: Mapping[str, str]) -> tuple[str, ...]:
        """Return the protections that this machine offers and the guest lacks: a fault of ours.

        :param reported: protection to mechanism, as the guest reported it.
        """
        return tuple(
            name for name in PROTECTIONS if name in self.required and not reported.get(name)
        )

    def close(self) -> None:
        """Close every descriptor; on Windows, also end every guest."""
        for owned in (self.rules, self.jobs):
            if owned is not None:
                owned.close()


def unenforced(reported: Mapping[str, str]) -> tuple[str, ...]:
    """Return the protections that are off, whatever the reason; with any, a guest is not confined.

    :param reported: protection to mechanism, as the guest reported it.
    """
    return tuple(name for name in PROTECTIONS if not reported.get(name))


def prepare(
    interpreter: Interpreter,
    scratch_root: Path,
    limits: Limits,
    *,
    available: frozenset[str] = LAYERS,
    sys_platform: str = sys.platform,
) -> Confinement:
    """Find out which protections this machine offers, and prepare them for a session's guests.

    On Linux, guests then inherit only their three standard streams and the descriptors of their
    plan, however they are started.

    :param scratch_root: an existing folder; each guest gets one below it.
    :param available: the layers to try; fewer imitates a machine that lacks some.
    :raises UsageError: if the scratch folders would lie among Python's own files.
    :raises Fault: if Landlock's rules cannot be made for a reason other than its absence.
    """
    if sys_platform == "win32":
        jobs = JobObjects(limits, jobs_of_windows.kernel32())
        return Confinement(base={}, required=jobs_of_windows.GIVES, jobs=jobs)
    rlimits = _resource_limits(limits, memory=sys_platform == "linux")
    base: dict[str, object] = {"session": True, "rlimits": rlimits, "ctypes": interpreter.ctypes}
    required = {"session", *rlimits}
    if sys_platform != "linux":
        return Confinement(base=base, required=frozenset(required))
    _keep_descriptors()
    base["linux"] = True
    required |= {"privileges", "lifetime"}
    rules = None
    if "landlock" in available:
        readable = [*interpreter.readable(), *_SYSTEM_FILES]
        try:
            rules = LandlockRules(
                readable, [interpreter.stdlib, interpreter.platstdlib], scratch_root
            )
        except ValueError as error:
            raise UsageError(str(error), "Set TMPDIR to a folder elsewhere.") from error
        except NoLandlock:
            rules = None
        except OSError as error:  # no scratch root, or no descriptors: not the absence of Landlock
            raise Fault(f"Landlock rules could not be made: {error}") from error
    if rules is not None:
        base["scoped"] = rules.scoped
        required |= {"filesystem", "signals"} if rules.scoped else {"filesystem"}
    calls = system_call_filter(platform.machine()) if "seccomp" in available else None
    if calls is not None and _takes_filters(calls.seccomp):
        base |= {
            "filter": calls.program, "own_pid_at": calls.own_pid_at, "seccomp": calls.seccomp,
        }  # fmt: skip
        required |= {"syscalls", "network", "processes", "signals"}
    return Confinement(base=base, required=frozenset(required), rules=rules)


def _keep_descriptors() -> None:
    """Let no child inherit the descriptors that this process has inherited itself.

    Descriptors that Python opens are not inherited anyway (PEP 446).
    """
    try:
        numbers = [int(name) for name in os.listdir("/proc/self/fd")]  # noqa: PTH208 - names alone
    except OSError:  # no /proc here
        numbers = list(range(_MOST_INHERITED))
    for number in numbers:
        if number > 2:
            with contextlib.suppress(OSError):  # closed by now, or never open
                os.set_inheritable(number, False)


def hide_this_process() -> bool:
    """Protect the memory and descriptors of this process from others of the same user; Linux only.

    For examiner and host: without Landlock a guest could otherwise read expected values from
    `/proc/<pid>/mem`. Core dumps end, too. The protection is lost at the next exec.

    :returns: whether this process is protected now.
    """
    if sys.platform != "linux":
        return False
    prctl = ctypes.CDLL(None).prctl
    prctl(4, 0, 0, 0, 0)  # PR_SET_DUMPABLE
    return bool(prctl(3, 0, 0, 0, 0) == 0)  # PR_GET_DUMPABLE


def drop_bounding_set() -> None:
    """Drop all capabilities that programs started by this process could gain; its own stay.

    For an examiner, once: guests started by root then have an empty bounding set from the start,
    and need not spend half a millisecond on emptying it. Has no effect for an ordinary user, who
    has no capabilities to pass on. See capabilities(7).
    """
    if sys.platform == "linux":
        prctl = ctypes.CDLL(None).prctl
        for capability in range(64):
            if prctl(24, capability, 0, 0, 0) != 0:  # PR_CAPBSET_DROP
                break


def _takes_filters(number: int) -> bool:
    """Return whether this kernel lets a process filter its calls: SECCOMP_GET_ACTION_AVAIL (2).

    :param number: number of the seccomp call.
    """
    refuse = struct.pack("=I", 0x00050000)  # SECCOMP_RET_ERRNO
    return bool(ctypes.CDLL(None).syscall(ctypes.c_long(number), 2, 0, refuse) == 0)


def _resource_limits(limits: Limits, *, memory: bool) -> dict[str, tuple[int, int, int]]:
    """Return protection to (resource number, soft limit, hard limit), within this process' own.

    :param memory: whether this platform heeds a limit on address space.
    """
    import resource

    # The limit on wall-clock time ends a guest first, unless it computes on several threads.
    seconds = math.ceil(limits.seconds) + 1
    wanted = {
        "cpu": (resource.RLIMIT_CPU, seconds, seconds + 1),
        "file_size": (resource.RLIMIT_FSIZE, limits.file_size, limits.file_size),
        "core_dumps": (resource.RLIMIT_CORE, 0, 0),
        "open_files": (resource.RLIMIT_NOFILE, _OPEN_FILES, _OPEN_FILES),
    }
    if memory:
        wanted["memory"] = (resource.RLIMIT_AS, limits.memory, limits.memory)
    for name, (number, soft, hard) in wanted.items():
        highest = resource.getrlimit(number)[1]
        if highest != resource.RLIM_INFINITY:
            wanted[name] = (number, min(soft, highest), min(hard, highest))
    return wanted
