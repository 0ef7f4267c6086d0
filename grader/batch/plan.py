"""The plan of a batch run: which rows to grade, to copy or to write, and which stay.

Every student has one row for each exercise. Most are known without running anything: nothing was
handed in, the file cannot be read, or it has been graded. The rest is graded once for each cache
key, however many students handed it in.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from grader import course
from grader.batch.cache_key import GradingOptions, key_of, seed_of
from grader.batch.layouts import ChosenFile, ClassFiles, StudentFiles
from grader.errors import SubmissionError, UsageError
from grader.gradebook.store import RowSummary
from grader.model import Exercise, Row, State
from grader.submissions import from_bytes

ALL, FAULTED = "all", "faulted"
"""Values of `--rerun`; any other is a student."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shard:
    """One part of a class that is graded in several places.

    :param number: of the part, from 1.
    :param of: number of parts.
    """

    number: int = 1
    of: int = 1

    def has(self, student: str) -> bool:
        """Whether a student belongs to this part; the same on every machine."""
        digest = hashlib.sha256(student.encode("utf-8", "surrogatepass")).digest()
        return int.from_bytes(digest) % self.of == self.number - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """The student and the file name of a submission: a row without its grade."""

    student: str
    name: str
    file: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkItem:
    """A file to be graded once, for all students who handed it in.

    :param sha256: of the content, hexadecimal.
    :param key: cache key of the rows that come of it.
    :param owners: at least one.
    """

    exercise: Exercise
    content: bytes
    sha256: str
    key: str
    seed: str
    owners: tuple[Owner, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RowCopy:
    """A row to be made from one with the same cache key, for another student or file name.

    :param source: the student whose row of that exercise is copied.
    """

    source: str
    exercise: int
    owner: Owner


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The decisions on every row of a class.

    :param work: files to be graded, each once for all students who handed it in.
    :param rows: finished rows to be written: nothing was handed in, or the file cannot be read.
    :param copies: rows to be copied from others.
    :param unchanged: number of rows that stay.
    :param kept: student and exercise of rows that stay although no file was found this time.
    :param elsewhere: students of the gradebook who are not in this class, sorted.
    """

    work: tuple[WorkItem, ...]
    rows: tuple[Row, ...]
    copies: tuple[RowCopy, ...]
    unchanged: int
    kept: tuple[tuple[str, int], ...]
    elsewhere: tuple[str, ...]

    @property
    def graded(self) -> frozenset[tuple[str, int]]:
        """Student and exercise of the rows that grading will give."""
        return frozenset(
            (owner.student, item.exercise.number) for item in self.work for owner in item.owners
        )

    @property
    def to_grade(self) -> int:
        """Number of rows that grading will give."""
        return sum(len(item.owners) for item in self.work)

    @property
    def to_write(self) -> int:
        """Rows that will be written."""
        return self.to_grade + len(self.rows) + len(self.copies)


def parse_shard(text: str) -> Shard:
    """Return the part of a class that `I/N` names; the whole class for an empty text.

    :raises UsageError: when the text names no part.
    """
    if not text:
        return Shard()
    number, slash, of = text.partition("/")
    if not (slash and number.isdecimal() and of.isdecimal() and 1 <= int(number) <= int(of)):
        raise UsageError(f"--shard {text} names no part", "Say 2/5 for the second of five parts.")
    return Shard(number=int(number), of=int(of))


def plan(
    found: ClassFiles,
    summaries: Mapping[tuple[str, int], RowSummary],
    options: GradingOptions,
    exercises: Sequence[Exercise],
    *,
    shard: Shard,
    rerun: str = "",
) -> Plan:
    """Return the plan for a class.

    :param found: what the class handed in.
    :param summaries: the rows that the gradebook has, by student and exercise.
    :param rerun: `all`, `faulted` or a student: grade those rows again, changed or not, and
        no others. Empty: grade rows that are new, changed, or not final.
    :raises UsageError: when *rerun* names nobody.
    """
    students = [one for one in found.students if shard.has(one.student)]
    here = {one.student for one in found.students}
    elsewhere = {student for student, _ in summaries} - here
    if rerun in elsewhere:
        raise UsageError(
            f"--rerun names {rerun}, who is in the gradebook and not in this class",
            "Name the folder or the roster that has them.",
        )
    if rerun not in {"", ALL, FAULTED} | here:
        raise UsageError(
            f"--rerun names {rerun}, and there is no such student in this class",
            "Say all, faulted, or a student as the gradebook names them.",
        )
    planner = _Planner(summaries, options, rerun)
    for one in students:
        for exercise in exercises:
            planner.decide(one, exercise)
    return planner.plan(elsewhere)


class _Planner:
    """Decides on row after row, and collects the decisions."""

    def __init__(
        self, summaries: Mapping[tuple[str, int], RowSummary], options: GradingOptions, rerun: str
    ) -> None:
        self._summaries = summaries
        self._options = options
        self._rerun = rerun
        self._graded = {
            summary.key: student
            for (student, _), summary in summaries.items()
            if summary.state is State.GRADED and summary.key
        }
        self._work: dict[str, WorkItem] = {}
        self._owners: dict[str, list[Owner]] = {}
        self._rows: list[Row] = []
        self._copies: list[RowCopy] = []
        self._kept: list[tuple[str, int]] = []
        self._unchanged = 0

    def plan(self, elsewhere: Iterable[str]) -> Plan:
        return Plan(
            work=tuple(
                replace(item, owners=tuple(self._owners[key])) for key, item in self._work.items()
            ),
            rows=tuple(self._rows),
            copies=tuple(self._copies),
            unchanged=self._unchanged,
            kept=tuple(self._kept),
            elsewhere=tuple(sorted(elsewhere)),
        )

    def decide(self, handed: StudentFiles, exercise: Exercise) -> None:
        summary = self._summaries.get((handed.student, exercise.number))
        wanted = {
            "": True,
            ALL: True,
            FAULTED: summary is not None and summary.state is State.FAULTED,
        }.get(self._rerun, handed.student == self._rerun)
        if not wanted:
            self._unchanged += summary is not None
            return
        choice = handed.choices.get(exercise.number)
        if choice is None:
            self._nothing(handed, exercise, summary)
            return
        owner = Owner(student=handed.student, name=handed.name, file=choice.file)
        why = _unreadable(choice, exercise)
        if choice.content is None or why:
            self._settle(_row(owner, exercise, State.UNREADABLE, why), summary)
            return
        self._handed_in(owner, exercise, choice.content, summary)

    def _nothing(
        self, handed: StudentFiles, exercise: Exercise, summary: RowSummary | None
    ) -> None:
        """Plan a row without a file; a grade that is there is replaced only by `--rerun`.

        A path that was left out this time is no reason to lose a grade.
        """
        there = summary is not None and summary.state is not State.NOTHING_HANDED_IN
        if there and not self._rerun:
            self._kept.append((handed.student, exercise.number))
            return
        owner = Owner(student=handed.student, name=handed.name, file="")
        self._settle(_row(owner, exercise, State.NOTHING_HANDED_IN, ""), summary)

    def _settle(self, row: Row, summary: RowSummary | None) -> None:
        new = (row.state, row.key, row.name)
        if summary is not None and (summary.state, summary.key, summary.name) == new:
            self._unchanged += 1
        else:
            self._rows.append(row)

    def _handed_in(
        self, owner: Owner, exercise: Exercise, content: bytes, summary: RowSummary | None
    ) -> None:
        sha256 = hashlib.sha256(content).hexdigest()
        key = key_of(sha256, exercise, self._options)
        if not self._rerun and key in self._graded:
            same = summary is not None and summary.key == key
            if same and summary and (summary.name, summary.file) == (owner.name, owner.file):
                self._unchanged += 1
                return
            source = owner.student if same else self._graded[key]
            self._copies.append(RowCopy(source=source, exercise=exercise.number, owner=owner))
            return
        self._owners.setdefault(key, []).append(owner)
        if key not in self._work:
            self._work[key] = WorkItem(
                exercise=exercise, content=content, sha256=sha256,
                key=key, seed=seed_of(key, self._options), owners=(),
            )  # fmt: skip


def _unreadable(choice: ChosenFile, exercise: Exercise) -> str:
    """Return why a file cannot be graded, in a sentence; empty if it can."""
    if choice.content is None:
        return choice.why or "It cannot be read."
    try:
        from_bytes(choice.content, exercise, label=choice.file)
    except SubmissionError as error:
        return f"{error.message}. {error.next_step}".strip()
    return ""


def _row(owner: Owner, exercise: Exercise, state: State, why: str) -> Row:
    possible = sum(check.points for check in course.checks(exercise))
    depends = json.dumps([state.value, owner.file, why, possible]).encode()
    return Row(
        student=owner.student,
        exercise=exercise.number,
        state=state,
        earned=0,
        possible=possible,
        name=owner.name,
        file=owner.file,
        key=hashlib.sha256(depends).hexdigest(),
        why=why,
    )


def refuse_inside(out: Path, paths: Sequence[Path]) -> None:
    """Refuse a gradebook inside the folder of the class; the next run would take it for a student.

    :param out: folder of the gradebook, which need not exist.
    :param paths: of the class.
    :raises UsageError: when *out* is one of these folders, or lies in one.
    """
    for path in paths:
        if path.is_dir() and out.resolve().is_relative_to(path.resolve()):
            raise UsageError(
                f"{out} lies in {path}, the folder of the class, and would be taken for a student",
                "Name a folder outside of it with --out.",
            )
