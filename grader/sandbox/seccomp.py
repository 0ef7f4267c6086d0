"""The system call filter of a guest on Linux, as a classic BPF program for seccomp.

The filter is a list of allowed calls. Every other known call is refused with EPERM, which Python
shows as PermissionError; calls of future kernels with ENOSYS, so that the C library falls back to
older ones. A call for another architecture, whose numbers mean other calls, ends the guest.

Allowed are the calls that an interpreter needs to run code, threads, an event loop and files in
one folder. Not allowed are: starting or replacing a process; sockets that reach anything; other
processes (signals, tracing, limits, priorities); changing a file's mode, owner or times; links;
memory outside the address space limit (memfd, System V, POSIX queues); every kind of mount,
module, key or clock; and io_uring, whose calls no filter sees.

Numbers come from Linux's `asm/unistd_64.h` (x86-64) and `asm-generic/unistd.h`
(aarch64), flags from its other `uapi` headers, program and data layout from
`linux/filter.h` and `linux/seccomp.h`. Both tables run in the tests in a small
interpreter; the x86-64 one has also held real guests.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# Name, number on x86-64, number on aarch64; `-` where the call does not exist.
_ALLOWED = """
    read 0 63; write 1 64; readv 19 65; writev 20 66; pread64 17 67; pwrite64 18 68
    preadv 295 69; pwritev 296 70; preadv2 327 286; pwritev2 328 287; lseek 8 62; close 3 57
    close_range 436 436; dup 32 23; dup2 33 -; dup3 292 24; pipe 22 -; pipe2 293 59
    eventfd2 290 19; fsync 74 82; fdatasync 75 83; flock 73 32; ftruncate 77 46; fstat 5 80
    fstatfs 138 44
    poll 7 -; ppoll 271 73; select 23 -; pselect6 270 72; epoll_create 213 -
    epoll_create1 291 20; epoll_ctl 233 21; epoll_wait 232 -; epoll_pwait 281 22
    epoll_pwait2 441 441; nanosleep 35 101; clock_nanosleep 230 115; restart_syscall 219 128
    pause 34 -; alarm 37 -; setitimer 38 103; getitimer 36 102; wait4 61 260; waitid 247 95
    stat 4 -; lstat 6 -; newfstatat 262 79; statx 332 291; statfs 137 43; access 21 -
    faccessat 269 48; faccessat2 439 439; readlink 89 -; readlinkat 267 78; getcwd 79 17
    chdir 80 49; fchdir 81 50; getdents 78 -; getdents64 217 61; creat 85 -; mkdir 83 -
    mkdirat 258 34; rmdir 84 -; unlink 87 -; unlinkat 263 35; rename 82 -; renameat 264 38
    umask 95 166
    mmap 9 222; munmap 11 215; mprotect 10 226; mremap 25 216; brk 12 214; madvise 28 233
    msync 26 227
    futex 202 98; futex_waitv 449 449; set_robust_list 273 99; set_tid_address 218 96
    rseq 334 293; sched_yield 24 124; sched_getaffinity 204 123; getcpu 309 168; gettid 186 178
    rt_sigaction 13 134; rt_sigprocmask 14 135; rt_sigreturn 15 139; rt_sigpending 127 136
    rt_sigsuspend 130 133; rt_sigtimedwait 128 137; sigaltstack 131 132
    recvfrom 45 207; getsockname 51 204; getpeername 52 205; getsockopt 55 209; shutdown 48 210
    getpid 39 172; getppid 110 173; getpgrp 111 -; getpgid 121 155; getsid 124 156
    getuid 102 174; geteuid 107 175; getgid 104 176; getegid 108 177; getresuid 118 148
    getresgid 120 150; getgroups 115 158; getpriority 140 141; getrlimit 97 163
    getrusage 98 165; times 100 153; time 201 -; gettimeofday 96 169; clock_gettime 228 113
    clock_getres 229 114; uname 63 160; sysinfo 99 179; getrandom 318 278
    exit 60 93; exit_group 231 94
"""

# Calls that are allowed for some arguments only: see `_RULES`.
_TESTED = """
    open 2 -; openat 257 56; fcntl 72 25; ioctl 16 29; prctl 157 167; prlimit64 302 261
    clone 56 220; kill 62 129; tgkill 234 131; socketpair 53 199; sendto 44 206
    renameat2 316 276
