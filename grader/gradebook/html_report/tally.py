"""Counts over a class: states, points, and which misconceptions, rules and checks are most missed.

People are counted, not findings: one student who was told a thing five times is one.
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
    """How points are distributed.

    :param counts: students with as many points as their place, from 0.
    :param left_out: students that are not counted, for the reason that the page gives.
    :param median: points; None where nobody is counted.
    """

    counts: tuple[int, ...]
    left_out: int
    median: float | None
    mean: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseStatistics:
    """One exercise in numbers; every count is of students.

    :param states: each state apart.
    :param untouched: of those graded, who handed in the file as it was given out.
    :param full: of those graded, who has all points.
    """

    part: ExerciseView
    states: Mapping[State, int]
    untouched: int
    full: int
    spread: Spread


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckStatistics:
    """One check in numbers, over the answers that are graded."""

    column: CheckColumn
    part: ExerciseView
    passed: int
    failed: int
    blocked: int

    @property
    def asked(self) -> int:
        """How many answers have this check."""
        return self.passed + self.failed + self.blocked


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleStatistics:
    """One review rule: who was told that they break it."""

    rule: Rule
    students: int
    findings: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingStatistics:
    """One lesson: who was told it, and on which checks.

    :param graded: how many students the exercise is graded for.
    """

    lesson: FindingKind
    students: tuple[StudentView, ...]
    checks: tuple[str, ...]
    graded: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reteach:
    """A misconception to take up in class, and one real finding of it, without its owner."""

    tally: FindingStatistics
    rule: Rule | None
    example: ShownFinding | None


def parts(found: ClassView) -> tuple[ExerciseStatistics, ...]:
    """Return every exercise in numbers."""
    return tuple(_part(part, found.students) for part in found.parts)


def _part(part: ExerciseView, students: Iterable[StudentView]) -> ExerciseStatistics:
    answers = [one for student in students if (one := student.answer(part.number)) is not None]
    graded = _graded(answers)
    return ExerciseStatistics(
        part=part,
        states={state: sum(one.state is state for one in answers) for state in State},
        untouched=sum(one.untouched for one in graded),
        full=sum(one.earned == one.possible for one in graded),
        spread=_spread(
            [one.earned for one in graded if one.earned is not None],
            part.possible,
            len(answers) - len(graded),
        ),
    )


def _graded(answers: Iterable[StudentResult]) -> list[StudentResult]:
    return [one for one in answers if one.state is State.GRADED]


def total(found: ClassView) -> Spread:
    """Return the distribution of the points of all exercises together.

    Left out is who handed in nothing at all, and who has an answer that is faulted or
    unreadable: neither says how much somebody knows.
    """
    told, possible = [], 0
    for student in found.students:
        possible = max(possible, student.possible)
        states = {one.state for one in student.answers}
        known = states <= {State.GRADED, State.NOTHING_HANDED_IN} and State.GRADED in states
        if known and student.earned is not None:
            told.append(student.earned)
    return _spread(told, possible, len(found.students) - len(told))


def _spread(points: list[int], possible: int, left_out: int) -> Spread:
    return Spread(
        counts=tuple(points.count(one) for one in range(max([possible, *points]) + 1)),
        left_out=left_out,
        median=statistics.median(points) if points else None,
        mean=statistics.fmean(points) if points else None,
    )


def checks(found: ClassView) -> tuple[CheckStatistics, ...]:
    """Return every check in numbers, in teaching order."""
    tallies = []
    for part in found.parts:
        graded = _graded(
            one for student in found.students if (one := student.answer(part.number)) is not None
        )
        for column in part.columns:
            words = [one.judgements.get(column.number) for one in graded]
            tallies.append(
                CheckStatistics(
                    column=column,
                    part=part,
                    passed=words.count("passed"),
                    failed=words.count("failed"),
                    blocked=words.count("blocked"),
                )
            )
    return tuple(tallies)


def rules(found: ClassView) -> tuple[RuleStatistics, ...]:
    """Return the review rules, the one that most students break first."""
    who: dict[int, list[str]] = {rule.number: [] for rule in course.rules()}
    for student, told in _all_told(found):
        if told.lesson.rule in who:
            who[told.lesson.rule].append(student.id)
    tallies = [
        RuleStatistics(
            rule=rule, students=len(set(who[rule.number])), findings=len(who[rule.number])
        )
        for rule in course.rules()
    ]
    return tuple(sorted(tallies, key=lambda one: (-one.students, -one.findings)))


def lessons(found: ClassView) -> tuple[FindingStatistics, ...]:
    """Return every lesson with who was told it, the most frequent first."""
    graded = {one.part.number: one.states[State.GRADED] for one in parts(found)}
    who: dict[FindingKind, dict[str, StudentView]] = {lesson: {} for lesson in found.lessons}
    where: dict[FindingKind, dict[str, None]] = {lesson: {} for lesson in found.lessons}
    for student, told in _all_told(found):
        who[told.lesson][student.id] = student
        where[told.lesson][told.number] = None
    tallies = [
        FindingStatistics(
            lesson=lesson,
            students=tuple(who[lesson].values()),
            checks=tuple(sorted(where[lesson])),
            graded=graded[lesson.exercise],
        )
        for lesson in found.lessons
    ]
    return tuple(
        sorted(tallies, key=lambda one: (-len(one.students), one.lesson.exercise, one.checks))
    )


def reteach(found: ClassView) -> tuple[Reteach, ...]:
    """Return the misconceptions that most students hold, each with a real example.

    What nobody claimed a misconception for, and files that nobody began, are not among them.
    """
    named = [one for one in lessons(found) if one.lesson.name not in {"", "not started"}]
    by_number = {rule.number: rule for rule in course.rules()}
    return tuple(
        Reteach(
            tally=one,
            rule=by_number.get(one.lesson.rule) if one.lesson.rule is not None else None,
            example=_example(one),
        )
        for one in named[:_TO_RETEACH]
    )


def _example(tally: FindingStatistics) -> ShownFinding | None:
    """Return the shortest finding of a lesson in which nothing tells whose it is.

    Only its marked line is looked at, so only that may be shown.
    """
    candidates = [
        told
        for student in tally.students
        for answer in student.answers
        for told in answer.told
        if told.lesson == tally.lesson and not _names(student, told)
    ]
    return min(candidates, key=_length, default=None)


def _length(told: ShownFinding) -> tuple[bool, int]:
    return not told.lines, sum(len(line) for line in _own(told)) + len(told.observed)


def _own(told: ShownFinding) -> list[str]:
    return [line.text for line in told.lines if line.marked]


def _names(student: StudentView, told: ShownFinding) -> bool:
    """Say whether a finding has a word of its owner's name or id in it, or a comment.

    A comment is where people sign their work.
    """
    lines = _own(told)
    text = " ".join([told.call, told.observed, told.expected, *lines]).casefold()
    words = re.findall(r"\w{3,}", f"{student.id} {student.name}".casefold())
    whole = (student.id.casefold(), student.name.casefold())
    return any(one and one in text for one in (*whole, *words)) or any("#" in one for one in lines)


def _all_told(found: ClassView) -> Iterable[tuple[StudentView, ShownFinding]]:
    for student in found.students:
        for answer in student.answers:
            if answer.state is State.GRADED:
                for told in answer.told:
                    yield student, told
