"""Results of one learner function for several props, called in random order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from grader.checks import props as common
from grader.checks.exercise_3_globals.function_props import RAISED, FunctionProp
from grader.exam import (
    CallSite,
    Deferred,
    Failed,
    Finding,
    Fresh,
    Learner,
    LearnerFunction,
    NoResult,
    Raised,
    RemoteObject,
    Stopped,
    World,
    describe,
    exception_text,
    uncopied_outcome_of,
)

_LONGEST = 120
"""The most characters of an exception in a message."""
_LONGEST_TEXT = 60
"""The most characters of a returned text in a message."""
# The scratch folder has another name in each run.
_BEGINNING = """
here = (modules.get("posix") or modules["nt"]).getcwd()
result = text.replace(here, ".")[:limit] if type(text) is str else "?"
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseResult:
    """The result of one call, and the call itself for a finding that is reported after other calls.

    :param remote: the returned object; None where the call raised.
    :param value: the returned object if it is True or False.
    :param stop: the exception that ends the check where nothing more can be said of a raise.
    :param here: the call and its line.
    """

    remote: RemoteObject | None
    value: object
    stop: Stopped | None
    here: CallSite

    def failed(self, found: Finding) -> Failed:
        """Return the failure with *found*, located at this call and the line that returned."""
        return Failed(self.here.locate(found))

    def failed_at_end(self, found: Finding) -> Failed:
        """Return the failure with *found*, located at this call and the line that ran last."""
        return Failed(self.here.locate_end(found))

    @property
    def result(self) -> str:
        """The returned object, as a message describes it."""
        if isinstance(self.value, bool):
            return describe(self.value)
        return "an exception" if self.remote is None else describe(self.remote)

    @property
    def is_none(self) -> bool:
        """Whether the call returned None."""
        handle = None if self.remote is None else self.remote.handle
        return handle is not None and (handle.module, handle.type) == ("builtins", "NoneType")

    @property
    def error(self) -> str:
        """The exception, as a message quotes it; `nothing` where the call returned."""
        raised = None if self.stop is None else self.stop.outcome
        text = exception_text(raised) if isinstance(raised, Raised) else "nothing"
        return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"

    @property
    def refused(self) -> bool:
        """Whether the call raised an Exception, other than NotImplementedError of an unwritten body."""
        return self.raised_one_of("Exception") and not self.raised_one_of("NotImplementedError")

    def raised_one_of(self, *names: str) -> bool:
        """Return whether the call raised an exception of one of these built-in types."""
        raised = None if self.stop is None else self.stop.outcome
        return isinstance(raised, Raised) and not set(names).isdisjoint(raised.bases)


def result_text(world: World, came: CaseResult) -> str:
    """Return the description of a result for a message; of a text the text itself.

    :raises Stopped: when the guest cannot describe the object.
    """
    remote = came.remote
    if remote is None or (remote.handle.module, remote.handle.type) != ("builtins", "str"):
        return came.result
    text = world.run_later(_BEGINNING, read=str, text=remote, limit=_LONGEST_TEXT).value
    return f"the text {text!r}"


def case_result(learner: Learner, function: LearnerFunction, *arguments: object) -> CaseResult:
    """Call the function and return the result, which may be an exception.

    :raises Stopped: when the guest did neither return nor raise.
    """
    outcome = uncopied_outcome_of(function, *arguments)
    here = learner.last_call()
    if isinstance(outcome, Raised):
        stop = learner.unexpected(outcome)
        return CaseResult(remote=None, value=None, stop=stop, here=here)
    return CaseResult(remote=outcome.remote, value=outcome.value, stop=None, here=here)


_TAKE_AWAY = """
result = {key: modules.pop(key) for key in list(modules) if key not in known}
"""


@contextmanager
def before_load(learner: Learner, world: World) -> Iterator[None]:
    """Context in which props are made before the learner's file runs, and which runs it at the end.

    What is kept then is what the programs made: there is no code yet that could change it. The
    modules stand in `sys.modules` from the end on, so that a file which reads it while it runs does
    not find them.
    """
    known = world.make("result = set(modules)")
    yield
    added = world.make(_TAKE_AWAY, known=known)
    learner.load()
    world.do("modules.update(added)", added=added)


def results_for_props(
    learner: Learner,
    fresh: Fresh,
    function: LearnerFunction,
    props: Mapping[str, FunctionProp],
    *,
    last: str = "",
) -> dict[str, CaseResult]:
    """Call *function* with every prop in random order, and return the result for each case.

    :param last: the case to call it with after all others; "" for none.
    """
    order = sorted(fresh.shuffled(list(props)), key=last.__eq__)
    came = {case: case_result(learner, function, props[case].function) for case in order}
    return {case: came[case] for case in props}


def wrong_kinds(
    world: World,
    came: Mapping[str, CaseResult],
    props: Mapping[str, FunctionProp],
    right: Mapping[str, RemoteObject],
    kind: Callable[[FunctionProp, RemoteObject], Deferred[str]],
    *,
    decoys: Sequence[RemoteObject] = (),
) -> dict[str, str | NoResult]:
    """Return the kinds of the results that are not the right ones, by case.

    Which are right is asked in one line-up of all results and all objects of the props, so that no
    word which the guest sends earns a point.

    :param props: those of all cases; there may be more.
    :param right: the right result of a case; a case without one is wrong whatever came.
    :param kind: gives the kind of a wrong result for a prop; that of an exception is `RAISED`.
    :param decoys: objects besides, which are neither each other nor any of the props'.
    :raises Stopped: when the guest takes two objects for one that the grader made apart.
    """
    made = [one for prop in props.values() for one in prop.objects]
    known = {str(one.number): one for one in [*made, *right.values(), *decoys]}
    results = {case: one.remote for case, one in came.items() if one.remote is not None}
    groups = world.groups({**known, **results}).value
    if len({groups.group[label] for label in known}) < len(known):
        raise common.garbled("that different objects differ")
    wrong = [
        case for case in came if case not in right or not groups.same(case, str(right[case].number))
    ]
    kinds = {case: kind(props[case], results[case]) for case in wrong if case in results}
    return {case: kinds[case].value if case in kinds else RAISED for case in wrong}
