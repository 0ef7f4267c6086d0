"""From the rows and marks of a gradebook to the values that the class report shows."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from grader.gradebook.html_report.values import (
    CheckColumn,
    ClassView,
    ExerciseView,
    FindingKind,
    ShownExplanation,
    ShownFinding,
    SourceLine,
    StudentResult,
    StudentView,
)
from grader.gradebook.students import grade_in
from grader.model import Finding, Grade, Judgement, Mark, Row, State, Verdict
from grader.reports import wording

_AROUND = ((400, 2), (900, 1))
"""Findings in a class, up to which each is shown with so many lines of the file on either side.

With more findings the line stands alone: a page of three hundred students is to open at once, and
the lines around help less than the call and its result.
"""

_DRAWN_NAME = re.compile("[a-z]+_[a-z]+_[1-9][0-9]{2}")
"""The form of the names that checks draw from a seed, such as `copper_heron_417`."""

_EVIDENCE_WIDTH = 400
_TEXT_WIDTH = 1_200

_WIDTH = 200
_PRINTED_LINES = 20
_PRINTED_WIDTH = 300

_LINE_END = re.compile(r"\r\n|\r|\n")
"""Line ends of Python's parser; `str.splitlines` has more, and would count wrong."""

Lines = Callable[[str, int], tuple[SourceLine, ...]]
"""SHA-256 of a file and a line number to the excerpt around that line; empty without such a line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _GradedRow:
    """A row and the grade that is in it, read once."""

    row: Row
    grade: Grade | None

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        return () if self.grade is None else self.grade.verdicts


def view(rows: Sequence[Row], marks: Sequence[Mark], sources: Callable[[str], bytes]) -> ClassView:
    """Return the class in *rows*, students by name.

    :param marks: of several for one student and exercise the last counts.
    :param sources: SHA-256 to the graded bytes; its exceptions are not caught.
    """
    kinds = _FindingKinds()
    read = [
        _GradedRow(row=row, grade=grade_in(row))
        for row in sorted(rows, key=lambda row: (row.student, row.exercise))
    ]
    by_student: dict[str, list[_GradedRow]] = {}
    for one in read:
        by_student.setdefault(one.row.student, []).append(one)
    around = _around(read)

    def lines(sha256: str, line: int) -> tuple[SourceLine, ...]:
        return excerpt(sources(sha256), line, around) if sha256 else ()

    students = sorted(
        (_student(identity, own, kinds, lines) for identity, own in by_student.items()),
        key=lambda one: ((one.name or one.id).casefold(), one.id),
    )
    given = {(mark.student, mark.exercise): mark for mark in marks}
    grades = {(one.row.student, one.row.exercise): one.grade for one in read}
    return ClassView(
        exercises=tuple(_exercises(read)),
        students=tuple(students),
        kinds=tuple(kinds.found.values()),
        explanations=tuple(_explanations(students, grades, given)),
    )


def _around(rows: Iterable[_GradedRow]) -> int:
    """Return how many lines to show on either side of a finding's."""
    findings = sum(verdict.finding is not None for one in rows for verdict in one.verdicts)
    return next((lines for most, lines in _AROUND if findings <= most), 0)


class _FindingKinds:
    """Finds the kind of a finding; findings whose texts differ in drawn names alone share one."""

    def __init__(self) -> None:
        self.found: dict[tuple[object, ...], FindingKind] = {}

    def of(self, exercise: int, finding: Finding) -> FindingKind:
        name = (finding.misconception or "").replace("_", " ")
        # A drawn name is another for every seed.
        why, next_step = (_DRAWN_NAME.sub("…", it) for it in (finding.why, finding.next_step))
        key = (exercise, name, why, next_step, finding.rule)
        if key not in self.found:
            self.found[key] = FindingKind(
                anchor=f"m-{_short_hash(repr(key))}",
                exercise=exercise,
                name=name,
                rule=finding.rule,
                why=why,
                next_step=next_step,
            )
        return self.found[key]


def _short_hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:10]


def _student(
    identity: str, rows: list[_GradedRow], kinds: _FindingKinds, lines: Lines
) -> StudentView:
    return StudentView(
        anchor=f"s-{_short_hash(identity)}",
        id=identity,
        name=next((one.row.name for one in rows if one.row.name), ""),
        results=tuple(_result(one, kinds, lines) for one in rows),
    )


def _result(graded: _GradedRow, kinds: _FindingKinds, lines: Lines) -> StudentResult:
    row, grade, verdicts = graded.row, graded.grade, graded.verdicts
    scan = None if grade is None else grade.scan
    printed, cut = first_lines("" if grade is None else wording.printed(grade))
    return StudentResult(
        exercise=row.exercise,
        state=row.state,
        # A fault is never a zero, whatever points the row has.
        earned=None if row.state is State.FAULTED else row.earned,
        possible=row.possible,
        judgements={one.check.number: one.judgement.value for one in verdicts},
        not_run=_not_asked(verdicts),
        findings=tuple(
            _finding(row, one, one.finding, kinds, lines)
            for one in verdicts
            if one.finding is not None
        ),
        printed=printed,
        cut=cut,
        evidence=tuple(
            (one.check.number, shortened(noted, _EVIDENCE_WIDTH))
            for one in verdicts
            for noted in one.evidence
        ),
        look_at=wording.places_to_look(scan),
        places=() if scan is None else tuple((one.line, one.what) for one in scan.places),
        why=row.why,
        file=row.file,
        sha256=row.sha256,
        seed=row.seed,
        python="" if grade is None else grade.python,
        graded_at=row.graded_at,
    )


