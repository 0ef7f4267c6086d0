"""Statistics of a class: states, points, and the misconceptions, rules and checks most missed.

Students are counted, not findings: one with five findings of a kind counts once.
"""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from grader import course
from grader.gradebook.html_report.values import (
    CheckColumn,
    ClassView,
    ExerciseView,
    FindingKind,
    ShownFinding,
    StudentResult,
    StudentView,
)
from grader.model import Rule, State

_TO_RETEACH = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """Distribution of points.

    :param counts: number of students by points, from 0.
    :param left_out: number of students who are not counted.
    :param median: points; None where no student is counted.
    """

    counts: tuple[int, ...]
    left_out: int
    median: float | None
    mean: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseStatistics:
    """Statistics of one exercise; counts are of students.

    :param states: state to count.
    :param untouched: graded students who handed in the stub.
    :param full: graded students with all points.
    """

    exercise: ExerciseView
    states: Mapping[State, int]
    untouched: int
    full: int
    spread: Spread


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckStatistics:
    """Judgements of one check, over graded rows."""

    column: CheckColumn
    exercise: ExerciseView
    passed: int
    failed: int
    blocked: int

    @property
    def asked(self) -> int:
        """Graded rows that have this check."""
        return self.passed + self.failed + self.blocked


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleStatistics:
    """Findings that cite one review rule, and the number of students who have one."""

    rule: Rule
    students: int
    findings: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingStatistics:
    """Students who have a finding of one kind, and the checks it came from.

    :param graded: number of students whose exercise is graded.
    """

    kind: FindingKind
    students: tuple[StudentView, ...]
    checks: tuple[str, ...]
    graded: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reteach:
    """A misconception to take up in class, with an anonymous finding as example."""

    statistics: FindingStatistics
    rule: Rule | None
    example: ShownFinding | None


def exercises(found: ClassView) -> tuple[ExerciseStatistics, ...]:
    """Return the statistics of every exercise."""
    return tuple(_exercise(exercise, found.students) for exercise in found.exercises)


def _exercise(exercise: ExerciseView, students: Iterable[StudentView]) -> ExerciseStatistics:
    results = [one for student in students if (one := student.result(exercise.number)) is not None]
    graded = _graded(results)
    return ExerciseStatistics(
        exercise=exercise,
        states={state: sum(one.state is state for one in results) for state in State},
        untouched=sum(one.untouched for one in graded),
        full=sum(one.earned == one.possible for one in graded),
        spread=_spread(
            [one.earned for one in graded if one.earned is not None],
            exercise.possible,
            len(results) - len(graded),
        ),
    )


def _graded(results: Iterable[StudentResult]) -> list[StudentResult]:
    return [one for one in results if one.state is State.GRADED]


def total(found: ClassView) -> Spread:
    """Return the distribution of total points.

    Students who handed in nothing at all, or have a faulted or unreadable row, are left out: such
    a total does not measure what they know.
    """
    totals, possible = [], 0
    for student in found.students:
        possible = max(possible, student.possible)
        states = {one.state for one in student.results}
        known = states <= {State.GRADED, State.NOTHING_HANDED_IN} and State.GRADED in states
        if known and student.earned is not None:
            totals.append(student.earned)
    return _spread(totals, possible, len(found.students) - len(totals))


def _spread(points: list[int], possible: int, left_out: int) -> Spread:
    return Spread(
        counts=tuple(points.count(one) for one in range(max([possible, *points]) + 1)),
        left_out=left_out,
        median=statistics.median(points) if points else None,
        mean=statistics.fmean(points) if points else None,
    )


def checks(found: ClassView) -> tuple[CheckStatistics, ...]:
    """Return the judgements of every check, in teaching order."""
    tallies = []
    for part in found.exercises:
        graded = _graded(
            one for student in found.students if (one := student.result(part.number)) is not None
        )
        for column in part.columns:
            words = [one.judgements.get(column.number) for one in graded]
            tallies.append(
                CheckStatistics(
                    column=column,
                    exercise=part,
                    passed=words.count("passed"),
                    failed=words.count("failed"),
                    blocked=words.count("blocked"),
                )
            )
    return tuple(tallies)


def rules(found: ClassView) -> tuple[RuleStatistics, ...]:
    """Return the statistics of every review rule, the one that most students break first."""
    who: dict[int, list[str]] = {rule.number: [] for rule in course.rules()}
    for student, finding in _all_findings(found):
        if finding.kind.rule in who:
            who[finding.kind.rule].append(student.id)
    tallies = [
        RuleStatistics(
            rule=rule, students=len(set(who[rule.number])), findings=len(who[rule.number])
        )
        for rule in course.rules()
    ]
    return tuple(sorted(tallies, key=lambda one: (-one.students, -one.findings)))


def kinds(found: ClassView) -> tuple[FindingStatistics, ...]:
    """Return the statistics of every kind of finding, the most frequent first."""
    graded = {one.exercise.number: one.states[State.GRADED] for one in exercises(found)}
    who: dict[FindingKind, dict[str, StudentView]] = {lesson: {} for lesson in found.kinds}
    where: dict[FindingKind, dict[str, None]] = {lesson: {} for lesson in found.kinds}
    for student, finding in _all_findings(found):
        who[finding.kind][student.id] = student
        where[finding.kind][finding.number] = None
    tallies = [
        FindingStatistics(
            kind=lesson,
            students=tuple(who[lesson].values()),
            checks=tuple(sorted(where[lesson])),
            graded=graded[lesson.exercise],
        )
        for lesson in found.kinds
    ]
    return tuple(
        sorted(tallies, key=lambda one: (-len(one.students), one.kind.exercise, one.checks))
    )


def reteach(found: ClassView) -> tuple[Reteach, ...]:
    """Return the misconceptions of most students, each with an example.

    Findings without a misconception, and untouched stubs, do not count.
    """
    named = [one for one in kinds(found) if one.kind.name not in {"", "not started"}]
    by_number = {rule.number: rule for rule in course.rules()}
    return tuple(
        Reteach(
            statistics=one,
            rule=by_number.get(one.kind.rule) if one.kind.rule is not None else None,
            example=_example(one),
        )
        for one in named[:_TO_RETEACH]
    )


def _example(one: FindingStatistics) -> ShownFinding | None:
    """Return the shortest finding of a kind that does not identify its student.

    Only the marked line is checked for names, so only that one may be shown.
    """
    candidates = [
        finding
        for student in one.students
        for result in student.results
        for finding in result.findings
        if finding.kind == one.kind and not _names(student, finding)
    ]
    return min(candidates, key=_length, default=None)


def _length(finding: ShownFinding) -> tuple[bool, int]:
    return not finding.lines, sum(len(line) for line in _own(finding)) + len(finding.observed)


def _own(finding: ShownFinding) -> list[str]:
    return [line.text for line in finding.lines if line.marked]


def _names(student: StudentView, finding: ShownFinding) -> bool:
    """Whether a finding contains a word of the student's name or id, or a comment.

    People sign their work in comments.
    """
    lines = _own(finding)
    text = " ".join([finding.call, finding.observed, finding.expected, *lines]).casefold()
    words = re.findall(r"\w{3,}", f"{student.id} {student.name}".casefold())
    whole = (student.id.casefold(), student.name.casefold())
    return any(one and one in text for one in (*whole, *words)) or any("#" in one for one in lines)


def _all_findings(found: ClassView) -> Iterable[tuple[StudentView, ShownFinding]]:
    for student in found.students:
        for result in student.results:
            if result.state is State.GRADED:
                for finding in result.findings:
                    yield student, finding
