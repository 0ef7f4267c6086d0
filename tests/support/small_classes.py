"""Small classes on disk and their gradebooks, for tests of the batch run."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from grader import course
from grader.batch.layouts import ChosenFile, ClassFiles, StudentFiles
from grader.gradebook.store import Gradebook
from grader.model import Row
from support.grading import corpus, solution


def found(students: Mapping[str, Mapping[int, bytes | None]]) -> ClassFiles:
    """Return a class: student to exercise to content, None for what cannot be read."""
    handed = [
        StudentFiles(
            student=student,
            choices={
                number: ChosenFile(
                    file=f"{student}/{number}.py",
                    content=content,
                    why="" if content is not None else "It is torn.",
                )
                for number, content in choices.items()
            },
        )
        for student, choices in sorted(students.items())
    ]
    return ClassFiles(layout="folders", students=tuple(handed))


def answer(number: int, who: int) -> bytes:
    """Return an answer that nobody else has: every third is wrong."""
    wrong = corpus(number)
    text = wrong[who % len(wrong)].text if who % 3 == 0 else solution(number)
    return f"{text}\n# {who}\n".encode()


def write_class(folder: Path, count: int, numbers: Iterable[int] = (1, 2, 3)) -> Path:
    """Write a folder per student, *count* of them, and return the folder of the class."""
    for who in range(1, count + 1):
        own = folder / f"student{who:03}"
        own.mkdir(parents=True, exist_ok=True)
        for number in numbers:
            (own / f"{course.exercise(number).slug}.py").write_bytes(answer(number, who))
    return folder


def rows(out: Path) -> tuple[Row, ...]:
    """Return the rows of a gradebook."""
    with Gradebook.open(out) as book:
        return book.rows()


def compared(row: Row) -> Row:
    """Return a row without what differs from run to run: when it was, and how long it took."""
    report: dict[str, Any] = json.loads(json.dumps(dict(row.report)))
    for check in report.get("checks", ()):
        del check["seconds"]
    return replace(row, graded_at="", report=report)


def same(out: Path, other: Path) -> bool:
    """Whether two gradebooks have the same rows, but for times."""
    return [compared(row) for row in rows(out)] == [compared(row) for row in rows(other)]