"""

# Calls that are refused with ENOSYS, as if the kernel did not have them. Their arguments lie in
# memory, where no filter can look (clone3, openat2), or libc tries them first and can do without
# (map_shadow_stack, the three new futex calls, mseal).
_UNKNOWN = """
    clone3 435 435; openat2 437 437; map_shadow_stack 453 453; futex_wake 454 454
    futex_wait 455 455; futex_requeue 456 456; mseal 462 462
"""

# The first number that no released kernel used when this was written (Linux 6.18).
_FUTURE = 470


# By `os.uname().machine`: column of the tables, AUDIT_ARCH_… from `linux/audit.h`, number of the
# seccomp call itself. On other machines there is no filter, and the guest reports none.
_ARCHITECTURES = MappingProxyType({"x86_64": (1, 0xC000003E, 317), "aarch64": (2, 0xC00000B7, 277)})


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemCallFilter:
    """A filter without the guest's pid, which the guest fills in before it loads the filter.

    :param program: the instructions, as an array of `struct sock_filter`.
    :param own_pid_at: byte offsets at which the guest's pid belongs, as 32 bits, little-endian.
    :param seccomp: number of the system call that loads the filter.
    """

    program: bytes
    own_pid_at: tuple[int, ...]
    seccomp: int


@dataclass(frozen=True, slots=True)
class _Condition:
    """A condition on a call: the masked 32-bit half of an argument is one of the values."""

    index: int
    values: tuple[int, ...]
    mask: int = 0xFFFFFFFF
    high: bool = False


_OWN_PID = -1
_NULL = (0,)

# Conditions under which a call is allowed; all must hold. The kernel reads pids, commands and
# flags as 32 bits, so their upper halves are not tested; both halves of pointers are.
_RULES: Mapping[str, tuple[_Condition, ...]] = MappingProxyType(
    {
        # Read-only and truncating at once: empties a file that Landlock before its
        # third version lets a guest open for reading. Bits: O_ACCMODE 3, O_TRUNC 0x200.
        "open": (_Condition(1, (0, 1, 2, 0x201, 0x202), mask=0x203),),
        "openat": (_Condition(2, (0, 1, 2, 0x201, 0x202), mask=0x203),),
        # F_DUPFD to F_SETLKW, F_OFD_GETLK to F_OFD_SETLKW, F_DUPFD_CLOEXEC, F_GETPIPE_SZ.
        # Not F_SETOWN and F_SETSIG: with O_ASYNC they send any signal to any process.
        "fcntl": (_Condition(1, (0, 1, 2, 3, 4, 5, 6, 7, 36, 37, 38, 1030, 1032)),),
        # TCGETS, TCGETS2 (isatty), TIOCGWINSZ, FIONREAD, FIONBIO, FIONCLEX, FIOCLEX.
        # Not TIOCSTI and TIOCLINUX (typing for others), FIOSETOWN (signals, as above).
        "ioctl": (_Condition(1, (0x5401, 0x802C542A, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)),),
        # PR_GET_DUMPABLE, PR_SET_NAME and PR_GET_NAME (threads), PR_GET_SECCOMP,
        # PR_GET_NO_NEW_PRIVS.
        "prctl": (_Condition(0, (3, 15, 16, 21, 39)),),
        # Asking for one's own limits: pid 0, no new limit.
        "prlimit64": (_Condition(0, (0,)), _Condition(2, _NULL), _Condition(2, _NULL, high=True)),
        # Exactly the flags with which glibc and musl start a thread.
        "clone": (_Condition(0, (0x3D0F00, 0x7D0F00)),),
        "kill": (_Condition(0, (_OWN_PID,)),),
        "tgkill": (_Condition(0, (_OWN_PID,)),),
        # AF_UNIX, SOCK_STREAM: an event loop wakes itself through one. A datagram socket
        # could send to any address by name.
        "socketpair": (_Condition(0, (1,)), _Condition(1, (1,), mask=0xF)),
        # As send() calls it: without an address.
        "sendto": (_Condition(4, _NULL), _Condition(4, _NULL, high=True)),
        # RENAME_NOREPLACE, RENAME_EXCHANGE. Not RENAME_WHITEOUT, which makes a device.
        "renameat2": (_Condition(4, (0, 1, 2)),),
    }
)

# Classic BPF, `linux/filter.h` and `linux/bpf_common.h`.
_LOAD, _AND, _JUMP, _IF_EQUAL, _IF_AT_LEAST, _RETURN = 0x20, 0x54, 0x05, 0x15, 0x35, 0x06
# Return values of a filter, `linux/seccomp.h`; the low 16 bits are the errno.
_ALLOW, _KILL, _EPERM, _ENOSYS = 0x7FFF0000, 0x80000000, 0x00050001, 0x00050026

# Operation, jump if true, jump if false, constant; a call's name is a jump to its conditions.
_Instruction = tuple[int, int, int, int | str]


def system_call_filter(machine: str) -> SystemCallFilter | None:
    """Return the filter for a machine type.

    :param machine: such as `x86_64`, from `os.uname().machine`.
    :returns: None for a machine whose numbers are not in the tables.
    """
    if machine not in _ARCHITECTURES:
        return None
    column, audit, seccomp = _ARCHITECTURES[machine]
    code: list[_Instruction] = [
        (_LOAD, 0, 0, 4),  # struct seccomp_data: nr at 0, arch at 4, arguments from 16
        (_IF_EQUAL, 1, 0, audit),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, 0),
        *_decide(_ranges(column)),
    ]
    starts: dict[int | str, int] = {}
    for name, conditions in _RULES.items():
        starts[name] = len(code)
        code += _rule(conditions)
    own_pid_at = tuple(8 * i + 4 for i, op in enumerate(code) if op[3] == _OWN_PID)
    program = b"".join(
        struct.pack(
            "<HBBI",
            operation,
            true,
            false,
            (starts[constant] - place - 1 if constant in starts else int(constant)) & 0xFFFFFFFF,
        )
        for place, (operation, true, false, constant) in enumerate(code)
    )
    return SystemCallFilter(program=program, own_pid_at=own_pid_at, seccomp=seccomp)


def _numbers(table: str, column: int) -> dict[str, int]:
    """Return name to number for one architecture, from one of the tables."""
    rows = [row.split() for row in table.replace("\n", ";").split(";") if row.strip()]
    return {row[0]: int(row[column]) for row in rows if row[column] != "-"}


def _ranges(column: int) -> list[tuple[int, int | str]]:
    """Return (first number of a range, action) in ascending order; neighbours' actions differ."""
    actions: dict[int, int | str] = dict.fromkeys(range(_FUTURE), _EPERM)
    actions |= dict.fromkeys(_numbers(_ALLOWED, column).values(), _ALLOW)
    actions |= dict.fromkeys(_numbers(_UNKNOWN, column).values(), _ENOSYS)
    actions |= {number: name for name, number in _numbers(_TESTED, column).items()}
    # Above lie x32's numbers too (bit 30), which have the audit value of x86-64.
    actions[_FUTURE] = _ENOSYS
    return [(n, action) for n, action in sorted(actions.items()) if action != actions.get(n - 1)]


