"""Policy: where confinement is required and not to be had, no learner code runs."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from support.grading import attempt, letters, run, solution

from grader import model
from grader.errors import UsageError
from grader.host import doctor
from grader.host.examiner_process import examine
from grader.model import CONFINED, LAYERS, Policy
from grader.sandbox.confinement import PROTECTIONS

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs Landlock and seccomp")

LESS = [LAYERS - {"landlock"}, LAYERS - {"seccomp"}, frozenset[str]()]
NAMES = ["no landlock", "no seccomp", "neither"]


def test_confined_names_protections_that_exist() -> None:
    """A misspelt one would refuse nothing."""
    assert set(PROTECTIONS) >= CONFINED.required
    assert model.AS_AVAILABLE.required == frozenset()


def test_here_everything_is_enforced() -> None:
    """What a class needs is there, so nothing is refused."""
    assert letters(examine([attempt(1, solution(1))], policy=CONFINED)[0]) == "p" * 8


@pytest.mark.parametrize("available", LESS, ids=NAMES)
def test_unconfined_is_refused_before_learner_code_runs(available: frozenset[str]) -> None:
    """The message names what is missing and the option that allows it; nobody gets a grade."""
    wanted = Policy(required=CONFINED.required, available=available)
    with pytest.raises(UsageError, match="unconfined") as caught:
        examine([attempt(1, "while True: pass", seconds=60)], policy=wanted)
    assert "--allow-unconfined" in caught.value.next_step


@pytest.mark.parametrize("available", LESS, ids=NAMES)
def test_a_learners_own_machine_grades_with_what_it_has(available: frozenset[str]) -> None:
    """Without a requirement the report says what is on, and the grade is the same."""
    graded = examine([attempt(1, solution(1))], policy=Policy(available=available))[0]
    assert letters(graded) == "p" * 8
    assert ("filesystem" in graded.sandbox) == ("landlock" in available)
    assert ("syscalls" in graded.sandbox) == ("seccomp" in available)


def test_an_interpreter_that_cannot_be_used_is_the_callers_mistake() -> None:
    """It is told as such, not as a fault of the grader's."""
    with pytest.raises(UsageError, match="not a Python"):
        examine([attempt(1, solution(1), python="/bin/true")])


@pytest.mark.parametrize(
    ("available", "absent"),
    [
        (LAYERS, set()),
        (LESS[0], {"filesystem"}),
        (LESS[1], {"syscalls", "network", "processes"}),
        (LESS[2], {"filesystem", "syscalls", "network", "processes", "signals"}),
    ],
    ids=["everything", *NAMES],
)
def test_doctor_tells_the_truth(available: frozenset[str], absent: set[str]) -> None:
    """Each protection is tried, and one that is not there is not claimed."""
    found = doctor.diagnose(available=available)
    assert found.trouble == ""
    assert [trial.protection for trial in found.trials] == list(PROTECTIONS)
    assert set(found.unenforced) - {"signals"} == absent - {"signals"}
    assert all(trial.came for trial in found.trials)


def test_doctor_as_a_command(tmp_path: Path) -> None:
    """One line for each protection, or JSON, and an exit status."""
    shown = run("doctor", "--plain", folder=tmp_path)
    assert shown.out.count("enforced  ") == len(PROTECTIONS)
    told = run("doctor", "--format", "json", folder=tmp_path)
    assert told.json["schema"] == "doctor/1"
    assert {one["name"] for one in told.json["protections"]} == set(PROTECTIONS)
    assert told.status == shown.status == (1 if told.json["unenforced"] else 0)
    assert run("doctor", "--python", "/bin/true", folder=tmp_path).status == 2
