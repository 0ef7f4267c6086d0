"""The course of another subject in `tests/another_course`, put in the place of this one."""

from __future__ import annotations

import shutil
from pathlib import Path

from support.grading import TESTS

COURSE = TESTS / "another_course"
PLACES = {
    "exercises": "exercises",
    "solutions": "solutions",
    "checks": "grader/checks",
    "misconceptions": "tests/misconceptions",
    "correct": "tests/correct",
}
"""Where each part of a course lies in a checkout."""


def replace_course(checkout: Path) -> None:
    """Replace the content of a copied checkout; the engine stays."""
    for part, place in PLACES.items():
        shutil.rmtree(checkout / place, ignore_errors=True)
        shutil.copytree(
            COURSE / part, checkout / place, ignore=shutil.ignore_patterns("__pycache__")
        )
