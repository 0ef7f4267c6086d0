"""A whole synthetic class in every layout: everybody's own bytes are found, and nobody is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.synthetic_class import SyntheticClass, kinds_of
from support.synthetic_layouts import LAYOUTS, write_synthetic_class

from grader import course
from grader.batch.layouts import ClassFiles, read_class
from grader.model import State


def outcome(found: ClassFiles, student: str, number: int) -> tuple[State, bytes | None]:
    """Return what a batch run would make of one student's exercise before grading it."""
    choice = {one.student: one for one in found.students}[student].choices.get(number)
    if choice is None:
        return State.NOTHING_HANDED_IN, None
    if choice.content is None:
        assert choice.why
        return State.UNREADABLE, None
    return State.GRADED, choice.content


def differences(made: SyntheticClass, found: ClassFiles) -> list[str]:
    """Return where *found* is not what was made."""
    return [
        f"{student} exercise {number}: {expected.kind}, {expected.state} became {state}"
        for (student, number), expected in made.expected.items()
        for state, content in [outcome(found, student, number)]
        if (state, content) != (expected.state, expected.content)
    ]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("seed", ["a", "b"])
def test_every_student_has_the_expected_bytes_in_every_layout(
    tmp_path: Path, layout: str, seed: str
) -> None:
    """Sixty students, found by looking, on the roster: each exercise is exactly what was handed in."""
    made = write_synthetic_class(tmp_path, students=60, seed=seed, layout=layout)
    found = read_class(made.paths, roster=made.roster)
    assert differences(made, found) == []
    assert [one.student for one in found.students] == sorted(
        {student for student, _ in made.expected}
    )
    assert found.layout == layout.partition("-")[0].replace("clones", "classroom").replace(
        "archives", "folders"
    )


@pytest.mark.parametrize("layout", LAYOUTS)
def test_without_a_roster_all_who_handed_in_are_there(tmp_path: Path, layout: str) -> None:
    """Only those who left no trace may be missing, and the rest is as with a roster."""
    made = write_synthetic_class(tmp_path, students=30, seed="c", layout=layout)
    found = read_class(made.paths)
    there = {one.student for one in found.students}
    handed_in = {
        student
        for (student, _), expected in made.expected.items()
        if expected.state is not State.NOTHING_HANDED_IN
    }
    assert handed_in <= there <= {student for student, _ in made.expected}
    for student in sorted(there):
        for number in (one.number for one in course.exercises()):
            expected = made.expected[student, number]
            assert outcome(found, student, number) == (expected.state, expected.content)


def test_the_same_seed_makes_the_same_class(tmp_path: Path) -> None:
    """A class can be made again, byte for byte; another seed makes another."""
    first, second, other = (
        write_synthetic_class(tmp_path / name, students=20, seed=seed, layout="canvas")
        for name, seed in (("1", "x"), ("2", "x"), ("3", "y"))
    )
    assert first.paths[0].read_bytes() == second.paths[0].read_bytes()
    assert first.expected == second.expected
    assert first.paths[0].read_bytes() != other.paths[0].read_bytes()


def test_a_class_of_three_hundred_has_everything_in_it(tmp_path: Path) -> None:
    """Every kind of answer occurs, and three hundred students are found as three hundred."""
    made = write_synthetic_class(tmp_path, students=300, seed="large", layout="canvas")
    assert kinds_of(made.expected) == [
        "broken", "hostile", "missing", "right", "unreadable", "wrong",
    ]  # fmt: skip
    found = read_class(made.paths, roster=made.roster)
    assert differences(made, found) == []
    assert len(found.students) == 300
