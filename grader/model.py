"""Values that pass between packages (exercises, limits, verdicts, rows): frozen, typed, no I/O.

Anything may import it. Values do not render themselves: a report is a function over them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, StrEnum
from typing import Any


class Judgement(Enum):
    """The judgement of a check. BLOCKED: it could not be asked. FAULTED: our own mistake."""

    PASSED = "passed"
    FAILED = "failed"
    BLOCKED = "blocked"
    FAULTED = "faulted"


class Audience(Enum):
    """Readers of a report: staff see evidence that a learner must not."""

    LEARNER = "learner"
    STAFF = "staff"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One review rule.

    :param number: its number on the course page, from 1.
    :param key: a stable name for code and coverage tables.
    :param title: one sentence, the form in which reports print it.
    :param why: the mechanism behind it, one or two sentences.
    :param advice: what to do or ask in a review.
    :param example: a few lines of Python that show the rule at work.
    """

    number: int
    key: str
    title: str
    why: str
    advice: str
    example: str


DEFAULT_TIME_LIMIT = 5.0
"""Wall-clock seconds that learner code may use in one check, without `--time-limit`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds on one check; the default of each is set here.

    `--time-limit` replaces `seconds`; `grader.examiner.attempt_state` gives later checks less time
    after one that has timed out.

    :param seconds: wall-clock time that learner code may use in one check.
    :param memory: address space of the guest, bytes.
    :param file_size: largest file that the guest may write, bytes.
    :param scratch_total: size of the guest's scratch folder, bytes on disk; measured every 50 ms.
    :param output_kept: how much printed output is kept, bytes.
    :param output_total: how much may be printed before the guest is ended, bytes.
    """

    seconds: float = DEFAULT_TIME_LIMIT
    memory: int = 512 << 20
    file_size: int = 8 << 20
    scratch_total: int = 64 << 20
    output_kept: int = 64 << 10
    output_total: int = 64 << 20


LAYERS = frozenset({"landlock", "seccomp"})
"""Layers of confinement that can be left out, to see what a machine without them would do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The protections that must be enforced before learner code may run at all.

    :param required: protections (`grader.sandbox.confinement.PROTECTIONS`) without which no learner code
        runs; none of them means: whatever this machine offers.
    :param available: the layers to try; fewer simulates a machine without them.
    """

    required: frozenset[str] = frozenset()
    available: frozenset[str] = LAYERS


AS_AVAILABLE = Policy()
"""For a learner's own machine: what is enforced there, and a report that says so."""

