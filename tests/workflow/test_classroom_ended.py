"""`grade classroom` ended in the middle: by a signal, by its deadline, by SIGKILL, by a guest."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.grading import attempt, solution
from support.processes import SLEEPER, STUBBORN, children, eventually, guests_at_once, is_alive
from support.workflow_step import UNCONFINED, Step, all_valid

from grader import course
from grader.host.folder_grading import RunEvents, grade_all
from grader.model import CONFINED, Ungraded

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks processes up in /proc")

LONG = ("--time-limit", "300", "--deadline", "300")


@contextlib.contextmanager
def started(step: Step, *arguments: str, code: str = "") -> Iterator[subprocess.Popen[str]]:
    """Start a step and leave nothing of it behind, whatever the test finds."""
    process = step.start(*arguments, **({"code": code} if code else {}))
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def guests(pid: int) -> list[int]:
    """Return the guests of a step at work."""
    return [guest for examiner in children(pid) for guest in children(examiner)]


def at_work(process: subprocess.Popen[str]) -> list[int]:
    """Wait until learner code has been given to a guest, and return the guests."""
    assert eventually(lambda: len(guests(process.pid)) == guests_at_once(1), 40)
    time.sleep(0.5)  # for the file to be loaded and asleep
    return guests(process.pid)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=lambda one: one.name)
@pytest.mark.parametrize("sleeper", [SLEEPER, STUBBORN], ids=["asleep", "ignores signals"])
def test_a_signal_in_the_middle_leaves_valid_payloads(
    tmp_path: Path, number: signal.Signals, sleeper: str
) -> None:
    """What was graded keeps its points; the rest is an error, and no zero; nobody is left."""
    step = Step(tmp_path, {2: sleeper})
    with started(step, *LONG) as process:
        assert second_exercise_has_begun(process)
        born = at_work(process)
        process.send_signal(number)
        _, errors = process.communicate(timeout=10)
        assert process.returncode == 0
        assert not any(map(is_alive, born)), "payloads are written when every guest is dead"
    all_valid(step)
    assert step.statuses() == ["pass", "error", "error"]
    assert step.reported().points == (8, 8)
    assert step.reported().red
    assert number.name in step.payload(3)["tests"][0]["message"]
    assert number.name in step.summary.read_text()
    assert number.name in errors


def second_exercise_has_begun(process: subprocess.Popen[str]) -> bool:
    """Wait until the first examiner has gone and another is there."""
    seen: set[int] = set()

    def another() -> bool:
        seen.update(children(process.pid))
        return len(seen) > 1

    return eventually(another, 40)


@pytest.mark.parametrize("milliseconds", [0, 30, 100, 300, 700, 1500])
def test_a_signal_at_any_moment_after_the_promise_leaves_valid_payloads(
    tmp_path: Path, milliseconds: int
) -> None:
    """While an examiner starts, while it works, between two, while payloads are written."""
    step = Step(tmp_path, {})
    with started(step) as process:
        step.promised()
        time.sleep(milliseconds / 1000)
        process.send_signal(signal.SIGTERM)
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(signal.SIGTERM)
        process.communicate(timeout=20)
        assert process.returncode in {0, -signal.SIGTERM}
    all_valid(step)
    table = step.reported().table
    for place, status in enumerate(step.statuses(), start=1):
        assert status in {"pass", "error"}
        assert table[f"ex{place}"] == (8 if status == "pass" else 0)


def test_a_run_past_its_deadline_leaves_valid_payloads(tmp_path: Path) -> None:
    """It ends by itself, in time, and says why."""
    step = Step(tmp_path, {2: SLEEPER})
    begin = time.monotonic()
    with started(step, "--time-limit", "300", "--deadline", "15") as process:
        _, errors = process.communicate(timeout=40)
        assert process.returncode == 0
    assert time.monotonic() - begin < 35
    all_valid(step)
    assert step.statuses() == ["pass", "error", "error"]
    assert "time for all exercises (15 seconds)" in errors
    assert "time for all exercises" in step.payload(2)["tests"][0]["message"]


def test_a_run_that_is_killed_outright_has_promised_payloads(tmp_path: Path) -> None:
    """SIGKILL leaves no time for anything, and still no exercise is silent or has a zero."""
    step = Step(tmp_path, {1: SLEEPER})
    with started(step, *LONG) as process:
        born = at_work(process)
        process.kill()
        process.wait(timeout=10)
        assert eventually(lambda: not any(map(is_alive, born)), 5)
    all_valid(step)
    assert step.statuses() == ["error"] * 3
    assert step.reported().points == (0, 0)
    assert "ended before it was graded" in step.payload(2)["tests"][0]["message"]


def test_an_examiner_that_dies_costs_one_exercise_and_is_no_zero(tmp_path: Path) -> None:
    """The next exercise gets an examiner of its own."""
    step = Step(tmp_path, {1: SLEEPER})
    with started(step, *LONG) as process:
        at_work(process)
        os.kill(children(process.pid)[0], signal.SIGKILL)
        process.communicate(timeout=60)
        assert process.returncode == 0
    all_valid(step)
    assert step.statuses() == ["error", "pass", "pass"]
    assert step.reported().points == (16, 16)


LEAVER = """
import os, time
there, here = os.pipe()
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        place = os.open(PLACE, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.write(place, b"%d\\n" % os.getpid())
        os.write(here, b".")
        time.sleep(120)
        os.write(place, b"still here\\n")
    os._exit(0)
os.wait()
os.read(there, 1)
"""
"""Goes on when what it leaves has said who it is, in one write: it may be killed at any time."""


def test_what_unconfined_code_leaves_behind_is_dead_before_payloads_are_written(
    tmp_path: Path,
) -> None:
    """A process in a session of its own, whose parents have gone, is found and ended."""
    place = tmp_path / "pid"
    source = LEAVER.replace("PLACE", repr(str(place))) + solution(1)
    step = Step(tmp_path, {1: source, 2: None, 3: None})
    with started(step, "--allow-unconfined", code=UNCONFINED) as process:
        _, errors = process.communicate(timeout=60)
        assert process.returncode == 0
    left = [int(line) for line in place.read_text().splitlines()]
    assert left
    assert not any(map(is_alive, left))
    assert "every learner process" not in errors
    assert step.reported().points[1] == 24


def test_ending_a_run_spares_the_children_of_others(tmp_path: Path) -> None:
    """Only what came after is ended: a program that calls this keeps its own processes."""
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]) as other:
        try:
            events = RunEvents()
            events.queue.put(signal.SIGTERM)
            found = [attempt(number, solution(number)) for number in course.slugs()]
            done = grade_all(found, events=events, policy=CONFINED, seconds=60)
            assert other.poll() is None
        finally:
            other.kill()
    assert "SIGTERM" in done.ended
    assert done.clean
    assert len(done.results) == len(found)
    assert all(isinstance(one, Ungraded) and one.ours for one in done.results)
    assert not [one for one in threading.enumerate() if one.name == "grading"]


def test_signals_are_news_only_while_listened_to() -> None:
    """Handlers are put back; a signal while listening is neither lost nor obeyed."""
    before = signal.getsignal(signal.SIGTERM)
    events = RunEvents()
    with events.catching_signals():
        os.kill(os.getpid(), signal.SIGTERM)
        assert events.queue.get(timeout=5) == signal.SIGTERM
    assert signal.getsignal(signal.SIGTERM) is before