def _not_asked(verdicts: Iterable[Verdict]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    found: dict[str, list[str]] = {}
    for one in verdicts:
        if one.judgement is Judgement.BLOCKED and one.finding is None:
            found.setdefault(wording.not_asked(one.blocked_by), []).append(one.check.number)
    return tuple((why, tuple(numbers)) for why, numbers in found.items())


def _finding(
    row: Row, verdict: Verdict, finding: Finding, kinds: _FindingKinds, lines: Lines
) -> ShownFinding:
    return ShownFinding(
        number=verdict.check.number,
        judgement=verdict.judgement.value,
        kind=kinds.of(row.exercise, finding),
        call=shortened(finding.call, _TEXT_WIDTH),
        observed=shortened(finding.observed, _TEXT_WIDTH),
        expected=shortened(finding.expected, _TEXT_WIDTH),
        lines=_lines(row, finding, lines),
    )


def _lines(row: Row, finding: Finding, lines: Lines) -> tuple[SourceLine, ...]:
    if finding.line is None:
        return ()
    return lines(row.sha256, finding.line) or (
        SourceLine(number=finding.line, text=shortened(finding.source, _TEXT_WIDTH), marked=True),
    )


def _exercises(rows: Iterable[_GradedRow]) -> Iterable[ExerciseView]:
    """Yield the exercises by number, each with every check that any of its rows has."""
    by_exercise: dict[int, list[_GradedRow]] = {}
    for one in rows:
        by_exercise.setdefault(one.row.exercise, []).append(one)
    for number, own in sorted(by_exercise.items()):
        checks = {verdict.check.number: verdict.check for one in own for verdict in one.verdicts}
        yield ExerciseView(
            number=number,
            title=next((one.grade.exercise.title for one in own if one.grade is not None), ""),
            possible=max(one.row.possible for one in own),
            columns=tuple(
                CheckColumn(number=place, sentence=check.sentence, rule=check.rule.number)
                for place, check in sorted(checks.items(), key=lambda item: _place(item[0]))
            ),
        )


def _place(number: str) -> tuple[int, ...]:
    return tuple(int(part) for part in number.split("."))


_URGENCY = {"awaiting_person": 0, "evidence_open": 1, "evidence_failing": 2, "not_submitted": 3}


def _explanations(
    students: Iterable[StudentView],
    grades: Mapping[tuple[str, int], Grade | None],
    given: Mapping[tuple[str, int], Mark],
) -> Iterable[ShownExplanation]:
    """Return the review queue: explanations without a mark first, then by state and name."""
    found = []
    for student in students:
        for result in student.results:
            grade = grades[student.id, result.exercise]
            if grade is None or grade.review is None or result.state is not State.GRADED:
                continue
            mark = given.get((student.id, result.exercise))
            outdated = mark is not None and not mark.is_for(result.sha256)
            found.append(
                ShownExplanation(
                    student=student,
                    exercise=result.exercise,
                    state=grade.review.state,
                    texts=tuple(grade.review.texts.items()),
                    cites=grade.review.cites,
                    points=mark.points if mark and not outdated else None,
                    comment=mark.comment if mark else "",
                    marked_at=mark.marked_at if mark else "",
                    outdated=outdated,
                )
            )
    return sorted(found, key=lambda one: (one.points is not None, _URGENCY[one.state]))


def excerpt(source: bytes, line: int, around: int) -> tuple[SourceLine, ...]:
    """Return *line* (1-based) of a Python file, marked, with up to *around* lines on either side.

    Common indentation is removed. Empty when the file has no such line.
    """
    text = source.decode("utf-8-sig", "backslashreplace")
    rows = _LINE_END.split(text)
    if not 1 <= line <= len(rows):
        return ()
    first, last = max(line - around, 1), min(line + around, len(rows))
    while first < line and not rows[first - 1].strip():
        first += 1
    while last > line and not rows[last - 1].strip():
        last -= 1
    chosen = [row.rstrip().expandtabs(4) for row in rows[first - 1 : last]]
    indent = min((len(row) - len(row.lstrip(" ")) for row in chosen if row.strip()), default=0)
    return tuple(
        SourceLine(number=number, text=shortened(row[indent:], _WIDTH), marked=number == line)
        for number, row in enumerate(chosen, start=first)
    )


def first_lines(printed: str) -> tuple[str, int]:
    """Return the first lines of printed output, and the number of lines left out."""
    rows = printed.splitlines()
    kept = [shortened(row, _PRINTED_WIDTH) for row in rows[:_PRINTED_LINES]]
    return "\n".join(kept), max(len(rows) - _PRINTED_LINES, 0)


def shortened(text: str, width: int) -> str:
    """Return *text*, cut to *width* characters with a note on the rest."""
    if len(text) <= width:
        return text
    return f"{text[:width]} … and {len(text) - width} characters more"
