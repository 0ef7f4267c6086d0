"""What there is to do for a class, given what was handed in and what the gradebook has.

Every student has one row for each exercise. Most of them are known without running
anything: nothing was handed in, it cannot be read, or it has been graded. What is
left is graded once for each key, whoever handed it in.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from grader import course
from grader.batch.cache_key import Terms, key_of, seed_of
from grader.batch.layouts import Choice, Found, Handed
from grader.errors import SubmissionError, UsageError
from grader.gradebook.store import Standing
from grader.model import Exercise, Row, State
from grader.submissions import from_bytes

ALL, FAULTED = "all", "faulted"
"""Words of `--rerun`; any other is a student."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shard:
    """One part of a class that is graded in several places.

    :param number: which part, from 1.
    :param of: how many there are.
    """

    number: int = 1
    of: int = 1

    def has(self, student: str) -> bool:
        """Whether a student belongs to this part; the same wherever it is asked."""
        digest = hashlib.sha256(student.encode("utf-8", "surrogatepass")).digest()
        return int.from_bytes(digest) % self.of == self.number - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """Whose a submission is: a row without its grade."""

    student: str
    name: str
    file: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Bytes to be graded once, for all who handed them in.

    :param sha256: of the content, hexadecimal.
    :param owners: at least one.
    """

    exercise: Exercise
    content: bytes
    sha256: str
    key: str
    seed: str
    owners: tuple[Owner, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A grade that the gradebook has already, for another owner or under another name.

    :param source: the student whose row of that exercise has it.
    """

    source: str
    exercise: int
    owner: Owner


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What there is to do.

    :param pieces: to be graded.
    :param rows: known without grading, and not yet in the gradebook.
    :param unchanged: how many rows stay as they are.
    :param kept: student and exercise of grades that stay although nothing was found now.
    :param elsewhere: students of the gradebook who are not in this class, sorted.
    """

    pieces: tuple[Piece, ...]
    rows: tuple[Row, ...]
    copies: tuple[Copy, ...]
    unchanged: int
    kept: tuple[tuple[str, int], ...]
    elsewhere: tuple[str, ...]

    @property
    def to_grade(self) -> int:
        """How many rows will come of the pieces."""
        return sum(len(piece.owners) for piece in self.pieces)

    @property
    def to_write(self) -> int:
        """How many rows will be written."""
        return self.to_grade + len(self.rows) + len(self.copies)


def shard_named(text: str) -> Shard:
    """Return the part of a class that `I/N` names; all of it where the text is empty.

    :raises UsageError: when it names none.
    """
    if not text:
        return Shard()
    number, slash, of = text.partition("/")
    if not (slash and number.isdecimal() and of.isdecimal() and 1 <= int(number) <= int(of)):
        raise UsageError(f"--shard {text} names no part", "Say 2/5 for the second of five parts.")
    return Shard(number=int(number), of=int(of))


def plan(
    found: Found,
    standings: Mapping[tuple[str, int], Standing],
    terms: Terms,
    exercises: Sequence[Exercise],
    *,
    shard: Shard,
    rerun: str = "",
) -> Plan:
    """Decide for every student and exercise.

    :param rerun: `all`, `faulted` or a student: grade those rows again, changed or not, and
        no others. Otherwise rows are graded that are new or changed, or are not final.
    :raises UsageError: when *rerun* names nobody.
    """
    students = [one for one in found.students if shard.has(one.student)]
    here = {one.student for one in found.students}
    elsewhere = {student for student, _ in standings} - here
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
    ledger = _Ledger(standings, terms, rerun)
    for one in students:
        for exercise in exercises:
            ledger.decide(one, exercise)
    return ledger.plan(elsewhere)


class _Ledger:
    """Collects the decisions of one plan."""

    def __init__(
        self, standings: Mapping[tuple[str, int], Standing], terms: Terms, rerun: str
    ) -> None:
        self._standings = standings
        self._terms = terms
        self._rerun = rerun
        self._graded = {
            standing.key: student
            for (student, _), standing in standings.items()
            if standing.state is State.GRADED and standing.key
        }
        self._pieces: dict[str, Piece] = {}
        self._owners: dict[str, list[Owner]] = {}
        self._rows: list[Row] = []
        self._copies: list[Copy] = []
        self._kept: list[tuple[str, int]] = []
        self._unchanged = 0

    def plan(self, elsewhere: Iterable[str]) -> Plan:
        pieces = (
            Piece(
                exercise=piece.exercise, content=piece.content, sha256=piece.sha256,
                key=key, seed=piece.seed, owners=tuple(self._owners[key]),
            )
            for key, piece in self._pieces.items()
        )  # fmt: skip
        return Plan(
            pieces=tuple(pieces),
            rows=tuple(self._rows),
            copies=tuple(self._copies),
            unchanged=self._unchanged,
            kept=tuple(self._kept),
            elsewhere=tuple(sorted(elsewhere)),
        )

    def decide(self, handed: Handed, exercise: Exercise) -> None:
        standing = self._standings.get((handed.student, exercise.number))
        wanted = {
            "": True,
            ALL: True,
            FAULTED: standing is not None and standing.state is State.FAULTED,
        }.get(self._rerun, handed.student == self._rerun)
        if not wanted:
            self._unchanged += standing is not None
            return
        choice = handed.choices.get(exercise.number)
        if choice is None:
            self._nothing(handed, exercise, standing)
            return
        owner = Owner(student=handed.student, name=handed.name, file=choice.file)
        why = _unreadable(choice, exercise)
        if choice.content is None or why:
            self._settle(_row(owner, exercise, State.UNREADABLE, why), standing)
            return
        self._handed_in(owner, exercise, choice.content, standing)

    def _nothing(self, handed: Handed, exercise: Exercise, standing: Standing | None) -> None:
        """Fill an empty place; a grade gives way only when somebody says so.

        A path that was not named this time is no reason to lose what was graded.
        """
        there = standing is not None and standing.state is not State.NOTHING_HANDED_IN
        if there and not self._rerun:
            self._kept.append((handed.student, exercise.number))
            return
        owner = Owner(student=handed.student, name=handed.name, file="")
        self._settle(_row(owner, exercise, State.NOTHING_HANDED_IN, ""), standing)

    def _settle(self, row: Row, standing: Standing | None) -> None:
        new = (row.state, row.key, row.name)
        if standing is not None and (standing.state, standing.key, standing.name) == new:
            self._unchanged += 1
        else:
            self._rows.append(row)

    def _handed_in(
        self, owner: Owner, exercise: Exercise, content: bytes, standing: Standing | None
    ) -> None:
        sha256 = hashlib.sha256(content).hexdigest()
        key = key_of(sha256, exercise, self._terms)
        if not self._rerun and key in self._graded:
            same = standing is not None and standing.key == key
            if same and standing and (standing.name, standing.file) == (owner.name, owner.file):
                self._unchanged += 1
                return
            source = owner.student if same else self._graded[key]
            self._copies.append(Copy(source=source, exercise=exercise.number, owner=owner))
            return
        self._owners.setdefault(key, []).append(owner)
        if key not in self._pieces:
            self._pieces[key] = Piece(
                exercise=exercise, content=content, sha256=sha256,
                key=key, seed=seed_of(key, self._terms), owners=(),
            )  # fmt: skip


def _unreadable(choice: Choice, exercise: Exercise) -> str:
    """Return what keeps a file from being graded; empty if nothing does."""
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
