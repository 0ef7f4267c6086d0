"""A small class with a gradebook of real grades: right, wrong, missing, unreadable, faulted."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from grader import course
from grader.gradebook import review, students
from grader.gradebook.store import Gradebook
from grader.gradebook.students import Explanation
from grader.model import Audience, Mark, ReviewTask, Row, State
from grader.reports import json as json_report
from support.grading import grade, solution, with_function, wrong_answer

NAMES = {
    "student01": "Brown, Jr",
    "student02": '=HYPERLINK("http://127.0.0.1/","look")',
    "student03": 'Zwölf 😀; the "third"',
    "student04": "Lines\nof a name",
    "student05": "",
    "student06": "@SUM(A1)",
}
AT = "2026-01-31T12:00:00Z"

WRONG = wrong_answer(1, "same_means_equal")


@functools.cache
def staff_report(number: int, source: str) -> dict[str, Any]:
    """Return the report that staff get of an answer; graded once for all tests."""
    return json_report.grade_as_json(grade(number, source, label="answer.py"), Audience.STAFF)


def graded(student: str, number: int, source: str, name: str = "") -> Row:
    """Return the row of an answer that was really graded."""
    report = staff_report(number, source)
    return Row(
        student=student,
        name=name or NAMES.get(student, ""),
        exercise=number,
        state=State.GRADED,
        earned=report["earned"],
        possible=report["possible"],
        file=f"{student}/exercise_{number}.py",
        sha256=hashlib.sha256(source.encode()).hexdigest(),
        seed="seed",
        graded_at=AT,
        report=report,
    )


def bare(student: str, number: int, state: State, why: str = "", name: str = "") -> Row:
    """Return a row without a grade."""
    return Row(
        student=student,
        name=name or NAMES.get(student, ""),
        exercise=number,
        state=state,
        earned=None if state is State.FAULTED else 0,
        possible=course.exercise(number).points,
        graded_at=AT,
        why=why,
    )


def small_class() -> tuple[tuple[Row, str], ...]:
    """Return rows with the text that was graded: four students who differ, and two more.

    student01 has all points, student02 some and an explanation whose evidence fails, student03
    nothing, student04 a fault of ours in exercise 2, student05 a file that cannot be read,
    student06 all points and no explanation.
    """
    one, two, three = (solution(number) for number in (1, 2, 3))
    failing = with_function(
        3,
        "follows_module",
        "def follows_module(function, module, name):\n"
        "    return function.__globals__ is module.__dict__",
    )
    silent = three.replace("EXPLANATION: ", "PLANS: ")
    none, unread, ours = State.NOTHING_HANDED_IN, State.UNREADABLE, State.FAULTED
    return (
        (graded("student01", 1, one), one),
        (graded("student01", 2, two), two),
        (graded("student01", 3, three), three),
        (graded("student02", 1, WRONG), WRONG),
        (bare("student02", 2, none), ""),
        (graded("student02", 3, failing), failing),
        *((bare("student03", number, none), "") for number in (1, 2, 3)),
        (graded("student04", 1, one), one),
        (bare("student04", 2, ours, "the examiner ended before it answered"), ""),
        (graded("student04", 3, three), three),
        (bare("student05", 1, unread, "the file is larger than 1 MiB"), ""),
        (graded("student05", 2, two), two),
        (graded("student05", 3, three), three),
        (graded("student06", 1, one), one),
        (graded("student06", 2, two), two),
        (graded("student06", 3, silent), silent),
    )


def gradebook(folder: Path) -> Path:
    """Write the small class into a gradebook in *folder*, and return it."""
    with Gradebook.create(folder) as book:
        for row, source in small_class():
            book.put(row, source.encode() if source else None)
    return folder


def tasks() -> Mapping[int, ReviewTask]:
    """Return the prose part of each exercise that has one."""
    return {one.number: one.review for one in course.exercises() if one.review}


def known(marks: tuple[Mark, ...] = (), rows: tuple[Row, ...] = ()) -> tuple[Explanation, ...]:
    """Return the explanations of the small class, by student."""
    rows = rows or tuple(row for row, _ in small_class())
    return review.review_queue(students.student_records(rows, marks, tasks()))
