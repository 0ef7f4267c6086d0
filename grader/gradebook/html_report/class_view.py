"""Reads a gradebook's rows into what the class report shows.

A row's `report` is the JSON report of the exercise as staff get it, so it is read
here by the contract of `grader.reports.json`, and never by any text in it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from grader.exam.random_values import without_names
from grader.gradebook.html_report.excerpts import excerpt, first_lines, shortened
from grader.gradebook.html_report.values import (
    CheckColumn,
    Cited,
    ClassView,
    ExerciseView,
    FindingKind,
    ShownExplanation,
    ShownFinding,
    SourceLine,
    StudentResult,
    StudentView,
)
from grader.model import Mark, Row, State
from grader.reports.wording import not_asked

_AROUND = ((400, 2), (900, 1))
"""Up to so many findings in a class are shown with so many lines of the file around theirs.

With more than that it is the line alone: beside the call and what came of it the others help
least, and a page of three hundred students is to open at once.
"""

_EVIDENCE_WIDTH = 400
_TEXT_WIDTH = 1_200

Lines = Callable[[str, int], tuple[SourceLine, ...]]
"""SHA-256 of a file and a line of it, to what is shown of it; nothing where there is no such line."""


def view(rows: Sequence[Row], marks: Sequence[Mark], sources: Callable[[str], bytes]) -> ClassView:
    """Return the class that *rows* tell of, students by name.

    :param marks: what people gave; of several for one student and exercise the last counts.
    :param sources: SHA-256 to the graded bytes. What it raises comes through.
    """
    lessons = _FindingKinds()
    mine: dict[str, list[Row]] = {}
    rows = sorted(rows, key=lambda row: (row.student, row.exercise))
    for row in rows:
        mine.setdefault(row.student, []).append(row)
    around = _around(rows)

    def lines(sha256: str, line: int) -> tuple[SourceLine, ...]:
        return excerpt(sources(sha256), line, around) if sha256 else ()

    students = sorted(
        (_student(identity, own, lessons, lines) for identity, own in mine.items()),
        key=lambda one: ((one.name or one.id).casefold(), one.id),
    )
    given = {(mark.student, mark.exercise): mark for mark in marks}
    told = {(row.student, row.exercise): row.report for row in rows}
    return ClassView(
        parts=tuple(_parts(rows)),
        students=tuple(students),
        lessons=tuple(lessons.found.values()),
        prose=tuple(_prose(students, told, given)),
    )


def _around(rows: Iterable[Row]) -> int:
    """Return how many lines to show on either side of a finding's."""
    findings = sum(
        check["finding"] is not None for row in rows for check in row.report.get("checks", ())
    )
    return next((lines for most, lines in _AROUND if findings <= most), 0)


class _FindingKinds:
    """Finds the lesson of a finding; those whose texts differ in drawn names alone share one."""

    def __init__(self) -> None:
        self.found: dict[tuple[object, ...], FindingKind] = {}

    def of(self, exercise: int, finding: Mapping[str, Any]) -> FindingKind:
        name = (finding["misconception"] or "").replace("_", " ")
        why, next_step = without_names(finding["why"]), without_names(finding["next_step"])
        key = (exercise, name, why, next_step, finding["rule"])
        if key not in self.found:
            self.found[key] = FindingKind(
                anchor=f"m-{_short(repr(key))}",
                exercise=exercise,
                name=name,
                rule=finding["rule"],
                why=why,
                next_step=next_step,
            )
        return self.found[key]


def _short(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:10]


def _student(identity: str, rows: list[Row], lessons: _FindingKinds, lines: Lines) -> StudentView:
    return StudentView(
        anchor=f"s-{_short(identity)}",
        id=identity,
        name=next((row.name for row in rows if row.name), ""),
        answers=tuple(_answer(row, lessons, lines) for row in rows),
    )


