"""What a run over a class tells: which files it chose, how far it is, what came of it."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console
from support.fake_pool import report
from support.small_classes import found

from grader import course
from grader.batch import progress_page
from grader.batch.cache_key import GradingOptions, environment_here
from grader.batch.layouts import ChosenFile, StudentFiles
from grader.batch.plan import Plan, Shard, plan
from grader.gradebook.store import RowSummary
from grader.model import Row, State

ONE = [course.exercise(1)]
OUT = Path("out")


def late(student: str, seconds: float) -> Row:
    """Return a row whose first check took a quarter of a second, and whose second ran out of time."""
    told = report(7, finding={"misconception": "time_limit"}, seconds=seconds)
    told["checks"][0]["seconds"] = 0.25
    return Row(
        student=student, exercise=1, state=State.GRADED, earned=7, possible=8, key="", report=told
    )


def planned(count: int) -> Plan:
    """Plan a class in which one student handed in nothing."""
    handed = found({f"s{who}": {1: f"# {who}".encode()} if who else {} for who in range(count)})
    return plan(handed, {}, GradingOptions(environment=environment_here("")), ONE, shard=Shard())


def test_the_opening_says_which_file_was_chosen_and_which_was_not() -> None:
    """Only for those who left a choice; a name cannot disturb the terminal."""
    choice = ChosenFile(file="a/new.py", content=b"a", others=("a/old.py", "a/\x1b[2J.py"))
    handed = replace(found({}), students=(StudentFiles(student="student01", choices={1: choice}),))
    made = plan(handed, {}, GradingOptions(environment=environment_here("")), ONE, shard=Shard())
    lines = progress_page.opening(handed, made, ONE, "here")
    (line,) = [line for line in lines if "student01" in line]
    assert "exercise 1: a/new.py, and not a/old.py" in line
    assert "\x1b" not in line
    assert lines[0] == "1 student, layout: folders."
    assert lines[-1] == "1 row to grade here, 0 known without grading, 0 unchanged."


def test_the_opening_names_students_who_are_in_the_gradebook_alone() -> None:
    """Their rows stay, which nobody would see otherwise."""
    there = {("student0\x1b9", 1): RowSummary(state=State.GRADED, key="k", name="", file="")}
    handed = found({"student01": {}})
    made = plan(handed, there, GradingOptions(environment=environment_here("")), ONE, shard=Shard())
    (line,) = [
        line for line in progress_page.opening(handed, made, ONE, "here") if "student0\\" in line
    ]
    assert line.strip().startswith("in the gradebook and not in this class")


@pytest.mark.parametrize("terminal", [True, False])
def test_progress_tells_pace_and_faults(terminal: bool) -> None:
    """A bar on a terminal, a line in a log; both end with everything done."""
    file = io.StringIO()
    made = planned(3)
    console = Console(file=file, force_terminal=terminal, width=100, _environ={})
    row = Row(student="s", exercise=1, state=State.GRADED, earned=1, possible=8)
    with progress_page.progress(console, made) as tell:
        for state in (State.NOTHING_HANDED_IN, State.GRADED, State.FAULTED):
            tell(replace(row, state=state))
    said = file.getvalue()
    assert "a second, 0 s left, 1 faults" in said
    assert ("3/3" if terminal else "3 of 3 rows") in said
    assert ("\x1b" in said) == terminal


def test_the_end_counts_states_and_says_what_is_not_final() -> None:
    """And what to do about it."""

    def standing(state: State, key: str) -> RowSummary:
        return RowSummary(state=state, key=key, name="", file="")

    summaries = {
        ("a", 1): standing(State.GRADED, "k"),
        ("b", 1): standing(State.GRADED, ""),
        ("c", 1): standing(State.FAULTED, ""),
    }
    lines = "\n".join(progress_page.closing(summaries, [late("b", 1.25)], OUT, 61.0))
    assert (
        "3 rows in out after 1 min 1 s: 2 graded, 0 nothing handed in, 0 unreadable, 1 faulted"
        in lines
    )
    assert "1 row ran out of time somewhere" in lines
    assert "have no points" in lines
    assert lines.endswith("Next: grade gradebook show out")
    assert "  b, exercise 1: ran out of time; its checks took 1.5 s." in lines
    quiet = "\n".join(progress_page.closing({("a", 1): standing(State.GRADED, "k")}, [], OUT, 1.0))
    assert "ran out of time" not in quiet
    assert "Faulted" not in quiet


def test_the_opening_names_what_is_graded_again_because_it_ran_out_of_time() -> None:
    """With what it cost the last time; a name cannot disturb the terminal."""
    again = [late("student01", 5.05), late("student\x1b02", 0.5)]
    lines = progress_page.opening(found({}), planned(0), ONE, "here", again)
    assert (
        "  student01, exercise 1: ran out of time; its checks took 5.3 s; it is graded again."
        in lines
    )
    assert (
        "  student\\x1b02, exercise 1: ran out of time; its checks took 0.8 s; it is graded again."
        in lines
    )
