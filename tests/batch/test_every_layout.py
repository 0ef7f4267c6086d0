"""`grade batch` on a synthetic class in every layout: no row is lost, mixed up or anybody else's."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.class_drill import answers_of, batch, lay_in, wrong_rows
from support.synthetic_layouts import LAYOUTS, write_synthetic_class

from grader import course
from grader.batch.cache_key import GradingOptions, environment_here, key_of, seed_of
from grader.model import Row, State


@pytest.mark.parametrize("layout", LAYOUTS)
def test_everybody_has_one_row_for_each_exercise_with_the_points_of_their_own_file(
    tmp_path: Path, layout: str
) -> None:
    """Every answer has been graded before, each with other points, so nothing but its own fits.

    The drill `python tests/drill.py class` grades them: 300 students, and one by one too.
    """
    made = write_synthetic_class(tmp_path / "class", students=24, seed="rows", layout=layout)
    answers = answers_of(made)
    points = {key: 1_000 + place for place, key in enumerate(sorted(answers))}
    lay_in(
        tmp_path / "out",
        [(_graded(*key, points[key]), content) for key, content in answers.items()],
    )
    found = batch(made, tmp_path / "out", seconds=60)
    assert wrong_rows(made.expected, found, points) == []
    assert {row.state for row in found} == set(State) - {State.FAULTED}


def _graded(number: int, sha256: str, earned: int) -> Row:
    """Return the row of an answer as if it had earned so much."""
    options = GradingOptions(environment=environment_here(""))
    key = key_of(sha256, course.exercise(number), options)
    return Row(
        student="", exercise=number, state=State.GRADED, earned=earned, possible=9_999,
        sha256=sha256, key=key, seed=seed_of(key, options), report={"checks": []},
    )  # fmt: skip
