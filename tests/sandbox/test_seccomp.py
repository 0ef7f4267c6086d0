"""The system call filter, run in a small interpreter of its instructions: what it decides."""

from __future__ import annotations

import errno
import struct
from typing import TYPE_CHECKING

import pytest

from grader.sandbox.seccomp import system_call_filter

if TYPE_CHECKING:
    from collections.abc import Sequence

ALLOW, KILL, PID = 0x7FFF0000, 0x80000000, 4321
EPERM, ENOSYS = 0x00050000 | errno.EPERM, 0x00050000 | errno.ENOSYS
AUDIT = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7, "i386": 0x40000003, "arm": 0x40000028}
THREAD, FORK, HIGH = 0x3D0F00, 17, 1 << 32

# Call, number on x86-64, on aarch64 (None: no such call), arguments, what must come of it.
# Written from the kernel's tables apart from those in `grader.sandbox.seccomp`.
CALLS: list[tuple[str, int | None, int | None, tuple[int, ...], int]] = [
    ("read", 0, 63, (), ALLOW),
    ("write", 1, 64, (), ALLOW),
    ("mmap", 9, 222, (), ALLOW),
    ("futex", 202, 98, (), ALLOW),
    ("newfstatat", 262, 79, (), ALLOW),
    ("getdents64", 217, 61, (), ALLOW),
    ("close_range", 436, 436, (), ALLOW),
    ("epoll_pwait", 281, 22, (), ALLOW),
    ("rt_sigreturn", 15, 139, (), ALLOW),
    ("clock_nanosleep", 230, 115, (), ALLOW),
    ("getrandom", 318, 278, (), ALLOW),
    ("exit_group", 231, 94, (), ALLOW),
    ("clone a thread", 56, 220, (THREAD,), ALLOW),
    ("clone a thread, musl", 56, 220, (0x7D0F00,), ALLOW),
    ("clone a process", 56, 220, (FORK,), EPERM),
    ("clone a parent's child", 56, 220, (THREAD | 0x8000,), EPERM),
    ("clone a namespace", 56, 220, (THREAD | 0x10000000,), EPERM),
    ("clone3", 435, 435, (), ENOSYS),
    ("fork", 57, None, (), EPERM),
    ("vfork", 58, None, (), EPERM),
    ("execve", 59, 221, (), EPERM),
    ("execveat", 322, 281, (), EPERM),
    ("kill oneself", 62, 129, (PID, 9), ALLOW),
    ("kill another", 62, 129, (PID + 1, 9), EPERM),
    ("kill the group", 62, 129, (0, 9), EPERM),
    ("kill everybody", 62, 129, (0xFFFFFFFF, 9), EPERM),
    ("tgkill oneself", 234, 131, (PID, 7, 9), ALLOW),
    ("tgkill another", 234, 131, (1, 7, 9), EPERM),
    ("tkill", 200, 130, (PID, 9), EPERM),
    ("rt_sigqueueinfo", 129, 138, (PID, 9), EPERM),
    ("pidfd_send_signal", 424, 424, (), EPERM),
    ("open for reading", 2, None, (0, 0o2000000), ALLOW),
    ("openat for reading", 257, 56, (0, 0, 0o2000000), ALLOW),
    ("openat, new", 257, 56, (0, 0, 0o1101), ALLOW),
    ("openat, reading and emptying", 257, 56, (0, 0, 0o1000), EPERM),
    ("openat2", 437, 437, (), ENOSYS),
    ("socket", 41, 198, (1, 1), EPERM),
    ("connect", 42, 203, (), EPERM),
    ("bind", 49, 200, (), EPERM),
    ("listen", 50, 201, (), EPERM),
    ("accept4", 288, 242, (), EPERM),
    ("sendmsg", 46, 211, (), EPERM),
    ("socketpair of streams", 53, 199, (1, 0o2004001), ALLOW),
    ("socketpair of datagrams", 53, 199, (1, 2), EPERM),
    ("socketpair of packets", 53, 199, (1, 5), EPERM),
    ("socketpair of TIPC", 53, 199, (30, 1), EPERM),
    ("send", 44, 206, (3, 0, 0, 0, 0), ALLOW),
    ("sendto", 44, 206, (3, 0, 0, 0, 0x1000), EPERM),
    ("sendto, high address", 44, 206, (3, 0, 0, 0, 0x7F << 32), EPERM),
    ("F_DUPFD_CLOEXEC", 72, 25, (3, 1030), ALLOW),
    ("F_SETOWN", 72, 25, (3, 8), EPERM),
    ("F_SETSIG", 72, 25, (3, 10), EPERM),
    ("F_SETOWN_EX", 72, 25, (3, 15), EPERM),
    ("F_NOTIFY", 72, 25, (3, 1026), EPERM),
    ("F_SETOWN behind a high half", 72, 25, (3, HIGH | 8), EPERM),
    ("TCGETS", 16, 29, (0, 0x5401), ALLOW),
    ("TIOCSTI", 16, 29, (0, 0x5412), EPERM),
    ("TIOCLINUX", 16, 29, (0, 0x541C), EPERM),
    ("TIOCSTI behind a high half", 16, 29, (0, HIGH | 0x5412), EPERM),
    ("FIOSETOWN", 16, 29, (0, 0x8901), EPERM),
    ("PR_SET_NAME", 157, 167, (15,), ALLOW),
    ("PR_SET_DUMPABLE", 157, 167, (4, 1), EPERM),
    ("PR_SET_MM", 157, 167, (35,), EPERM),
    ("getrlimit", 302, 261, (0, 7, 0, 0x1000), ALLOW),
    ("setrlimit", 302, 261, (0, 7, 0x1000, 0), EPERM),
    ("setrlimit, high address", 302, 261, (0, 7, 0x7F << 32, 0), EPERM),
    ("another's getrlimit", 302, 261, (1, 7, 0, 0x1000), EPERM),
    ("setrlimit", 160, 164, (), EPERM),
    ("ptrace", 101, 117, (), EPERM),
    ("process_vm_readv", 310, 270, (), EPERM),
    ("io_uring_setup", 425, 425, (), EPERM),
    ("memfd_create", 319, 279, (), EPERM),
    ("chmod", 90, None, (), EPERM),
    ("fchmodat", 268, 53, (), EPERM),
    ("fchmodat2", 452, 452, (), EPERM),
    ("utimensat", 280, 88, (), EPERM),
    ("truncate", 76, 45, (), EPERM),
    ("ftruncate", 77, 46, (), ALLOW),
    ("symlinkat", 266, 36, (), EPERM),
    ("linkat", 265, 37, (), EPERM),
    ("mknodat", 259, 33, (), EPERM),
    ("mount", 165, 40, (), EPERM),
    ("unshare", 272, 97, (), EPERM),
    ("setns", 308, 268, (), EPERM),
    ("bpf", 321, 280, (), EPERM),
    ("keyctl", 250, 219, (), EPERM),
    ("shmget", 29, 194, (), EPERM),
    ("mq_open", 240, 180, (), EPERM),
    ("inotify_add_watch", 254, 27, (), EPERM),
    ("seccomp", 317, 277, (), EPERM),
    ("setpriority", 141, 140, (), EPERM),
    ("sched_setaffinity", 203, 122, (), EPERM),
    ("setsid", 112, 157, (), EPERM),
    ("personality", 135, 92, (), EPERM),
    ("of tomorrow", 700, 700, (), ENOSYS),
    ("x32's read", 0x40000000, 0x40000000, (), ENOSYS),
    ("no number", 0xFFFFFFFF, 0xFFFFFFFF, (), ENOSYS),
]


