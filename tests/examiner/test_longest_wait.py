"""What one submission can cost: bounded for the attempt as a whole, whatever it does in which check."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.grading import ROOT, attempt, grade

from grader import course
from grader.channel.guest_process import GuestProcess
from grader.channel.outcomes import Returned, Stopped, TimedOut
from grader.channel.replies import GuestRequest
from grader.exam.literals import literals
from grader.exam.session import CheckSession
from grader.examiner.attempt_state import AttemptState, longest_wait
from grader.model import DEFAULT_TIME_LIMIT, Judgement, Limits
from grader.sandbox.confinement import prepare
from grader.sandbox.interpreters import Interpreter
from grader.sandbox.launch import program_for

ALIKE = range(0, 20_000 * (2**61 - 1), 2**61 - 1)
"""Numbers that all have the same hash on a 64-bit build."""

SLOW_TO_READ = {
    "keys of a dictionary": "EXPLANATION = {" + "".join(f"{hex(one)}: 0, " for one in ALIKE) + "}",
    "items of a set": "CITES = {" + "".join(f"{hex(one)}, " for one in ALIKE) + "}",
    "tuples as keys": "CITES = {" + "".join(f"({hex(one)},): 0, " for one in ALIKE) + "}",
}


def most_checks() -> int:
    """Return the number of checks of the exercise that has most."""
    return max(len(course.checks(one)) for one in course.exercises())


@given(
    limit=st.sampled_from([0.05, 1.0, DEFAULT_TIME_LIMIT, 60.0]),
    checks=st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=12),
)
def test_no_attempt_waits_longer_than_is_stated(
    limit: float, checks: list[tuple[float, bool]]
) -> None:
    """Each check waits for a part of what it may, or for all of it and runs out of time; then the prose."""
    state = AttemptState(attempt(1, "x = 1", seconds=limit))
    (check, *_) = course.checks(course.exercise(1))
    waited = 0.0
    for part, runs_out in checks:
        used = state.seconds * (1.0 if runs_out else part)
        if runs_out:
            outcome = TimedOut(seconds=limit)
            state.stopped(check, Stopped(outcome, function="", call="f()"))
        waited += used
        state.waited(used)
    waited += state.seconds_for_prose
    assert waited <= longest_wait(limit, len(checks)) + 1e-9


def test_security_states_the_most_that_a_submission_can_cost() -> None:
    """The figure of the document is that of the code, for the exercise with most checks."""
    text = " ".join((ROOT / ".github" / "SECURITY.md").read_text("utf-8").split())
    checks = most_checks()
    wait = longest_wait(DEFAULT_TIME_LIMIT, checks)
    assert f"{wait:.1f} seconds for an exercise of {checks} checks" in text
    limits = Limits()
    for size in (limits.memory, limits.scratch_total, limits.file_size, limits.output_total):
        assert f"{size >> 20} MiB" in text


@pytest.fixture
def guest(interpreter: Interpreter, tmp_path: Path) -> Iterator[GuestProcess]:
    """Give a guest that may wait half a second, and whose processor time ends after four seconds."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    limits = Limits(seconds=3.0)
    with prepare(interpreter, tmp_path, limits) as confinement:
        started = GuestProcess(
            interpreter=interpreter, program=program_for(interpreter), confinement=confinement,
            folder=folder, name="answer", seed="seed", limits=limits,
        )  # fmt: skip
        started.allow(0.5)
        yield started
        started.end()


@pytest.mark.parametrize("kind", SLOW_TO_READ)
def test_literals_are_read_within_the_time_of_the_check(guest: GuestProcess, kind: str) -> None:
    """The host's clock ends it, and not the limit on processor time; what it took is counted."""
    session = CheckSession(guest, functions=(), source=b"", unusable=frozenset())
    with pytest.raises(Stopped) as stop:
        literals(session, SLOW_TO_READ[kind].encode(), "EXPLANATION", "CITES")
    assert isinstance(stop.value.outcome, TimedOut)
    assert guest.waited > 0


def test_what_reading_took_is_not_taken_from_the_props(guest: GuestProcess) -> None:
    """Before the file is loaded the grader's own requests are not timed: a slow one is no time-out."""
    read = GuestRequest(operation="run", arguments=("result = 1", {}), reads_file=True)
    assert guest.exchange([read]).ended is None
    assert 0 < guest.waited < 0.5
    waited = guest.waited
    slept = guest.ask("run", "import time; time.sleep(0.7); result = 2", {})
    assert isinstance(slept, Returned)
    assert guest.waited == waited


@pytest.mark.parametrize("kind", SLOW_TO_READ)
def test_a_file_that_raises_at_once_and_is_slow_to_read_costs_no_more_than_stated(
    kind: str,
) -> None:
    """Neither its checks nor its prose; the report says that the prose was not read."""
    number = next(one.number for one in course.exercises() if one.review is not None)
    began = time.monotonic()
    graded = grade(number, f"raise ValueError\n{SLOW_TO_READ[kind]}\n", seconds=0.4)
    took = time.monotonic() - began
    assert {one.judgement for one in graded.verdicts} == {Judgement.BLOCKED}
    assert graded.review is not None
    assert (graded.review.state, graded.review.texts) == ("not_submitted", {})
    assert "when its time was used up" in graded.review.lacks[0]
    assert (
        took < longest_wait(0.4, most_checks()) + 20
    )  # the start of an examiner on a busy machine
