"""System calls that a sealed guest tries in vain: processes, signals, sockets, the rest."""

from __future__ import annotations

import os
import platform
import signal
import socket
import sys
from typing import TYPE_CHECKING

import pytest
from support.bench import RAW, REFUSED, all_refused

if TYPE_CHECKING:
    from support.bench import Bench

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs Landlock and seccomp")


def test_starts_no_process(bench: Bench) -> None:
    """No fork in any form, no other program."""
    result = bench.run(
        """
import subprocess
answer['fork'] = tried(os.fork)
answer['forkpty'] = tried(os.forkpty)
answer['children'] = tried(os.waitpid, -1, os.WNOHANG)
answer['spawn'] = tried(os.posix_spawn, '/bin/true', ['true'], {})
answer['exec'] = tried(os.execv, '/bin/true', ['true'])
answer['subprocess'] = tried(subprocess.run, ['/bin/true'])
answer['setsid'] = tried(os.setsid)
answer['setpgid'] = tried(os.setpgid, 0, 0)
"""
        + RAW
        + """
if os.uname().machine == 'x86_64':
    answer['raw fork'] = raw(57)
    answer['raw vfork'] = raw(58)
    answer['clone'] = raw(56, 17)
    answer['clone and share memory'] = raw(56, 0x100 | 0x4000 | 17)
    answer['clone a thread in a namespace'] = raw(56, 0x3d0f00 | 0x10000000)
    arguments = ctypes.create_string_buffer(b'\\0' * 32 + b'\\x11' + b'\\0' * 55)
    answer['clone3'] = raw(435, arguments, 88)
    answer['execveat'] = raw(322, -100, b'/bin/true', 0, 0, 0)
    answer['unshare'] = raw(272, 0x10000000)
"""
    )
    # Python 3.15 loses the number of forkpty's error. There is no child, which is what counts.
    assert result.answer.pop("forkpty") in REFUSED | {"[Errno 0] Error"}, result
    assert result.answer.pop("children") == "ECHILD", result
    assert all_refused(result.answer), result


def test_signals_nobody_but_itself(bench: Bench) -> None:
    """Neither by pid nor by group, by descriptor, by queue or as an owner of one."""
    # Signal 0 asks for permission and harms nobody if it is given.
    result = bench.run(
        f"""
import signal, fcntl
parent = {os.getpid()}
for pid in (parent, 0, -1, 1, -parent): answer[pid] = tried(os.kill, pid, 0)
answer['group'] = tried(os.killpg, {os.getpgid(0)}, 0)
answer['pidfd'] = tried(os.pidfd_open, parent)
end, other = os.pipe()
answer['owner'] = tried(fcntl.fcntl, end, fcntl.F_SETOWN, parent)
answer['owner by ioctl'] = tried(fcntl.ioctl, end, 0x8901, parent.to_bytes(4, 'little'))
answer['signal'] = tried(fcntl.fcntl, end, 10, signal.SIGKILL)
answer['priority'] = tried(os.setpriority, os.PRIO_PROCESS, parent, 19)
answer['affinity'] = tried(os.sched_setaffinity, parent, [0])
"""
        + RAW
        + """
if os.uname().machine == 'x86_64':
    answer['tkill'] = raw(200, parent, 0)
    answer['tgkill'] = raw(234, parent, parent, 0)
    answer['queue'] = raw(129, parent, 0, ctypes.create_string_buffer(128))
    answer['queue to thread'] = raw(297, parent, parent, 0, ctypes.create_string_buffer(128))
assert all(answer.values())
got = []
signal.signal(signal.SIGUSR1, lambda *_: got.append(1))
os.kill(os.getpid(), signal.SIGUSR1); signal.raise_signal(signal.SIGUSR1)
assert got == [1, 1]
"""
    )
    assert result.errors == ""
    assert all_refused(result.answer), result


