"""The functions and classes that a hidden check is written with, except findings.

A hidden check is a function `check_…(learner, world, fresh)` on the trusted side. It holds no object
of the learner's code, only proxies (`RemoteObject`) for objects in a guest:

- `learner` calls the functions of the learner's file.
- `world` makes props (objects, modules, files) in the guest by the grader's own means, and runs
  questions about them.
- `fresh` draws names and values from the attempt's seed.
- `say`, the exercise's `Findings` (`grader.exam.findings`), fails the check with a finding of its
  `findings.toml`.

Whatever else a guest does (raises, hangs, dies) ends the check by itself, with a finding that the
engine words. Any exception but `Failed`, `Blocked` and `Stopped` is a fault of the kit's and takes no
point from a learner.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from grader.channel.outcomes import Raised, Stopped
from grader.channel.replies import Wanted
from grader.errors import Fault
from grader.exam.call_site import CallSite
from grader.exam.diagnosis import Diagnosis, wrong_cases
from grader.exam.literals import AssignedLiteral
from grader.exam.session import CheckSession, LearnerFunction, RemoteObject
from grader.model import Rule

F = TypeVar("F", bound=Callable[..., None])
C = TypeVar("C", bound=Hashable)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckDeclaration:
    """The arguments of `@check`, which it attaches to the function for `grader.course`."""

    rule: Rule
    points: int
    needs: tuple[str, ...]
    mistakes: Diagnosis[Any] | None


def check(
    *,
    rule: Rule,
    points: int = 1,
    needs: tuple[str, ...] = (),
    mistakes: Diagnosis[Any] | None = None,
) -> Callable[[F], F]:
    """Declare a hidden check. Its docstring is the sentence that the learner reads.

    >>> @check(rule=IDENTITY)
    ... def check_gives_the_first_item_itself(learner, world, fresh):
    ...     "The result is the first item itself, and no copy of it."
    ...     items = world.equal_objects(2)
    ...     found = result_of(learner.first_of, items)
    ...     say.unless(found.is_(items[0]), "another_item", result=describe(found))
    >>> check_gives_the_first_item_itself(learner, world, fresh)

    :param rule: the review rule that the check teaches.
    :param points: the points that it is worth.
    :param needs: numbers of checks, such as `"2.2"`, that must pass for this one to be run.
    :param mistakes: for `Learner.diagnose`; `grade kit verify` proves each of its signatures by a
        wrong answer.
    """

    def declare(function: F) -> F:
        function.__dict__["declaration"] = CheckDeclaration(
            rule=rule, points=points, needs=needs, mistakes=mistakes
        )
        return function

    return declare


class Learner:
    """The learner's file. Its functions are attributes, and it is loaded at the first use of one.

    >>> learner.first_of([7, 8])
    7
    """

    def __init__(
        self,
        session: CheckSession,
        read: Callable[..., dict[str, AssignedLiteral]],
        mistakes: Diagnosis[Any] | None = None,
    ) -> None:
        self._session = session
        self._read = read
        self._mistakes = mistakes

    def __getattr__(self, name: str) -> LearnerFunction:
        return LearnerFunction(self._session, name)

    def literals(self, *names: str) -> dict[str, AssignedLiteral]:
        """Return the literals that the file assigns to *names*. The file is not run for it.

        >>> learner.literals("WORDS")["WORDS"].value
        {'one': 'eins'}
        """
        return self._read(*names)

    def load(self) -> None:
        """Load the file now, so that props which the check makes later are unknown to it.

        >>> learner.load()

        :raises Stopped: when it does not load.
        """
        self._session.load()

    def require(self, name: str) -> None:
        """End the check if the function *name* is missing, or an earlier check found it unusable.

        >>> learner.require("first_of")

        :raises Stopped: in these cases.
        """
        self._session.require(name)

    def last_call(self) -> CallSite:
        """Return the last call, for a finding that is reported after later calls.

        >>> learner.first_of([7, 8])
        7
        >>> asked = learner.last_call()
        >>> learner.first_of([9])
        9
        >>> asked.locate(say("another_item", result="7")).call
        'first_of([7, 8])'
        """
        return self._session.last_call

    def record_evidence(self, cited: str, holds: bool | None) -> None:
        """Record whether a part of this check holds, for prose that cites the part.

        The last record counts. Without one, a part holds or does not as the check does.

        >>> learner.record_evidence("first_story", True)

        :param cited: the id by which prose cites it; see `ReviewTask.evidence`.
        :param holds: None while nothing has been compared.
        """
        self._session.evidence[cited] = holds

    def diagnose(self, wrong: Mapping[C, object]) -> tuple[str, C]:
        """Return the finding of the mistake with exactly these wrong cases, and the case to report.

        It is `Diagnosis.of` of the check's `mistakes`. `grade kit verify` sees what was asked.

        >>> learner.diagnose({"descending": True})
        ('says_always_yes', 'descending')

        :raises Fault: when the check has not declared its `mistakes`.
        """
        if self._mistakes is None:
            raise Fault("a check without `mistakes=…` in its @check has asked for a diagnosis")
        self._session.wrong_cases = wrong_cases(self._mistakes, wrong)
        return self._mistakes.of(wrong)

    def unexpected(self, outcome: Raised) -> Stopped:
        """Return the exception that ends the check with what the last call raised.

        >>> raised = outcome_of(learner.first_of, [])
        >>> raise learner.unexpected(raised)
        Traceback (most recent call last):
        grader.channel.outcomes.Stopped: Raised
        """
        return self._session.unexpected(outcome)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnValue:
    """The result of a call.

    >>> found = outcome_of(learner.first_of, [[7], [8]])
    >>> found.value, describe(found.remote)
    ([7], 'a list of 1 item')

    :param value: a copy of a plain value, else the same proxy as `remote`.
    :param remote: a proxy for the object itself, for questions of identity.
    """

    value: object
    remote: RemoteObject


def outcome_of(
    function: LearnerFunction | RemoteObject, *arguments: object, **named: object
) -> ReturnValue | Raised:
    """Call a function and return its result, or the exception that it raised.

    >>> outcome_of(learner.first_of, [7, 8]).value
    7
    >>> raised = outcome_of(learner.first_of, [])
    >>> exception_text(raised)
    'IndexError: list index out of range'

    :raises Stopped: when the guest neither returned nor raised.
    """
    outcome = function.invoke(arguments, named, Wanted.COPY_AND_HANDLE)
    if isinstance(outcome, Raised):
        return outcome
    session = function.session
    return ReturnValue(
        value=session.with_proxies(outcome.value), remote=RemoteObject(session, outcome.handle)
    )


def uncopied_outcome_of(
    function: LearnerFunction | RemoteObject, *arguments: object, **named: object
) -> ReturnValue | Raised:
    """Call a function like `outcome_of`, for results that may be large or change.

    The result is not copied: `value` is the result only if that is True or False, else None.

    >>> outcome_of(learner.first_of, [[7]]).value, uncopied_outcome_of(learner.first_of, [[7]]).value
    ([7], None)

    :raises Stopped: when the guest neither returned nor raised.
    """
    outcome = function.invoke(arguments, named, Wanted.HANDLE)
    if isinstance(outcome, Raised):
        return outcome
    return ReturnValue(value=outcome.value, remote=RemoteObject(function.session, outcome.handle))


def result_of(
    function: LearnerFunction | RemoteObject, *arguments: object, **named: object
) -> RemoteObject:
    """Call a function and return a proxy for its result, whatever its type.

    >>> items = world.equal_objects(2)
    >>> result_of(learner.first_of, items).is_(items[0])
    True

    :raises Stopped: when the call raised.
    """
    outcome = uncopied_outcome_of(function, *arguments, **named)
    if isinstance(outcome, Raised):
        raise function.session.unexpected(outcome)
    return outcome.remote
