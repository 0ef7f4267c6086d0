"""Gradebooks for the class report: really graded answers, given to any number of students."""

from __future__ import annotations

import functools
import hashlib
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from grader import course
from grader.model import Audience, Mark, Row, State
from grader.reports import json
from support.grading import (
    TESTS,
    all_right_answers,
    content,
    grade,
    grade_paths,
    one_for_each_finding,
)

_WRONG = 7
_THREATS = ("ansi_escape", "bidi_zero_width", "indentation_error", "benign_print_unicode")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One graded file: its bytes and the staff report of it."""

    source: bytes
    report: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gradebook:
    """Arguments of the class report."""

    rows: tuple[Row, ...]
    marks: tuple[Mark, ...]
    sources: Callable[[str], bytes]


@functools.cache
def answers(number: int) -> tuple[Answer, ...]:
    """Return right, wrong, hostile and untouched answers to an exercise, graded once."""
    wrong = [one.path for one in one_for_each_finding(number)]
    paths = [
        *all_right_answers(number)[:3],
        *wrong[:: max(len(wrong) // _WRONG, 1)],
        *(TESTS / "threats" / f"{name}.py" for name in _THREATS),
    ]
    grades = grade_paths(number, paths)
    stub = course.stub(course.exercise(number))
    sources = [*map(content, paths), stub]
    return tuple(
        Answer(source=source, report=json.grade_as_json(graded, Audience.STAFF))
        for source, graded in zip(sources, [*grades, grade(number, stub)], strict=True)
    )


@functools.cache
def gradebook(students: int, seed: str = "class") -> Gradebook:
    """Return a class of *students*, the first six of them in states that are known.

    student001 has full marks, student002 handed in nothing, student003 has files that cannot
    be read, student004 is faulted, student005 has not started, student006 is graded in one
    exercise and faulted in another. The others are drawn.
    """
    draw = random.Random(seed)
    rows: list[Row] = []
    marks: list[Mark] = []
    kept: dict[str, bytes] = {}
    for place in range(1, students + 1):
        student = f"student{place:03}"
        for number in course.slugs():
            row = _row(place, student, number, draw, kept)
            rows.append(row)
            told = row.report.get("explanation", {"state": "not_submitted"})
            if told["state"] != "not_submitted" and place % 2 == 0:
                marks.append(
                    Mark(
                        student=student,
                        exercise=number,
                        points=place % 4,
                        comment="Names the objects first.",
                        marked_at="2026-02-03T09:30:00Z",
                    )
                )
    return Gradebook(rows=tuple(rows), marks=tuple(marks), sources=kept.__getitem__)


def _row(place: int, student: str, number: int, draw: random.Random, kept: dict[str, bytes]) -> Row:
    given = answers(number)
    chosen, state, why = draw.choice(given), State.GRADED, ""
    if place == 1:
        chosen = given[0]
    elif place == 5:
        chosen = given[-1]
    elif place == 2 or (place > 6 and draw.random() < 0.05):
        state = State.NOTHING_HANDED_IN
    elif place == 3 or (place > 6 and draw.random() < 0.02):
        state, why = State.UNREADABLE, "The file is a folder."
    elif place == 4 or (place == 6 and number == 2):
        state, why = State.FAULTED, "The examiner ended before it had answered."
    graded = state is State.GRADED
    sha256 = hashlib.sha256(chosen.source).hexdigest() if graded else ""
    if graded:
        kept[sha256] = chosen.source
    earned = {State.FAULTED: None, State.GRADED: chosen.report["earned"]}.get(state, 0)
    return Row(
        student=student,
        name=f"Person {place:03}",
        exercise=number,
        state=state,
        earned=earned,
        possible=chosen.report["possible"],
        file="" if state is State.NOTHING_HANDED_IN else f"{student}/exercise_{number}.py",
        sha256=sha256,
        seed=chosen.report["seed"],
        graded_at="2026-01-31T12:00:00Z" if graded else "",
        report=chosen.report if graded else {},
        why=why,
    )
