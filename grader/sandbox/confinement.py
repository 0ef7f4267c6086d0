"""Confinement, seen from the host: what a guest may touch, prepared once per session.

A guest seals itself, before any learner code, with what is prepared here
(`grader.guest.seal` is its side): Landlock rulesets for files, a seccomp filter for
system calls, resource limits. It reports what is really on, and the host
compares: `Confinement.missing` names what this machine offers and the guest
lacks, `unenforced` what is not on for whatever reason.

    with prepare(interpreter_facts(sys.executable), scratch_root, limits) as confinement:
        guest = confinement.for_guest(scratch)      # an empty folder below scratch_root
        pid = os.posix_spawn(..., setsid=True, file_actions=[..., *guest.file_actions])
        guest.close()
        outside = confinement.limit(pid)            # before the first message to the guest

Facts come from Linux's `uapi/linux/landlock.h` and `prctl.h`.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
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
from grader.sandbox.landlock import LandlockRules
from grader.sandbox.seccomp import system_call_filter
from grader.sandbox.windows_jobs import JobObjects

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from grader.model import Limits
    from grader.sandbox.interpreters import Interpreter

# Protection to what it stops; the order is that of reports.
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

_OPEN_FILES = 128

_MOST_INHERITED = 1 << 16
"""Where nobody says which descriptors are open, those from here on are believed not to be."""

# Files outside Python that its standard library reads: time zones, locales, the loader's
# cache, OpenSSL's and mimetypes' settings. Nothing here knows of people or of this machine.
_SYSTEM_FILES = (
    "/usr/share/zoneinfo", "/usr/lib/zoneinfo", "/usr/share/lib/zoneinfo", "/etc/zoneinfo",
    "/etc/localtime", "/usr/lib/locale", "/etc/ld.so.cache", "/etc/mime.types",
    "/etc/ssl/openssl.cnf", "/etc/pki/tls/openssl.cnf",
    "/dev/zero", "/dev/random", "/dev/urandom",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class GuestPlan:
    """What one guest is given.

    :param plan: the argument of `grader.guest.seal.seal`; plain values, for `marshal`.
    :param descriptors: to be inherited under their own numbers, all of them 64 or more.
    """

    plan: dict[str, object]
    descriptors: tuple[int, ...]

    @property
    def file_actions(self) -> tuple[tuple[int, int, int], ...]:
        """For `os.posix_spawn`: copying a descriptor onto itself lets the child keep it."""
        return tuple((os.POSIX_SPAWN_DUP2, number, number) for number in self.descriptors)

    def close(self) -> None:
        """Close what belongs to this guest alone; after the spawn, whether it worked or not."""
        for number in self.descriptors[1:]:  # the first is the session's
            os.close(number)


@dataclass(frozen=True, slots=True, kw_only=True)
class Confinement:
    """What `prepare` made; one per session and interpreter.

    :param required: the protections that this machine was found to offer.
    :param base: the part of the plan that all guests share.
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
        """Prepare one guest.

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
        """Apply what can only be applied from outside, before the guest gets its first message.

        :returns: protection to mechanism, to be added to what the guest will report.
            On POSIX systems that is nothing: a guest sets its own limits, for good.
        """
        return {} if self.jobs is None else self.jobs.add(pid)

    def missing(self, reported: Mapping[str, str]) -> tuple[str, ...]:
        """Protections that this machine offers and the guest does not have: a fault of ours."""
        return tuple(
            name for name in PROTECTIONS if name in self.required and not reported.get(name)
        )

    def close(self) -> None:
        """Give back every descriptor; on Windows, also end every guest."""
        for owned in (self.rules, self.jobs):
            if owned is not None:
                owned.close()


def unenforced(reported: Mapping[str, str]) -> tuple[str, ...]:
    """Protections that are not on, whatever the reason; with any, a guest is not confined."""
    return tuple(name for name in PROTECTIONS if not reported.get(name))


def prepare(
    interpreter: Interpreter,
    scratch_root: Path,
    limits: Limits,
    *,
    available: frozenset[str] = LAYERS,
    sys_platform: str = sys.platform,
) -> Confinement:
    """Find out what this machine offers, and prepare it for a session's guests.

    :param scratch_root: an existing folder; each guest gets one below it.
    :param available: the layers to try; fewer shows what a machine without them would do.
    :param sys_platform: as in `sys.platform`.
    :raises UsageError: if the scratch folders would lie among Python's own files.

    On Linux a guest then inherits its three standard streams and the descriptors of its plan
    alone, however it is started.
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
        except OSError as error:
            # Not built in, not switched on, forbidden by a container, or older than it claims.
            # Anything else (no scratch root, no descriptors) must not pass for that.
            if error.errno not in {errno.ENOSYS, errno.EOPNOTSUPP, errno.EPERM, errno.EINVAL}:
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
    """Hand on to no guest what whoever started this process has handed on to it.

    What Python opens is closed in a child anyway (PEP 446); what was inherited is not.
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
    """Keep other processes of the same user out of this one's memory and descriptors.

    For examiner and host: without Landlock a guest could otherwise read expected
    values from `/proc/<pid>/mem`. Also ends core dumps. Lost at the next exec.

    :returns: whether it is so now; it never is but on Linux.
    """
    if sys.platform != "linux":
        return False
    prctl = ctypes.CDLL(None).prctl
    prctl(4, 0, 0, 0, 0)  # PR_SET_DUMPABLE
    return bool(prctl(3, 0, 0, 0, 0) == 0)  # PR_GET_DUMPABLE


def drop_bounding_set() -> None:
    """Let no program that this process starts have a power of root's; its own stay.

    For an examiner, once: a guest that is started as root then has no capabilities even before
    it gives them up, which takes it half a millisecond for what it finds in its bounding set.
    Fails for an ordinary user, who has none to pass on. See capabilities(7).
    """
    if sys.platform == "linux":
        prctl = ctypes.CDLL(None).prctl
        for capability in range(64):
            if prctl(24, capability, 0, 0, 0) != 0:  # PR_CAPBSET_DROP
                break


def _takes_filters(number: int) -> bool:
    """Whether this kernel lets a process filter its calls: SECCOMP_GET_ACTION_AVAIL (2).

    :param number: of the seccomp call.
    """
    refuse = struct.pack("=I", 0x00050000)  # SECCOMP_RET_ERRNO
    return bool(ctypes.CDLL(None).syscall(ctypes.c_long(number), 2, 0, refuse) == 0)


def _resource_limits(limits: Limits, *, memory: bool) -> dict[str, tuple[int, int, int]]:
    """Protection to resource, soft and hard limit; never above what this process may have.

    :param memory: whether this platform heeds a limit on address space.
    """
    import resource

    # Wall-clock time ends a guest first, unless it computes on several threads at once.
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
