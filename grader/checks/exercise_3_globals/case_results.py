"""Asking one function of the learner's about several props, in random order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.exam import (
    CallSite,
    Failed,
    Finding,
    Fresh,
    Learner,
    LearnerFunction,
    Raised,
    RemoteObject,
    Stopped,
    describe,
    exception_text,
    uncopied_outcome_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from grader.checks.exercise_3_globals.function_props import Owned
    from grader.exam import Deferred, World

_LONGEST = 120
"""Characters of an exception in a message."""
_LONGEST_TEXT = 60
"""Characters of a returned text in a message."""
_BEGINNING = "result = text[:limit] if type(text) is str else '?'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What came of one call, and where to point when it is told of after other calls.

    :param remote: what was returned, or None.
    :param value: that, if it is True or False.
    :param stop: what to raise if an exception is all there is to tell.
    :param here: the call.
    """

    remote: RemoteObject | None
    value: object
    stop: Stopped | None
    here: CallSite

    def failed(self, found: Finding) -> Failed:
        """Return the failure with *found*, told of this call."""
        return Failed(self.here.locate(found))

    @property
    def result(self) -> str:
        """What was returned, for a message."""
        return "an exception" if self.remote is None else describe(self.remote)

    @property
    def error(self) -> str:
        """What was raised, for a message."""
        raised = None if self.stop is None else self.stop.outcome
        text = exception_text(raised) if isinstance(raised, Raised) else "nothing"
        return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"

    @property
    def refused(self) -> bool:
        """Whether it was an ordinary exception, neither an exit nor a body that is not written."""
        return self.raised_any("Exception") and not self.raised_any("NotImplementedError")

    def raised_any(self, *names: str) -> bool:
        """Say whether it was an exception of one of these built-in types."""
        raised = None if self.stop is None else self.stop.outcome
        return isinstance(raised, Raised) and not set(names).isdisjoint(raised.bases)


def told_result(world: World, came: Reply) -> str:
    """Return what was returned, for a message: a text itself, and not its size alone.

    :raises Stopped: when the guest cannot say what it is.
    """
    remote = came.remote
    if remote is None or (remote.handle.module, remote.handle.type) != ("builtins", "str"):
        return came.result
    text = world.run_later(_BEGINNING, read=str, text=remote, limit=_LONGEST_TEXT).value
    return f"the text {text!r}"


def reply(learner: Learner, function: LearnerFunction, *arguments: object) -> Reply:
    """Call and return what came of it, an exception included.

    :raises Stopped: when the guest did neither return nor raise.
    """
    outcome = uncopied_outcome_of(function, *arguments)
    here = learner.last_call()
    if isinstance(outcome, Raised):
        stop = learner.unexpected(outcome)
        return Reply(remote=None, value=None, stop=stop, here=here)
    return Reply(remote=outcome.remote, value=outcome.value, stop=None, here=here)


def replies(
    learner: Learner,
    fresh: Fresh,
    function: LearnerFunction,
    props: Mapping[str, Owned],
    kind: Callable[[Owned, RemoteObject], Deferred[str]],
) -> tuple[dict[str, Reply], dict[str, str]]:
    """Ask about every prop in random order; return the replies, and what each of them is.

    :param kind: says what a returned object is for a prop; an exception is `raised`.
    """
    came: dict[str, Reply] = {}
    kinds: dict[str, Deferred[str]] = {}
    for case in fresh.shuffled(list(props)):
        came[case] = one = reply(learner, function, props[case].function)
        if one.remote is not None:
            kinds[case] = kind(props[case], one.remote)
    return came, {case: kinds[case].value if case in kinds else "raised" for case in props}
