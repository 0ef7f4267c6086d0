"""Values that the class report shows: exercises, students, results, findings and explanations.

They have no HTML. Texts are as the learner wrote them; the page escapes them.
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
"""State of a row to its words on the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckColumn:
    """One check, as a column of the heat map.

    :param number: `1.3`.
    :param rule: number of the review rule of the check.
    """

    number: str
    sentence: str
    rule: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseView:
    """An exercise of the class.

    :param columns: its checks in teaching order; empty where no row is graded.
    """

    number: int
    title: str
    possible: int
    columns: tuple[CheckColumn, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLine:
    """A line of a learner's file.

    :param marked: True for the line of the finding.
    """

    number: int
    text: str
    marked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingKind:
    """A kind of finding: the misconception, why, the rule and the next step.

    :param anchor: HTML id, unique.
    :param name: the misconception in words; empty without one.
    """

    anchor: str
    exercise: int
    name: str
    rule: int | None
    why: str
    next_step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownFinding:
    """A finding of one student: the parts that differ within its kind."""

    number: str
    judgement: str
    kind: FindingKind
    call: str
    observed: str
    expected: str
    lines: tuple[SourceLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StudentResult:
    """One exercise of one student.

    :param judgements: check number to `passed`, `failed`, `blocked` or `faulted`.
    :param not_run: reasons why checks were not run, each with the numbers of these checks.
    :param findings: findings, in teaching order.
    :param printed: first lines of the printed output; *cut* is the number of lines left out.
    :param evidence: check number and a line of evidence for staff.
    :param look_at: the lines at which staff should look, in words; empty for none.
    :param places: line and what stands there, of each place to look.
    :param why: the reason, for a row that is not graded.
    """

    exercise: int
    state: State
    earned: int | None
    possible: int
    judgements: dict[str, str]
    not_run: tuple[tuple[str, tuple[str, ...]], ...]
    findings: tuple[ShownFinding, ...]
    printed: str = ""
    cut: int = 0
    evidence: tuple[tuple[str, str], ...] = ()
    look_at: str = ""
    places: tuple[tuple[int, str], ...] = ()
    why: str = ""
    file: str = ""
    sha256: str = ""
    seed: str = ""
    python: str = ""
    graded_at: str = ""

    @property
    def held(self) -> tuple[str, ...]:
        """Numbers of the checks that passed."""
        return tuple(n for n, word in self.judgements.items() if word == "passed")

    @property
    def untouched(self) -> bool:
        """Whether the file is the stub, unchanged."""
        return self.earned == 0 and {one.kind.name for one in self.findings} == {"not started"}


@dataclass(frozen=True, slots=True, kw_only=True)
class StudentView:
    """One student with a result for each row of the gradebook.

    :param anchor: HTML id, the same for a student in every report.
    """

    anchor: str
    id: str
    name: str
    results: tuple[StudentResult, ...]

    @property
    def earned(self) -> int | None:
        """Points of all exercises; None where one is faulted."""
        points = [one.earned for one in self.results]
        return None if None in points else sum(one or 0 for one in points)

    @property
    def possible(self) -> int:
        """Points to be had."""
        return sum(one.possible for one in self.results)

    def result(self, exercise: int) -> StudentResult | None:
        """Return the result of *exercise*; None without a row."""
        return next((one for one in self.results if one.exercise == exercise), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownExplanation:
    """An explanation for a person to read, and its mark.

    :param points: a person's; None while there are none.
    :param outdated: True if *comment* is on an earlier file.
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
    """The whole class: exercises, students, kinds of findings and explanations."""

    exercises: tuple[ExerciseView, ...]
    students: tuple[StudentView, ...]
    kinds: tuple[FindingKind, ...]
    explanations: tuple[ShownExplanation, ...]
