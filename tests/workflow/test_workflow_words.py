"""What a workflow's step says beside its payloads."""

from __future__ import annotations

import queue
from pathlib import Path

import pytest
from support.sample_grades import sample_grade

from grader import course
from grader.errors import Fault, UsageError
from grader.host import folder_grading as runs
from grader.host.folder_grading import FolderResult, RunEvents
from grader.model import CONFINED, Attempt, Ungraded
from grader.workflow import classroom_payload, github_actions
from grader.workflow.github_actions import Destinations

GRADE = sample_grade("pf")
ATTEMPT = GRADE.attempt


def destinations(folder: Path, *, summary: Path | None) -> Destinations:
    """Return places of our own, which no runner reads."""
    return Destinations(
        output=folder / "out",
        shared=False,
        summary=summary,
        summary_shared=False,
        actions=False,
        root=folder,
    )


def test_the_lines_say_where_the_rest_was_written(tmp_path: Path) -> None:
    """The summary only where there is one; on a runner nothing but commands follows."""
    done = FolderResult(results=(GRADE,))
    first = "Exercise 1: 1 of 2 points\n"
    assert github_actions.standard_output(done, destinations(tmp_path, summary=None)) == (
        f"{first}payloads: {tmp_path / 'out'}\n"
    )
    told = github_actions.standard_output(done, destinations(tmp_path, summary=tmp_path / "sum"))
    assert told.endswith(f"summary: {tmp_path / 'sum'}\n")


def test_payloads_are_written_without_a_summary_too(tmp_path: Path) -> None:
    """Where nobody reads one, none is made."""
    github_actions._deliver([GRADE], destinations(tmp_path, summary=None))
    assert [one.name for one in tmp_path.iterdir()] == ["out"]
    github_actions._deliver([GRADE], destinations(tmp_path, summary=tmp_path / "sum"))
    assert sorted(one.name for one in tmp_path.iterdir()) == ["out", "sum"]


def test_a_file_that_could_not_be_replaced_is_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And nothing is left beside it."""

    def refuse(self: Path, _: Path) -> None:
        raise OSError(28, "No space left on device")

    (tmp_path / "out").write_text("before")
    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(Fault, match="No space left on device"):
        github_actions._deliver([GRADE], destinations(tmp_path, summary=None))
    assert [(one.name, one.read_text()) for one in tmp_path.iterdir()] == [("out", "before")]


def test_staff_are_warned_of_an_early_end_and_of_what_may_still_run() -> None:
    """A run that went well says nothing."""
    assert github_actions.warnings(FolderResult(results=())) == ()
    early, running = github_actions.warnings(
        FolderResult(results=(), ended="time was up", clean=False)
    )
    assert "because time was up" in early
    assert "not known whether every learner process had ended" in running


def test_a_payload_that_cannot_be_made_takes_no_other_with_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It says that this exercise was not graded."""
    line = classroom_payload.line

    def odd(result: object) -> str:
        if result is GRADE:
            raise Fault("it is too large")
        return line(result)  # type: ignore[arg-type]

    monkeypatch.setattr(classroom_payload, "line", odd)
    payload = github_actions._payload(GRADE)
    monkeypatch.undo()
    wanted = runs.ungraded(GRADE.attempt.exercise, "it is too large", "")
    assert payload.partition("=")[0] == line(wanted).partition("=")[0]
    assert payload != github_actions._payload(GRADE)


class Grading:
    """Grades at once what it is asked to, or fails as it is told to."""

    def __init__(self, failure: Exception | None) -> None:
        self.failure = failure

    def __call__(self, attempts: list[Attempt], **_: object) -> tuple[object, ...]:
        """Stand in for `examine`."""
        if self.failure is not None:
            raise self.failure
        return (GRADE,)


@pytest.mark.parametrize(
    ("failure", "why"),
    [
        (Fault("no guest starts"), "no guest starts"),
        (ValueError("oh"), "the grader made a mistake of its own"),
    ],
)
def test_a_mistake_of_ours_is_told_for_its_exercise_alone(
    failure: Exception,
    why: str,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """It is no zero, the others are graded, and its trace goes to the log of the step."""
    monkeypatch.setattr(runs, "examine", Grading(failure))
    done = runs.grade_all([ATTEMPT], events=RunEvents(), policy=CONFINED, seconds=30)
    (result,) = done.results
    assert isinstance(result, Ungraded)
    assert result.ours
    assert why in result.why
    assert ("ValueError: oh" in capfd.readouterr().err) is isinstance(failure, ValueError)


def test_what_is_refused_ends_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that does not confine does not for the next exercise either."""
    monkeypatch.setattr(runs, "examine", Grading(UsageError("it is open here", "Close it.")))
    done = runs.grade_all([ATTEMPT], events=RunEvents(), policy=CONFINED, seconds=30)
    assert done.refusal is not None
    assert done.refusal.message == "it is open here"


def test_a_thread_that_is_slow_is_waited_for_in_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a signal is noticed meanwhile."""
    events, waits = RunEvents(), []
    get = events.queue.get

    class News:
        """Has nothing the first time."""

        def get(self, timeout: float) -> object:
            waits.append(timeout)
            if len(waits) == 1:
                raise queue.Empty
            return get(timeout=timeout)

        def __getattr__(self, name: str) -> object:
            return getattr(events.queue, name)

    monkeypatch.setattr(runs, "examine", Grading(None))
    quiet = RunEvents()
    monkeypatch.setattr(quiet, "queue", News())
    done = runs.grade_all([ATTEMPT], events=quiet, policy=CONFINED, seconds=30)
    assert done.results == (GRADE,)
    assert len(waits) >= 2


def test_no_examiner_is_started_for_a_run_that_was_ended() -> None:
    """It would outlive the step."""
    grading = runs._GradingThread([], CONFINED, lambda _: None)
    assert grading.end()
    with pytest.raises(Fault, match="the run was ended"):
        grading._start(ATTEMPT)


def test_what_was_graded_while_the_run_was_being_ended_counts() -> None:
    """Faults of that moment do not, and neither do signals."""
    events = RunEvents()
    events.queue.put(15)
    events.queue.put(sample_grade("!"))
    events.queue.put(GRADE)
    assert list(runs._late_grades(events)) == [GRADE]
    assert course.exercise(1).number == GRADE.attempt.exercise.number
