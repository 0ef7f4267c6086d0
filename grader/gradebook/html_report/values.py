"""What the class report shows, as values: students, their answers, what each was told.

Nothing here knows of HTML. Texts are as the learner wrote them; the page makes
them safe to show.
"""

from __future__ import annotations

from dataclasses import dataclass

from grader.model import Cite, State

STATE_WORDS = {
    State.GRADED: "graded",
    State.NOTHING_HANDED_IN: "nothing handed in",
    State.UNREADABLE: "unreadable",
    State.FAULTED: "faulted",
}
"""One phrase for each state of a row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckColumn:
    """One check, as a column of the heat map.

    :param number: `1.3`.
    :param rule: number of the review rule that the check stands for.
    """

    number: str
    sentence: str
    rule: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseView:
    """One exercise of the class.

    :param columns: its checks in teaching order; empty where no row of it is graded.
    """

    number: int
    title: str
    possible: int
    columns: tuple[CheckColumn, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLine:
    """One line of a learner's file. *marked*: the line that a finding is about."""

    number: int
    text: str
    marked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingKind:
    """What findings of one kind share: why, the rule and the next step.

    :param anchor: of its place on the page; unique.
    :param name: the misconception in words; empty where none was claimed.
    """

    anchor: str
    exercise: int
    name: str
    rule: int | None
    why: str
    next_step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownFinding:
    """One finding of one student: what differs from others of its lesson."""

    number: str
    judgement: str
    lesson: FindingKind
    call: str
    observed: str
    expected: str
    lines: tuple[SourceLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StudentResult:
    """One student's exercise.

    :param judgements: check number to `passed`, `failed`, `blocked` or `faulted`.
    :param waiting: why checks were not asked, and the numbers of those it is true of.
    :param printed: what the code printed, capped; *cut* lines of it are left out.
    :param evidence: check number and what the kit noted for staff.
    :param why: what went wrong, for a row that is not graded.
    """

    exercise: int
    state: State
    earned: int | None
    possible: int
    judgements: dict[str, str]
    waiting: tuple[tuple[str, tuple[str, ...]], ...]
    told: tuple[ShownFinding, ...]
    printed: str = ""
    cut: int = 0
    evidence: tuple[tuple[str, str], ...] = ()
    why: str = ""
    file: str = ""
    sha256: str = ""
    seed: str = ""
    python: str = ""
    graded_at: str = ""

    @property
    def held(self) -> tuple[str, ...]:
        """Numbers of the checks that hold."""
        return tuple(n for n, word in self.judgements.items() if word == "passed")

    @property
    def untouched(self) -> bool:
        """Whether the file was handed in as it was given out."""
        return self.earned == 0 and {one.lesson.name for one in self.told} == {"not started"}


@dataclass(frozen=True, slots=True, kw_only=True)
class StudentView:
    """One student with an answer for each exercise that the gradebook has a row for.

    :param anchor: of their part of the page: the same for the same student in every report.
    """

    anchor: str
    id: str
    name: str
    answers: tuple[StudentResult, ...]

    @property
    def earned(self) -> int | None:
        """Points over all exercises; None where one is faulted, for then nobody knows."""
        points = [one.earned for one in self.answers]
        return None if None in points else sum(one or 0 for one in points)

    @property
    def possible(self) -> int:
        """Points to be had."""
        return sum(one.possible for one in self.answers)

    def answer(self, exercise: int) -> StudentResult | None:
        """Return the answer to *exercise*, if there is a row for it."""
        return next((one for one in self.answers if one.exercise == exercise), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownExplanation:
    """An explanation for a person to read, and what a person gave for it so far.

    :param points: None while it waits for some.
    :param outdated: whether *comment* is on a file that was handed in before this one.
    """

    student: StudentView
    exercise: int
    state: str
    texts: tuple[tuple[str, str], ...]
    cites: tuple[Cite, ...]
    points: int | None
    comment: str
    marked_at: str
    outdated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassView:
    """Everything that was found in the rows."""

    parts: tuple[ExerciseView, ...]
    students: tuple[StudentView, ...]
    lessons: tuple[FindingKind, ...]
    prose: tuple[ShownExplanation, ...]