def test_reaches_no_socket(bench: Bench) -> None:
    """No TCP, UDP, local or abstract socket; a pair stays between its two ends."""
    with socket.socket() as tcp, socket.socket(type=socket.SOCK_DGRAM) as udp:
        tcp.bind(("127.0.0.1", 0))
        tcp.listen(1)
        udp.bind(("127.0.0.1", 0))
        tcp.settimeout(0.01)
        udp.settimeout(0.01)
        result = bench.run(
            f"""
import socket
def tcp(): socket.create_connection(('127.0.0.1', {tcp.getsockname()[1]}), 1)
def udp(): socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', {udp.getsockname()!r})
def pair(kind): return socket.socketpair(socket.AF_UNIX, kind)
one, two = pair(socket.SOCK_STREAM)
answer['tcp'] = tried(tcp)
answer['udp'] = tried(udp)
for family in (socket.AF_UNIX, socket.AF_INET6, socket.AF_NETLINK, 17, 40):
    answer[int(family)] = tried(socket.socket, family, socket.SOCK_DGRAM)
answer['datagrams'] = tried(pair, socket.SOCK_DGRAM)
answer['packets'] = tried(pair, socket.SOCK_SEQPACKET)
answer['bind'] = tried(one.bind, 'name')
answer['listen'] = tried(one.listen)
answer['connect'] = tried(one.connect, '\\0name')
answer['sendto'] = tried(one.sendto, b'x', '\\0name')
answer['sendmsg'] = tried(one.sendmsg, [b'x'])
answer['option'] = tried(one.setsockopt, socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 20)
one.send(b'y'); assert two.recv(1) == b'y'
"""
        )
        assert result.errors == ""
        assert all_refused(result.answer), result
        for listener in (tcp.accept, lambda: udp.recv(1)):
            with pytest.raises(TimeoutError):
                listener()


@pytest.mark.skipif(platform.machine() != "x86_64", reason="call numbers of x86-64")
def test_makes_no_dangerous_call(bench: Bench) -> None:
    """What traces, watches, mounts, maps past the limit or loads into the kernel is refused."""
    calls = {
        "ptrace attach": (101, 16, os.getpid()), "ptrace traceme": (101, 0),
        "process_vm_readv": (310, os.getpid()), "process_vm_writev": (311, os.getpid()),
        "kcmp": (312, os.getpid()), "perf_event_open": (298,), "bpf": (321,), "userfaultfd": (323,),
        "io_uring_setup": (425, 4), "io_uring_enter": (426,), "keyctl": (250,), "add_key": (248,),
        "request_key": (249,), "inotify_init": (253,), "inotify_init1": (294,),
        "fanotify_init": (300,), "mount": (165,), "umount2": (166,), "setns": (308,),
        "unshare": (272,), "chroot": (161,), "pivot_root": (155,), "init_module": (175,),
        "finit_module": (313,), "kexec_load": (246,), "reboot": (169,), "swapon": (167,),
        "name_to_handle_at": (303,), "open_by_handle_at": (304,), "personality": (135, 0xFFFFFFFF),
        "shmget": (29, 0, 4096, 0o1600), "semget": (64, 0, 1, 0o1600), "msgget": (68, 0, 0o1600),
        "mq_open": (240,), "memfd_create": (319, b"x"), "memfd_secret": (447,), "seccomp": (317,),
        "set dumpable": (157, 4, 1), "set name of memory": (157, 35), "quotactl": (179,),
        "syslog": (103, 10), "acct": (163,), "settimeofday": (164,), "clock_settime": (227,),
        "sethostname": (170, b"x", 1), "pidfd_getfd": (438,), "pidfd_send_signal": (424,),
        "process_madvise": (440,), "prlimit64": (302, os.getpid()), "get_robust_list": (274, 1),
        "move_pages": (279, os.getpid()), "openat2": (437,), "fsopen": (430, b"tmpfs"),
        "landlock_create_ruleset": (444,), "setuid": (105,), "capset": (126,), "modify_ldt": (154,),
        "iopl": (172, 3), "x32 getpid": (0x40000027,), "unheard of": (1000,), "sync": (162,),
        "renameat2 whiteout": (316, -100, b"a", -100, b"b", 4),
    }  # fmt: skip
    result = bench.run(RAW + f"answer |= {{name: raw(*c) for name, c in {calls!r}.items()}}")
    assert len(result.answer) == len(calls), result
    assert all_refused(result.answer), result


@pytest.mark.skipif(platform.machine() != "x86_64", reason="machine code of x86-64")
def test_call_of_another_architecture_ends_the_guest(bench: Bench) -> None:
    """The 32-bit gate, where numbers mean other calls, is death by SIGSYS."""
    # mov eax, 20 (getpid of i386); int 0x80; ret
    code = """
import ctypes, mmap
page = mmap.mmap(-1, 4096, prot=7)
page.write(b'\\xb8\\x14\\0\\0\\0\\xcd\\x80\\xc3')
ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(page)))()
"""
    assert bench.run(code).status == -signal.SIGSYS