def run_filter(program: bytes, number: int, audit: int, arguments: Sequence[int]) -> int:
    """What the kernel would make of a call: an interpreter of the instructions in use."""
    words = [*arguments, *[0] * (6 - len(arguments))]
    data = struct.pack("<IIQ6Q", number, audit, 0, *words)
    code = list(struct.iter_unpack("<HBBI", program))
    place = accumulator = 0
    while True:
        operation, true, false, constant = code[place]
        place += 1
        if operation == 0x20:  # load a word of the data
            assert constant % 4 == 0
            (accumulator,) = struct.unpack_from("<I", data, constant)
        elif operation == 0x54:
            accumulator &= constant
        elif operation == 0x05:  # only ever forward
            place += constant
        elif operation == 0x15:
            place += true if accumulator == constant else false
        elif operation == 0x35:
            place += true if accumulator >= constant else false
        else:
            assert operation == 0x06
            return int(constant)


def own_filter(machine: str) -> bytes:
    """The filter of a machine type, as a guest with pid PID would load it."""
    prepared = system_call_filter(machine)
    assert prepared is not None
    program = bytearray(prepared.program)
    for place in prepared.own_pid_at:
        program[place : place + 4] = PID.to_bytes(4, "little")
    return bytes(program)


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_filter_decides_calls(machine: str) -> None:
    """Every call of the table is allowed, refused or unknown, as written there."""
    program = own_filter(machine)
    wrong = []
    for name, *numbers, arguments, expected in CALLS:
        number = numbers[machine == "aarch64"]
        if (
            number is not None
            and run_filter(program, number, AUDIT[machine], arguments) != expected
        ):
            wrong.append(name)
    assert wrong == []


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_filter_ends_calls_of_other_architectures(machine: str) -> None:
    """Numbers mean other calls there, so none is looked at."""
    program = own_filter(machine)
    for name, audit in AUDIT.items():
        if name != machine:
            assert {run_filter(program, n, audit, ()) for n in (0, 1, 20, 500)} == {KILL}


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_filter_is_a_program_that_a_kernel_takes(machine: str) -> None:
    """It is no longer than 4096 instructions, and every number comes to an end in few."""
    program = own_filter(machine)
    assert len(program) % 8 == 0
    assert len(program) // 8 <= 4096
    outcomes = {run_filter(program, n, AUDIT[machine], ()) for n in range(600)}
    assert outcomes == {ALLOW, EPERM, ENOSYS}


def test_unknown_machine_has_no_filter() -> None:
    """Where the numbers are not known nothing is guessed."""
    assert system_call_filter("riscv64") is None