def _answer(row: Row, lessons: _FindingKinds, lines: Lines) -> StudentResult:
    checks: Sequence[Mapping[str, Any]] = row.report.get("checks", ())
    printed, cut = first_lines(row.report.get("printed", ""))
    return StudentResult(
        exercise=row.exercise,
        state=row.state,
        # A fault is never a zero, whatever the row says of points.
        earned=None if row.state is State.FAULTED else row.earned,
        possible=row.possible,
        judgements={check["number"]: check["judgement"] for check in checks},
        waiting=_waiting(checks),
        told=tuple(
            _told(row, check, lessons, lines) for check in checks if check["finding"] is not None
        ),
        printed=printed,
        cut=cut,
        evidence=tuple(
            (check["number"], shortened(noted, _EVIDENCE_WIDTH))
            for check in checks
            for noted in check.get("evidence", ())
        ),
        why=row.why,
        file=row.file,
        sha256=row.sha256,
        seed=row.seed,
        python=row.report.get("python", ""),
        graded_at=row.graded_at,
    )


def _waiting(checks: Iterable[Mapping[str, Any]]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    found: dict[str, list[str]] = {}
    for check in checks:
        if check["judgement"] == "blocked" and check["finding"] is None:
            found.setdefault(not_asked(check["blocked_by"] or ""), []).append(check["number"])
    return tuple((why, tuple(numbers)) for why, numbers in found.items())


def _told(
    row: Row,
    check: Mapping[str, Any],
    lessons: _FindingKinds,
    lines: Lines,
) -> ShownFinding:
    finding = check["finding"]
    return ShownFinding(
        number=check["number"],
        judgement=check["judgement"],
        lesson=lessons.of(row.exercise, finding),
        call=shortened(finding["call"], _TEXT_WIDTH),
        observed=shortened(finding["observed"], _TEXT_WIDTH),
        expected=shortened(finding["expected"], _TEXT_WIDTH),
        lines=_lines(row, finding, lines),
    )


def _lines(row: Row, finding: Mapping[str, Any], lines: Lines) -> tuple[SourceLine, ...]:
    number = finding["line"]
    if number is None:
        return ()
    return lines(row.sha256, number) or (
        SourceLine(number=number, text=shortened(finding["source"], _TEXT_WIDTH), marked=True),
    )


def _parts(rows: Iterable[Row]) -> Iterable[ExerciseView]:
    """Yield the exercises by number, each with every check that any of its rows tells of."""
    mine: dict[int, list[Row]] = {}
    for row in rows:
        mine.setdefault(row.exercise, []).append(row)
    for number, own in sorted(mine.items()):
        columns = {
            check["number"]: CheckColumn(
                number=check["number"], sentence=check["sentence"], rule=check["rule"]
            )
            for row in own
            for check in row.report.get("checks", ())
        }
        yield ExerciseView(
            number=number,
            title=next((row.report["title"] for row in own if row.report), ""),
            possible=max(row.possible for row in own),
            columns=tuple(columns[one] for one in sorted(columns, key=_place)),
        )


def _place(number: str) -> tuple[int, ...]:
    return tuple(int(piece) for piece in number.split("."))


_URGENCY = {"awaiting_person": 0, "evidence_failing": 1, "not_submitted": 2}


def _prose(
    students: Iterable[StudentView],
    told: Mapping[tuple[str, int], Mapping[str, Any]],
    given: Mapping[tuple[str, int], Mark],
) -> Iterable[ShownExplanation]:
    """Return the review queue: what nobody has marked first, then by state and name."""
    found = []
    for student in students:
        for answer in student.answers:
            explanation = told[student.id, answer.exercise].get("explanation")
            if explanation is None or answer.state is not State.GRADED:
                continue
            mark = given.get((student.id, answer.exercise))
            outdated = mark is not None and mark.sha256 not in ("", answer.sha256)
            found.append(
                ShownExplanation(
                    student=student,
                    exercise=answer.exercise,
                    state=explanation["state"],
                    texts=tuple(explanation.get("texts", {}).items()),
                    cites=tuple(
                        Cited(id=cite["id"], holds=cite["holds"]) for cite in explanation["cites"]
                    ),
                    points=mark.points if mark and not outdated else None,
                    comment=mark.comment if mark else "",
                    marked_at=mark.marked_at if mark else "",
                    outdated=outdated,
                )
            )
    return sorted(found, key=lambda one: (one.points is not None, _URGENCY[one.state]))
