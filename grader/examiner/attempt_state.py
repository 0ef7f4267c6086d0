"""State of one attempt under examination: findings of earlier checks that later checks depend on.

A cause is reported once. A file that does not load or that falsifies answers, a function that is
missing, unwritten or endless blocks each check that needs it, and only the first of them has the
finding.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from grader.channel.outcomes import Contradicted, Missing, Stopped, TimedOut
from grader.exam.literals import AssignedLiteral
from grader.examiner.explain_outcome import explain_outcome
from grader.examiner.parameters import FITS, Misfit
from grader.examiner.tracebacks import line_of, trace_of
from grader.model import Attempt, Blocker, Check, Finding, Judgement, Verdict
from grader.submissions import source_lines

PATIENCE = 0.2
"""Seconds that each later check may wait after one has used up its time limit.

A function that timed out is not called again, so at most one check for each other
function waits this long; one that needs more is blocked, and never a wrong answer.
"""

SLACK = 0.3
"""Seconds beyond the time limit of a check that all checks of an attempt may wait together.

Without it, code that is slow in every check, and in none too slow, could take the limit
eight times over.
"""

LAST = 0.08
"""Seconds that each later check may wait when that is used up."""


def longest_wait(limit: float, checks: int) -> float:
    """Return the seconds that all of an attempt may wait for the learner's code, at most.

    A check that waits beyond `limit` + `SLACK` in all has `LAST`; the prose has `PATIENCE` or less.

    :param limit: time limit of one check, seconds.
    :param checks: number of checks.
    """
    return limit + SLACK + checks * LAST + PATIENCE


class AttemptState:
    """State of one attempt: makes the verdict of each check and remembers the causes that block others.

    :ivar source: the graded file; empty before `hand_in`.
    :ivar seconds: time that the next check may wait for the learner's code.
    :ivar judgements: number of each check so far to its judgement.
    :ivar notes: id of evidence, noted by a check about a part of itself, to `Cite.holds`.
    :ivar code: the file as a guest compiled it, opaque here; None before the first check.
    :ivar prose: name to literal, where a check has read the prose along with others.
    """

    def __init__(self, attempt: Attempt) -> None:
        self.attempt = attempt
        self.source = b""
        self.seconds = attempt.limits.seconds
        self._lines: list[str] = []
        self.judgements: dict[str, Judgement] = {}
        self.notes: dict[str, bool | None] = {}
        self.code: bytes | None = None
        self.prose: Mapping[str, AssignedLiteral] = {}
        self._not_passed: set[str] = set()
        self._causes: set[str] = set()
        self._unasked: dict[str, str] = {}
        self._not_started_reported = False
        self._impatient = False
        self._waited = 0.0

    def hand_in(self, source: bytes) -> None:
        """Set the learner's file, before the first check."""
        self.source = source
        self._lines = source_lines(source)

    @property
    def unusable(self) -> frozenset[str]:
        """Functions that can no longer be called, and `Blocker`s."""
        return frozenset(self._causes)

    def blocked_beforehand(self, check: Check) -> Verdict | None:
        """Return the verdict of a check that is blocked already; None for one that must be run."""
        for whole in (Blocker.LOADING, Blocker.FALSE_ANSWERS):
            if whole in self._causes:
                return self._blocked(check, whole)
        for need in check.needs:
            if need in self._not_passed:
                return self._blocked(check, need)
        if check.number in self._unasked:
            return self._blocked(check, self._unasked[check.number])
        return None

    def passed(self, check: Check) -> Verdict:
        """Return the verdict of a check that held."""
        return Verdict(check=check, judgement=Judgement.PASSED)

    def failed(
        self, check: Check, found: Finding, *, blocks: str = "", unasked: tuple[str, ...] = ()
    ) -> Verdict:
        """Return the verdict of a check that failed with a finding of its own.

        :param unasked: numbers of later checks that this leaves nothing to ask about.
        """
        self._not_passed.add(check.number)
        self._unasked.update((number, check.number) for number in unasked)
        if blocks:
            self._causes.add(blocks)
        return Verdict(check=check, judgement=Judgement.FAILED, finding=self._with_source(found))

    def blocked(self, check: Check, found: Finding, *, by: str) -> Verdict:
        """Return the verdict of a check that needs a name which the learner's file lacks.

        :param by: the name in the learner's file that the check waits for.
        """
        found = self._with_source(found)
        if found.misconception == "not_started":
            return self._not_started(check, found, by)
        return replace(self._blocked(check, by), finding=found)

    @property
    def seconds_for_prose(self) -> float:
        """Time that reading the prose may take; some also where the checks have used up theirs."""
        return max(self.seconds, PATIENCE)

    def waited(self, seconds: float) -> None:
        """Subtract the time that one check waited from that of the attempt as a whole."""
        self._waited += seconds
        left = max(self.attempt.limits.seconds + SLACK - self._waited, LAST)
        self.seconds = min(self.seconds, left)

    def stopped(self, check: Check, stop: Stopped, *, misfit: Misfit = FITS) -> Verdict:
        """Return the verdict of a check whose guest did not answer; remember the checks that this blocks.

        :param misfit: as for `explain_outcome`.
        """
        if stop.function in self._causes and not isinstance(stop.outcome, Contradicted):
            return self._blocked(check, stop.function)
        if isinstance(stop.outcome, TimedOut):
            if self._impatient:
                return self._blocked(check, Blocker.TIME_LIMIT)
            self._impatient, self.seconds = True, min(PATIENCE, self.seconds)
        cause = explain_outcome(
            stop.outcome,
            function=stop.function,
            call=stop.call,
            file=f"{self.attempt.exercise.slug}.py",
            prop=stop.prop,
            lines=self._lines,
            misfit=misfit,
        )
        self._causes.update(blocks for blocks in (cause.blocks, stop.blocks) if blocks)
        if isinstance(stop.outcome, Missing):
            self._causes.update(stop.outcome.names)
        if cause.finding.misconception == "not_started":
            found = self._with_source(cause.finding)
            return self._not_started(check, found, stop.function)
        self._not_passed.add(check.number)
        found = replace(cause.finding, trace=trace_of(stop.outcome, self._lines))
        return Verdict(
            check=check,
            judgement=cause.judgement,
            finding=self._with_source(found),
            blocked_by=cause.blocks if cause.judgement is Judgement.BLOCKED else "",
            evidence=cause.evidence,
        )

    def _not_started(self, check: Check, found: Finding, by: str) -> Verdict:
        """Return the verdict of a check without an answer; only the first has the finding."""
        verdict = self._blocked(check, by)
        if self._not_started_reported:
            return verdict
        self._not_started_reported = True
        return replace(verdict, finding=found)

    def _blocked(self, check: Check, by: str) -> Verdict:
        self._not_passed.add(check.number)
        return Verdict(check=check, judgement=Judgement.BLOCKED, blocked_by=by)

    def _with_source(self, found: Finding) -> Finding:
        if found.line is None or not 1 <= found.line <= len(self._lines):
            return replace(found, line=None, source="", column=None)
        # Python counts bytes here unless the file names its encoding, so beyond ASCII the column
        # does not determine a character.
        column = found.column if self._lines[found.line - 1].isascii() else None
        return replace(found, source=line_of(self._lines, found.line), column=column)