CONFINED = Policy(required=frozenset({"filesystem", "syscalls", "network", "processes", "signals"}))
"""For other people's code: a class, a workflow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewTask:
    """The part of an exercise that is prose, for a person to read; no machine scores it.

    :param texts: name of the dictionary of texts in the learner's file.
    :param parts: the keys it must have, none of them empty.
    :param cites: name of the tuple of ids that the prose cites.
    :param evidence: id that may be cited to the numbers of the checks that speak for it.
    :param functions: ids of which at least one must be among those cited.
    :param rubric: what the reader looks for, a line each.
    """

    texts: str
    parts: tuple[str, ...]
    cites: str
    evidence: Mapping[str, tuple[str, ...]]
    functions: tuple[str, ...]
    rubric: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cite:
    """A citation in prose: the id of a part of a check, and whether that part held when it ran.

    :param holds: None where nothing has been compared yet.
    """

    id: str
    holds: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """The prose of one attempt on its way to a person.

    :param state: `not_submitted`; `evidence_failing` where something cited does not hold; else
        `evidence_open` where something cited has not been compared yet; else `awaiting_person`.
    :param texts: what was written, by part; *lacks* says what is missing, a sentence each.
    :param score: points that a person gave; None until then, and never a machine's.
    """

    state: str
    texts: Mapping[str, str]
    cites: tuple[Cite, ...]
    lacks: tuple[str, ...] = ()
    score: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Exercise:
    """One practice task.

    :param number: `N` in `grade exercise N`.
    :param slug: the file name without `.py`, shared by stub, solution and checks.
    :param functions: the names that a submission must define, in teaching order.
    :param hints: graded hints, from a question to code.
    """

    number: int
    slug: str
    title: str
    points: int
    functions: tuple[str, ...]
    hints: tuple[str, str, str]
    limits: Limits = field(default_factory=Limits)
    review: ReviewTask | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """The public part of one hidden check.

    :param id: `<slug>.<name>`, stable across versions.
    :param number: `1.3`: exercise and place in teaching order.
    :param sentence: the check function's docstring, the line that a learner reads.
    :param needs: numbers of checks that must pass for this one to be run.
    """

    id: str
    number: str
    exercise: int
    rule: Rule
    sentence: str
    points: int
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """The files that somebody handed in for one exercise, as bytes.

    :param id: id of its owner; unique in a run.
    :param label: how reports name the file.
    :param files: file name to content; the graded file is the one named for the exercise.
    """

    id: str
    label: str
    files: Mapping[str, bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One grading of one submission on one exercise.

    :param seed: names and values are drawn from it; the same seed repeats the report.
    :param python: path of the guest's interpreter; empty for our own.
    """

    exercise: Exercise
    submission: Submission
    seed: str
    python: str = ""
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True, slots=True, kw_only=True)
class TracebackFrame:
    """One call of the learner's own code that an exception went through.

    :param function: its name; `<module>` for the top level of the file.
    :param line: where it was, 1-based.
    :param source: the text of that line.
    :param times: number of times that the same frame stood there in a row.
    """

    function: str
    line: int
    source: str = ""
    times: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Traceback:
    """Where an exception came from, as far as it concerns the learner.

    :param frames: their own frames and no others, outermost first.
    :param names: name and short, safe text of local names in the last of them.
    :param more: how many names there are beside these.
    """

    frames: tuple[TracebackFrame, ...]
    names: tuple[tuple[str, str], ...] = ()
    more: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A finding: the text about one failed check, or about one cause of several blocked checks.

    :param misconception: a name, claimed only on its exact signature; else None.
    :param rule: number of the review rule that the mistake breaks; None where none fits.
    :param call: the call that was made, as Python text.
    :param line: the learner's line, 1-based; None where there is none.
    :param source: the text of that line.
    :param column: where Python stopped reading that line, 1-based; for a syntax error.
    :param trace: for an exception.
    :param table: name of the table of `findings.toml` that words it, which no report has.
    """

    misconception: str | None
    rule: int | None
    call: str
    observed: str
    expected: str
    why: str
    next_step: str
    line: int | None = None
    source: str = ""
    column: int | None = None
    trace: Traceback | None = None
    table: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongCases:
    """The cases of one check that an answer got wrong, for the proof of the content; in no report.

    :param results: case to the result that the answer gave, both as text.
    :param signatures: places of all signatures that match, in the check's diagnosis, from 0; the
        first is the one that counts.
    """

    results: Mapping[str, str]
    signatures: tuple[int, ...]


class Blocker(StrEnum):
    """Cause of a blocked check (`Verdict.blocked_by`) besides functions and other checks.

    LOADING: the file does not load. FALSE_ANSWERS: the file makes its guest answer falsely.
    TIME_LIMIT: earlier checks used up the time of the whole attempt.
    """

    LOADING = "load"
    FALSE_ANSWERS = "false answers"
    TIME_LIMIT = "time limit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The outcome of one check of one attempt.

    :param seconds: wall-clock time, rounded to milliseconds.
    :param blocked_by: for BLOCKED, the cause: a check's number, a function, a `Blocker`.
    :param fault: for FAULTED, the reason, for everybody: it is about the kit and the machine.
    :param evidence: for staff only; never in a learner's report.
    :param printed: what the learner's code printed in this check, capped.
    :param wrong_cases: where a check was left to its diagnosis; else None.
    """

    check: Check
    judgement: Judgement
    finding: Finding | None = None
    seconds: float = 0.0
    blocked_by: str = ""
    fault: str = ""
    evidence: tuple[str, ...] = ()
    printed: str = ""
    wrong_cases: WrongCases | None = None

    @property
    def earned(self) -> int:
        """Points: all of the check's, or none."""
        return self.check.points if self.judgement is Judgement.PASSED else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceToLook:
    """A place in a submission with something that no answer needs; for staff, and never a verdict.

    :param line: 1-based.
    :param what: what stands there, in a few words.
    """

    line: int
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceScan:
    """What a scan of the text of a submission found.

    :param places: places to look, by line.
    :param unscanned: why the text, or a part of it, could not be scanned; empty where all of it was.
    """

    places: tuple[PlaceToLook, ...] = ()
    unscanned: str = ""

    @property
    def lines(self) -> tuple[int, ...]:
        """Lines of the places, each once."""
        return tuple(sorted({place.line for place in self.places}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """All verdicts of one attempt, in teaching order.

    :param python: version of the guest's interpreter, such as `3.12.1`.
    :param sandbox: protection to mechanism, as the guest reported them.
    :param scan: for staff only; None where the text was not scanned, as for a learner.
    """

    attempt: Attempt
    verdicts: tuple[Verdict, ...]
    python: str = ""
    sandbox: Mapping[str, str] = field(default_factory=dict)
    review: Review | None = None
    scan: SourceScan | None = None

    @property
    def earned(self) -> int:
        """Points earned."""
        return sum(verdict.earned for verdict in self.verdicts)

    @property
    def possible(self) -> int:
        """Points to be had."""
        return sum(verdict.check.points for verdict in self.verdicts)

    @property
    def faulted(self) -> bool:
        """Whether any verdict is our own fault; then the grade is not to be published."""
        return any(verdict.judgement is Judgement.FAULTED for verdict in self.verdicts)

    @property
    def exercise(self) -> Exercise:
        """The exercise that was graded."""
        return self.attempt.exercise

    @property
    def countable(self) -> bool:
        """Whether points may be published; a fault of ours is never a zero."""
        return not self.faulted


@dataclass(frozen=True, slots=True, kw_only=True)
class Ungraded:
    """An exercise without a grade, and the reason, where each exercise needs a result.

    A workflow's reporter loses all points when one exercise is silent, so a missing file, a
    machine that does not confine, or a run that was ended are values, and not exceptions.

    :param file: how reports name the file; empty where there is none.
    :param why: what happened, a sentence without its full stop.
    :param next_step: what to do about it, a sentence.
    :param ours: True for a fault of ours, which is no zero; a file that is missing or cannot be read
        is one.
    """

    exercise: Exercise
    file: str
    why: str
    next_step: str
    ours: bool

    @property
    def countable(self) -> bool:
        """Whether points may be published; a fault of ours is never a zero."""
        return not self.ours

    @property
    def earned(self) -> int:
        """Points earned: none. They count only where `countable` says so."""
        return 0

    @property
    def possible(self) -> int:
        """Points to be had."""
        return self.exercise.points


Result = Grade | Ungraded
"""The result of one exercise; both have `exercise`, `countable`, `earned` and `possible`."""


class State(Enum):
    """State of one student's exercise in a class. Only FAULTED is our own mistake."""

    GRADED = "graded"
    NOTHING_HANDED_IN = "nothing_handed_in"
    UNREADABLE = "unreadable"
    FAULTED = "faulted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One student and one exercise in a gradebook; every student has one for each exercise.

    :param student: the student's id in the layout or the roster; unique in a class.
    :param name: the student's own name, where known.
    :param earned: points; None where FAULTED, which is never a zero.
    :param file: the chosen file, as the layout names it; empty if there is none.
    :param sha256: of the graded bytes, hexadecimal; empty if there are none.
    :param key: over all that the grade depends on: an equal key is not graded twice.
    :param graded_at: UTC, `2026-01-31T12:00:00Z`.
    :param report: the grade as the JSON report for staff has it; empty unless graded.
    :param why: for UNREADABLE and FAULTED, what went wrong, in a sentence.
    """

    student: str
    exercise: int
    state: State
    earned: int | None
    possible: int
    name: str = ""
    file: str = ""
    sha256: str = ""
    key: str = ""
    seed: str = ""
    graded_at: str = ""
    report: Mapping[str, Any] = field(default_factory=dict)
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """The points and the comment that a person gave for the prose of one exercise.

    :param points: None while only a comment was left.
    :param marked_at: UTC, `2026-01-31T12:00:00Z`.
    :param sha256: of the file that was read, as in `Row`; a mark for another text is out of date.
    """

    student: str
    exercise: int
    points: int | None
    comment: str
    marked_at: str
    sha256: str = ""

    def is_for(self, sha256: str) -> bool:
        """Return whether the mark is for the file with this SHA-256, or for whichever there is."""
        return self.sha256 in ("", sha256)
