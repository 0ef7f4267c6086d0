"""A guest that does not start, lies or speaks out of turn is noticed on its line."""

from __future__ import annotations

import errno
import marshal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from grader.channel import guest_process
from grader.channel.guest_process import GuestProcess
from grader.channel.outcomes import Died, Garbled, Returned
from grader.errors import Fault
from grader.guest.serve import BOOT_SIZE
from grader.model import Limits
from grader.sandbox import launch
from grader.sandbox.confinement import prepare
from grader.sandbox.interpreters import Interpreter
from grader.sandbox.launch import ChildProcess, program_for

LIMITS = Limits(seconds=3.0)
Start = Callable[[bytes], GuestProcess]


@pytest.fixture
def start(interpreter: Interpreter, tmp_path: Path) -> Iterator[Start]:
    """Start guests with a program of one's own, and leave none behind."""
    started: list[GuestProcess] = []
    folder = tmp_path / "scratch"
    folder.mkdir()
    with prepare(interpreter, tmp_path, LIMITS) as confinement:

        def begin(parts: bytes) -> GuestProcess:
            started.append(
                GuestProcess(
                    interpreter=interpreter,
                    program=parts,
                    confinement=confinement,
                    folder=folder,
                    name="answer",
                    seed="seed",
                    limits=LIMITS,
                )
            )
            return started[-1]

        yield begin
        for guest in started:
            guest.end()


def changed(interpreter: Interpreter, place: int, text: str) -> bytes:
    """Return the guest's program with one of its parts replaced."""
    whole = program_for(interpreter)
    parts = marshal.loads(whole[BOOT_SIZE + 4 :])
    parts[place] = compile(text, "guest", "exec")
    changed = marshal.dumps(parts)
    return whole[:BOOT_SIZE] + len(changed).to_bytes(4, "little") + changed


def code(source: str) -> bytes:
    """Return a learner's file as a guest is given it."""
    return marshal.dumps(compile(source, "answer.py", "exec"))


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("raise SystemExit(7)", "exit status 7"),
        ("import posix\nposix.kill(posix.getpid(), 9)", "signal SIGKILL"),
        ("import posix\nposix.kill(posix.getpid(), 40)", "signal 40"),
    ],
)
def test_one_that_does_not_start_is_our_fault_and_says_how_it_ended(
    start: Start, interpreter: Interpreter, text: str, how: str
) -> None:
    """Not the learner's: nothing of theirs has run."""
    with pytest.raises(Fault, match=rf"a guest interpreter did not start \(.*{how}\)"):
        start(changed(interpreter, 0, text)).hello()


def test_one_whose_process_cannot_be_started_is_our_fault(
    start: Start, interpreter: Interpreter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The system may allow no more processes; that is said, and no descriptor is left open."""

    def refused(*_: object) -> ChildProcess:
        raise BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")

    monkeypatch.setattr(guest_process, "spawn", refused)
    with pytest.raises(Fault, match="no more processes and threads"):
        start(program_for(interpreter))


def test_one_that_sealed_nothing_is_our_fault(start: Start, interpreter: Interpreter) -> None:
    """What this machine gives must be on; else learner code would run with more rights."""
    guest = start(changed(interpreter, 1, "def seal(plan): return {}"))
    for _ in range(2):  # the reason stays, and is not that it was killed for it
        with pytest.raises(Fault, match="reported fewer protections than this machine gives"):
            guest.hello()


@pytest.mark.parametrize(
    ("program", "value"),
    [
        ("result = text[1:3]", "bc"),  # a constant of its code is a slice, on Python 3.14
        ("result = text[::-1]", "dcba"),
        (
            "result = [len(text), 1 << 70, 1.5, 2j == 2j, ..., b'b', (1, (2,)), {*'a'} == {'a'}][3]",
            True,
        ),
        ("result = text in {'abcd', 'x'}", True),
    ],
)
def test_a_prop_may_hold_every_kind_of_constant(
    start: Start, interpreter: Interpreter, program: str, value: object
) -> None:
    """It is sent as code to a guest of our own version."""
    guest = start(program_for(interpreter))
    outcome = guest.ask("run", program, {"text": "abcd"})
    assert isinstance(outcome, Returned)
    assert outcome.value == value


def test_one_that_has_ended_says_the_same_again(start: Start, interpreter: Interpreter) -> None:
    """What is asked later finds no other end, and waits for nothing."""
    guest = start(program_for(interpreter))
    guest.allow(LIMITS.seconds)
    first = guest.ask("load", code("import os\nos._exit(3)"), ())
    assert first == Died(how="exit status 3")
    assert guest.ask("load", code("x = 1"), ()) is first
    guest.kill()
    guest.end()


def test_one_that_answers_before_it_was_asked_is_caught(
    start: Start, interpreter: Interpreter
) -> None:
    """An answer must not be written ahead of its question."""
    guest = start(program_for(interpreter))
    guest.allow(LIMITS.seconds)
    source = (
        "import os, threading\n"
        "def ahead():\n"
        "    for place in range(3, 64):\n"
        "        try: os.write(place, b'\\x02\\0\\0\\0{}')\n"
        "        except OSError: pass\n"
        "def soon():\n"
        "    threading.Timer(0.1, ahead).start()\n"
    )
    assert isinstance(guest.ask("load", code(source), ("soon",)), Returned)
    assert isinstance(guest.ask("call", "soon", (), {}), Returned)
    for _ in range(100):
        outcome = guest.ask("run", "import time\ntime.sleep(0.05)\nresult = 1", {})
        if not isinstance(outcome, Returned):
            break
    assert isinstance(outcome, Garbled)


def test_another_version_that_cannot_compile_the_guest_is_our_fault(tmp_path: Path) -> None:
    """As one that is broken; the doctor says more."""
    broken = tmp_path / "python"
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(0o755)
    other = Interpreter(
        executable=str(broken), prefix="", base_prefix="", stdlib="", platstdlib="",
        version="3.11.0", libraries=(), modules=frozenset(),
    )  # fmt: skip
    with pytest.raises(Fault, match="could not compile the guest"):
        program_for(other)


def test_a_prop_that_does_not_compile_goes_as_it_is() -> None:
    """The guest says what is wrong with it, in its own version of Python."""
    assert launch.prop_code("def (") == "def ("
    assert not isinstance(launch.prop_code("result = 1"), str)