def _decide(ranges: Sequence[tuple[int, int | str]]) -> list[_Instruction]:
    """Return a binary search for the range that holds the loaded number.

    Linear search costs more: when a filter is loaded the kernel runs it over every number, to
    remember the calls that are always allowed.
    """
    if len(ranges) == 1:
        action = ranges[0][1]
        return [(_JUMP if isinstance(action, str) else _RETURN, 0, 0, action)]
    middle = len(ranges) // 2
    below, above = _decide(ranges[:middle]), _decide(ranges[middle:])
    split = ranges[middle][0]
    if len(below) < 256:
        return [(_IF_AT_LEAST, len(below), 0, split), *below, *above]
    # A conditional jump reaches 255 instructions, an unconditional one any number.
    return [(_IF_AT_LEAST, 0, 1, split), (_JUMP, 0, 0, len(below)), *below, *above]


def _rule(conditions: Sequence[_Condition]) -> list[_Instruction]:
    """Return instructions that allow the call if all conditions hold, and else refuse it."""
    code: list[_Instruction] = []
    for condition in conditions:
        code.append((_LOAD, 0, 0, 16 + 8 * condition.index + 4 * condition.high))
        if condition.mask != 0xFFFFFFFF:
            code.append((_AND, 0, 0, condition.mask))
        last = len(condition.values) - 1
        code += [
            (_IF_EQUAL, last - place + 1, 0, value) for place, value in enumerate(condition.values)
        ]
        code.append((_RETURN, 0, 0, _EPERM))
    return [*code, (_RETURN, 0, 0, _ALLOW)]
