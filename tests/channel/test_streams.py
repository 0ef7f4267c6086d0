"""What comes from a guest, by both ways of reading it: polled, and by threads as on Windows."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from grader import course
from grader.channel import guest_process
from grader.channel.outcomes import Died, Garbled, Outcome, Raised, Returned, TimedOut
from grader.channel.replies import Wanted
from grader.channel.streams import CLOSED, PollingStreamReader, StreamReader, ThreadedStreamReader
from grader.guest.serve import FRAME_LIMIT
from grader.model import Limits
from grader.sandbox.confinement import prepare
from grader.sandbox.interpreters import Interpreter
from grader.sandbox.launch import program_for

Opened = Callable[[str], tuple[StreamReader, subprocess.Popen[bytes]]]

KINDS = [
    pytest.param(
        PollingStreamReader,
        marks=pytest.mark.skipif(sys.platform == "win32", reason="no poll there"),
    ),
    ThreadedStreamReader,
]
LIMITS = Limits(output_kept=1000, output_total=100_000)

# `send` writes one frame, as a guest would.
TOOLS = """
import os, sys, time
def write(data):
    view = memoryview(data)
    while view: view = view[os.write(1, view):]
def send(body): write(len(body).to_bytes(4, 'little') + body)
"""


@pytest.fixture(params=KINDS)
def opened(request: pytest.FixtureRequest) -> Iterator[Opened]:
    """Starts a program and opens an inbox on it."""
    started: list[tuple[StreamReader, subprocess.Popen[bytes]]] = []

    def start(code: str) -> tuple[StreamReader, subprocess.Popen[bytes]]:
        process = subprocess.Popen(
            [sys.executable, "-I", "-S", "-c", TOOLS + code],
            bufsize=0,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert process.stdout is not None
        assert process.stderr is not None
        started.append((request.param(process.stdout, process.stderr, LIMITS), process))
        return started[-1]

    yield start
    for box, process in started:
        process.kill()
        process.wait()
        box.close()


def test_frames_come_one_by_one_in_order(opened: Opened) -> None:
    """Two frames in one write and a third in pieces are three items; then the line is closed."""
    box, _ = opened(
        "one, two = b'first', b'second'\n"
        "write(len(one).to_bytes(4, 'little') + one + len(two).to_bytes(4, 'little') + two)\n"
        "write(b'\\x05\\0'); time.sleep(0.1); write(b'\\0\\0thi'); time.sleep(0.1); write(b'rd')\n"
    )
    items = [box.next(10) for _ in range(4)]
    assert items == [b"first", b"second", b"third", CLOSED]


def test_the_largest_frame_comes_whole(opened: Opened) -> None:
    """Many chunks, one item."""
    box, _ = opened(f"send(b'x' * {FRAME_LIMIT})")
    assert box.next(30) == b"x" * FRAME_LIMIT


def test_an_announcement_over_the_limit_is_garbled_at_once(opened: Opened) -> None:
    """Nothing of it is waited for."""
    box, _ = opened("write(b'\\xff\\xff\\xff\\xff'); time.sleep(60)")
    item = box.next(10)
    assert isinstance(item, Garbled)
    assert "announced" in item.violation


def test_frame_after_frame_is_told_before_the_frames(opened: Opened) -> None:
    """Who sends what nobody asked for is found out, however many came before."""
    box, _ = opened("write(b'\\x01\\0\\0\\0x' * 100); time.sleep(60)")
    assert box.next(10) == Garbled(violation="sent frame after frame")


def test_a_guest_that_says_nothing_is_waited_for_no_longer_than_asked(opened: Opened) -> None:
    """None after the time, and not before it."""
    box, _ = opened("time.sleep(60)")
    began = time.monotonic()
    assert box.next(0.3) is None
    assert 0.25 < time.monotonic() - began < 10
    assert box.next(0) is None


def test_death_closes_the_line(opened: Opened) -> None:
    """The half of a frame that it sent is no item."""
    box, _ = opened("write(b'\\x09\\0\\0\\0half'); os._exit(3)")
    assert box.next(10) == CLOSED


def test_output_is_kept_up_to_its_limit_and_counted_beyond(opened: Opened) -> None:
    """What was printed before the end is there after it."""
    box, process = opened("os.write(2, b'p' * 5000); send(b'done')")
    assert box.next(10) == b"done"
    process.wait(10)
    box.close()
    assert bytes(box.printed.kept) == b"p" * 1000
    assert box.printed.total == 5000


def test_a_flood_of_output_ends_a_guest_before_its_answer(opened: Opened) -> None:
    """It is told first, although a frame waits too."""
    box, _ = opened("while True: os.write(2, b'p' * 10_000)")
    assert box.next(10) == Died(how="output")


def test_output_does_not_hold_up_an_answer(opened: Opened) -> None:
    """More than a pipe holds is read while the answer is awaited."""
    box, _ = opened("os.write(2, b'p' * 90_000); send(b'done'); time.sleep(60)")
    assert box.next(10) == b"done"


# The line of replies is none of the standard descriptors, so these try all there are.
SPRAY = """import os
    for descriptor in range(3, 64):
        try: os.write(descriptor, {!r})
        except OSError: pass
    return 1"""
BODIES = {
    "normal": "print('said'); return ['an', 'answer']",
    "huge": "return 'x' * (64 << 20)",
    "garbage": SPRAY.format(b"garbage" * 99),
    "frames": SPRAY.format(b"\1\0\0\0x" * 99),
    "death": "import os\n    os._exit(3)",
    "time limit": "while True: pass",
    "output flood": "while True: print('flood' * 10_000)",
    "raised": "raise LookupError('mine')",
}


@pytest.mark.parametrize("what", BODIES)
@pytest.mark.skipif(sys.platform == "win32", reason="has one of the two only")
def test_both_ways_of_reading_a_real_guest_give_the_same_outcome(
    what: str, interpreter: Interpreter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same learner's code through each of them: equal outcomes, equal output."""
    outcomes = []
    for kind in (PollingStreamReader, ThreadedStreamReader):
        monkeypatch.setattr(guest_process, "stream_reader_for", kind)
        outcomes.append(
            called(f"def import_back(name):\n    {BODIES[what]}\n", interpreter, tmp_path)
        )
    assert outcomes[0] == outcomes[1]
    outcome, printed = outcomes[0]
    expected: dict[str, type] = {
        "death": Died, "garbage": Garbled, "frames": Garbled, "time limit": TimedOut,
        "output flood": Died,
        "raised": Raised,
    }  # fmt: skip
    assert isinstance(outcome, expected.get(what, Returned))
    assert ("said" in printed) == (what == "normal")


def called(source: str, interpreter: Interpreter, root: Path) -> tuple[Outcome, str]:
    """What came of a call in a guest of its own, and the beginning of what was printed."""
    declared = course.exercise(1)
    limits = Limits(seconds=1.0, output_kept=1000, output_total=1 << 20)
    root = Path(tempfile.mkdtemp(dir=root))
    with prepare(interpreter, root, limits) as confinement:
        folder = root / "scratch"
        folder.mkdir()
        guest = guest_process.GuestProcess(
            interpreter=interpreter,
            program=program_for(interpreter),
            confinement=confinement,
            folder=folder,
            name=declared.slug,
            seed="seed",
            limits=limits,
        )
        guest.allow(limits.seconds)
        guest.ask("compile", source.encode())
        loaded = guest.ask("load", b"", declared.functions)
        function = guest.ask("learner", "import_back", wanted=Wanted.HANDLE)
        assert isinstance(function, Returned), (loaded, function)
        outcome = guest.ask("call", function.handle, ("sys",), {})
        guest.end()
        return outcome, guest.printed[:1000]
