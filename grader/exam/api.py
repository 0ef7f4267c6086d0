"""What a hidden check is written with: the learner's stand-in, props, `expect` and `finding`.

Beside this, a check imports the rules of `grader.checks.rules` and its neighbours in
`grader.checks`, and nothing else of the kit.

A hidden check is plain pytest on the trusted side. It holds no object of the
learner's, only stand-ins for objects in a guest:

- `learner.forget(module)` calls the learner's function in the guest. Plain values
  come back as copies, anything else as a `RemoteObject`.
- A `RemoteObject` stands for one object: attribute access, item access and calls
  travel; `remote.is_(other)` compares identity.
- `world` makes props (modules, files, tokens) by the grader's own means and asks
  about them; `fresh` draws names and values from the seed.
- `expect(claim, finding(...))` fails the check with that finding. Whatever else a
  guest does (raises, hangs, dies) stops the check by itself, with a finding of
  its own from `grader.examiner.explain_outcome`.

Any exception but `Failed` and `Stopped` is a fault of the kit's, never a point
taken from a learner.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from grader.channel.batching import Deferred
from grader.channel.outcomes import Raised, Stopped, exception_text
from grader.errors import Fault
from grader.exam.literals import AssignedLiteral, LiteralStatus
from grader.exam.random_values import Fresh
from grader.exam.session import (
    CheckSession,
    LearnerFunction,
    RemoteObject,
    call_text,
    describe,
)
from grader.exam.world import World
from grader.model import Exercise, Finding, ReviewTask, Rule

__all__ = [
    "AssignedLiteral",
    "Deferred",
    "Exercise",
    "Failed",
    "Finding",
    "Findings",
    "Fresh",
    "Learner",
    "LearnerFunction",
    "LiteralStatus",
    "Raised",
    "RemoteObject",
    "ReturnValue",
    "ReviewTask",
    "Rule",
    "Stopped",
    "World",
    "call_text",
    "check",
    "describe",
    "exception_text",
    "expect",
    "finding",
    "outcome_of",
    "result_of",
]


class Failed(Exception):
    """The learner's answer does not hold; carries the finding.

    :param blocks: a function of the learner's of which this shows that no other check can ask it.
    :param unasked: numbers of later checks that this leaves nothing to ask about.
    """

    def __init__(self, found: Finding, *, blocks: str = "", unasked: tuple[str, ...] = ()) -> None:
        super().__init__(found.misconception or found.observed)
        self.finding = found
        self.blocks = blocks
        self.unasked = unasked


C = TypeVar("C", bound=Callable[..., None])


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """What `@check` attaches to a function; `grader.course` makes a Check of it."""

    rule: Rule
    points: int
    needs: tuple[str, ...]


def check(*, rule: Rule, points: int = 1, needs: tuple[str, ...] = ()) -> Callable[[C], C]:
    """Declare a hidden check. Its docstring is the sentence that the learner reads.

    :param rule: the review rule that it teaches.
    :param needs: numbers of checks (`"2.2"`) without which this one says nothing.
    """

    def declare(function: C) -> C:
        function.__dict__["declaration"] = Declaration(rule=rule, points=points, needs=needs)
        return function

    return declare


def finding(
    misconception: str | None,
    *,
    observed: str,
    expected: str,
    why: str,
    next_step: str,
    rule: Rule | None = None,
    call: str = "",
    line: int | None = None,
) -> Finding:
    """Say what is wrong. Rule, call and line are the check's and the last call's unless given.

    :param misconception: a name, only where the observation is its exact signature.
    """
    return Finding(
        misconception=misconception,
        rule=None if rule is None else rule.number,
        call=call,
        observed=observed,
        expected=expected,
        why=why,
        next_step=next_step,
        line=line,
    )


def expect(claim: bool, otherwise: Finding) -> None:
    """Fail the check with *otherwise* unless *claim* holds.

    :raises Failed: when it does not.
    """
    if claim is not True:
        raise Failed(otherwise)


class Learner:
    """Stands for the learner's module. Its file is loaded at the first use.

    :param read: reads literals of the file, by the names that it assigns them to.
    """

    def __init__(
        self, session: CheckSession, read: Callable[..., dict[str, AssignedLiteral]]
    ) -> None:
        self._session = session
        self._read = read

    def __getattr__(self, name: str) -> LearnerFunction:
        return LearnerFunction(self._session, name)

    def literals(self, *names: str) -> dict[str, AssignedLiteral]:
        """Return what the file assigns to *names*, as literals; the file is not run for it."""
        return self._read(*names)

    def load(self) -> None:
        """Load the file now, where a check wants it loaded before its props are made."""
        self._session.load()

    def at_last_call(self, found: Finding) -> Finding:
        """Return *found* with the call and the line of the last call, before there is another."""
        return self.told_here()(found)

    def told_here(self) -> Callable[[Finding], Finding]:
        """Return `at_last_call` as it is now, for findings that are told after other calls."""
        call, line = self._session.call_text, self._session.learner_line
        return lambda found: replace(found, call=call, line=line)

    def record_evidence(self, cited: str, holds: bool) -> None:
        """Note whether one part of this check held, for prose that cites it by id."""
        self._session.notes[cited] = holds

    def unexpected(self, outcome: Raised) -> Stopped:
        """Return the exception to raise where *outcome* of the last call is all there is to tell."""
        return self._session.stopped(outcome)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnValue:
    """What a call returned.

    :param value: a copy where the value is plain, else the same stand-in as `remote`.
    :param remote: a stand-in for the object itself, for questions of identity.
    """

    value: object
    remote: RemoteObject


def outcome_of(
    function: LearnerFunction | RemoteObject, *arguments: object, **named: object
) -> ReturnValue | Raised:
    """Call and return the answer, or what was raised where a check wants to look at that.

    :raises Stopped: when the guest neither returned nor raised.
    """
    outcome = function.outcome(arguments, named, by_handle=False)
    if isinstance(outcome, Raised):
        return outcome
    session = function.session
    return ReturnValue(value=session.value(outcome), remote=RemoteObject(session, outcome.handle))


def result_of(
    function: LearnerFunction | RemoteObject, *arguments: object, **named: object
) -> RemoteObject:
    """Call and return a stand-in for the result, whatever its type, for questions of identity.

    :raises Stopped: when the call raised.
    """
    session = function.session
    outcome = function.outcome(arguments, named, by_handle=True)
    if isinstance(outcome, Raised):
        raise session.stopped(outcome)
    return RemoteObject(session, outcome.handle)


class Findings:
    """The findings of one exercise, told in the `findings.toml` beside its check module.

    Each table is one finding, named for its misconception: `observed`, `expected`,
    `why`, `next_step` (with `{fields}` to fill in), `rule` where it is not the
    check's own, `name` where two tables tell of one misconception, and `named = false`
    where the observation is no misconception's exact signature. The file is read when the first finding is wanted.

    :param beside: the check module's `__file__`.
    """

    def __init__(self, beside: str, file: str = "findings.toml") -> None:
        self._path = Path(beside).with_name(file)
        self._told: dict[str, dict[str, object]] = {}

    def __call__(self, told: str, /, **fields: object) -> Finding:
        """Return the finding *told* with its fields filled in.

        :raises Fault: when the file does not have it, or lacks a field's value.
        """
        table = self.tables().get(told)
        try:
            if table is None:
                raise KeyError(told)
            observed, expected, why, next_step = (
                str(table[part]).format_map(fields)
                for part in ("observed", "expected", "why", "next_step")
            )
        except (KeyError, ValueError, AttributeError, IndexError) as error:
            raise Fault(
                f"the finding {told!r} in {self._path.name} cannot be told: {error}"
            ) from error
        rule = table.get("rule")
        return Finding(
            misconception=str(table.get("name", told)) if table.get("named", True) else None,
            rule=rule if isinstance(rule, int) else None,
            call="",
            observed=observed,
            expected=expected,
            why=why,
            next_step=next_step,
        )

    def unless(self, claim: bool, told: str, /, **fields: object) -> None:
        """Fail the check with the finding *told* unless *claim* holds.

        :raises Failed: when it does not.
        """
        if claim is not True:
            raise Failed(self(told, **fields))

    def tables(self) -> dict[str, dict[str, object]]:
        """Return all tables by name, in the order of the file."""
        if not self._told:
            self._told = tomllib.loads(self._path.read_text("utf-8"))
        return self._told
