"""One check and its guest: what is asked, and stand-ins for the objects that are there.

It remembers the last call of the learner's code (its text and the line that
returned) for the finding, and turns whatever else a guest does into `Stopped`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from grader.channel.batching import CallContext, Deferred, GuestConnection, RequestQueue
from grader.channel.outcomes import (
    Contradicted,
    Garbled,
    Handle,
    Missing,
    Outcome,
    Raised,
    RemoteReference,
    Returned,
    Stopped,
)
from grader.channel.replies import GuestRequest, Wanted
from grader.model import Finding, Rule

CallOutcome = Returned | Raised
T = TypeVar("T")


_SHOWN, _SENT = 200, 1_000
"""Characters of one value in a message, which may be the learner's, and in a call, which is ours."""


class RemoteObject(RemoteReference):
    """Stands for one object in the guest. Attributes, items and calls travel there.

    :param known: what the guest has said of it, or no more than its number.
    """

    __slots__ = ("_handle", "_label", "_session", "number")

    def __init__(self, session: CheckSession, known: Handle | int, label: str = "") -> None:
        self._session = session
        self._handle = known if isinstance(known, Handle) else None
        self._label = label
        self.number = known.number if isinstance(known, Handle) else known

    def __getattr__(self, name: str) -> object:
        return self._session.prop("get", self, name)

    def __getitem__(self, key: object) -> object:
        return self._session.prop("item", self, key)

    def __setitem__(self, key: object, value: object) -> None:
        self._session.done("set_item", self, key, value)

    def __call__(self, *arguments: object, **named: object) -> object:
        """Call the object in the guest and return what it returned."""
        return self._session.value(self._session.call(self, arguments, named, by_handle=False))

    def outcome(
        self, arguments: tuple[object, ...], named: Mapping[str, object], *, by_handle: bool
    ) -> CallOutcome:
        """Call it and return what came of it."""
        return self._session.call(self, arguments, named, by_handle=by_handle)

    def __eq__(self, other: object) -> bool:
        return self.is_(
            other
        )  # a plain value, which would be here as a copy, equals no RemoteObject

    def __hash__(self) -> int:
        return 0

    def __repr__(self) -> str:
        return self._label or f"<{describe(self).removeprefix('the ')}>"

    def is_(self, other: object) -> bool:
        """Say whether both stand for one object; the guest compares with `is`."""
        return isinstance(other, RemoteObject) and self.is_later(other).value

    def is_later(self, other: RemoteObject) -> Deferred[bool]:
        """Ask like `is_`, and look at the answer later."""
        return self._session.prop_later("same", self, other, read=_bool)

    def named(self, label: str) -> RemoteObject:
        """Return this stand-in with a text for calls and messages."""
        return RemoteObject(
            self._session, self.number if self._handle is None else self._handle, label
        )

    @property
    def session(self) -> CheckSession:
        """The session of the check that met this object."""
        return self._session

    @property
    def handle(self) -> Handle:
        """What the guest says of the object: real type, own name, size; asked once.

        :raises Stopped: when the guest, changed by the learner's code, cannot say.
        """
        if self._handle is None:
            self._handle = self._session.described(self)
        return self._handle


def _bool(answer: object) -> bool:
    if not isinstance(answer, bool):
        raise Stopped(Garbled(what="answered `is` with no bool"), function="", call="")
    return answer


class LearnerFunction:
    """A function of the learner's, by name."""

    def __init__(self, session: CheckSession, name: str) -> None:
        self.session = session
        self._name = name

    def __call__(self, *arguments: object, **named: object) -> object:
        """Call the learner's function and return what it returned."""
        return self.session.value(self.outcome(arguments, named, by_handle=False))

    def outcome(
        self, arguments: tuple[object, ...], named: Mapping[str, object], *, by_handle: bool
    ) -> CallOutcome:
        """Call it and return what came of it."""
        return self.session.call_learner(self._name, arguments, named, by_handle=by_handle)


def _cut(text: str, most: int = _SHOWN) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def describe(value: object) -> str:
    """Return *value* as a learner should read it: what it is, and its name or value."""
    if not isinstance(value, RemoteObject):
        return _cut(repr(value))
    handle = value.handle
    match handle.what:
        case "module":
            return f"the module object {_cut(repr(handle.name))}"
        case "function" | "class":
            return f"the {handle.what} {handle.name}"
        case _:
            pass
    if handle.module == "builtins" and handle.size is not None:
        return f"a {handle.type} of {handle.size} items"
    return "None" if handle.type == "NoneType" else f"an object of type {handle.type}"


def call_text(function: str, arguments: tuple[object, ...], named: Mapping[str, object]) -> str:
    """Return a call as Python text; objects that cannot be written down by their description."""
    parts = [_cut(repr(argument), _SENT) for argument in arguments]
    parts += [f"{name}={_cut(repr(value), _SENT)}" for name, value in named.items()]
    return f"{function}({', '.join(parts)})"


class CheckSession:
    """One check's guest, and what the check has asked of it so far.

    What `Stopped` or `Fault` a request of the grader's own comes to is raised when its message
    is sent: at once, or with the next request that has to be answered (`grader.channel.batching`).

    :param functions: names that the learner's file must define.
    :param source: the learner's file.
    :param gone: functions that earlier checks found missing, unwritten or endless.
    :param code: what an earlier session has as `code`.
    :ivar code: the file as the guest's Python compiled it, opaque here; None where unknown.
    """

    def __init__(
        self,
        line: GuestConnection,
        *,
        functions: tuple[str, ...],
        source: bytes,
        gone: frozenset[str],
        code: bytes | None = None,
    ) -> None:
        self._messages = RequestQueue(line)
        self._functions = functions
        self._source = source
        self._gone = gone
        self.code = code
        self._missing: tuple[str, ...] | None = None
        self._function = ""
        self.call_text = ""
        self.learner_line: int | None = None
        self.notes: dict[str, bool] = {}

    @property
    def loaded(self) -> bool:
        """Whether the guest has run the learner's file."""
        return self._missing is not None

    def load(self) -> None:
        """Run the learner's file in the guest, once.

        :raises Stopped: when it does not load.
        """
        if self._missing is not None:
            return
        code = self.code or b""
        if self.code is None:
            outcome = self._ask("compile", self._source)
            if not isinstance(outcome, Returned):
                raise Stopped(outcome, function="", call="")
            # What cannot be copied is compiled by each guest for itself.
            self.code = (outcome.value or None) if isinstance(outcome.value, bytes) else None
        outcome = self._ask("load", code, self._functions)
        if not isinstance(outcome, Returned) or not isinstance(outcome.value, list):
            raise Stopped(outcome, function="", call="")
        self._missing = tuple(name for name in self._functions if name in outcome.value)

    def function(self, name: str) -> RemoteObject:
        """Return the learner's function *name*.

        :raises Stopped: when it is missing, or an earlier check found that it cannot be asked.
        """
        self._turn_to(name)
        return self.result_of("learner", name, label=name)

    def call_learner(
        self,
        name: str,
        arguments: tuple[object, ...],
        named: Mapping[str, object],
        *,
        by_handle: bool,
    ) -> CallOutcome:
        """Call the learner's function *name* like `call`, found in the same request.

        :raises Stopped: also when it is missing, or cannot be asked.
        """
        self._turn_to(name)
        self.call_text = call_text(name, arguments, named)
        outcome = self._ask("call", name, arguments, dict(named), wanted=by_handle)
        if isinstance(outcome, Raised) and "KeyError" in outcome.bases and not outcome.frames:
            # So ends also the look-up of a name that the file has taken away from itself.
            self._asked("learner", name, wanted=True)
        return self._came(outcome)

    def call(
        self,
        target: RemoteObject,
        arguments: tuple[object, ...],
        named: Mapping[str, object],
        *,
        by_handle: bool,
    ) -> CallOutcome:
        """Call *target*; a value or an exception is an outcome, anything else stops the check."""
        self.call_text = call_text(repr(target), arguments, named)
        return self._came(self._ask("call", target, arguments, dict(named), wanted=by_handle))

    def value(self, outcome: CallOutcome, label: str = "") -> object:
        """Return what a call returned, with stand-ins for what cannot be copied."""
        if not isinstance(outcome, Returned):
            raise self.stopped(outcome)
        return self._met(outcome.value, label)

    def prop(self, operation: str, *arguments: object) -> object:
        """Ask for something that is no call of the learner's."""
        return self._met(self._asked(operation, *arguments).value, "")

    def prop_later(
        self, operation: str, *arguments: object, read: Callable[[object], T]
    ) -> Deferred[T]:
        """Ask like `prop`, and look at the answer later.

        :param read: makes of the value what is wanted.
        """
        request = GuestRequest(operation=operation, arguments=arguments, wanted=None)
        return self._messages.later(
            request, self._now, lambda answer: read(self._met(answer.value, ""))
        )

    def done(self, operation: str, *arguments: object) -> None:
        """Ask like `prop`, for what it does and not for what comes of it."""
        self._keep(self._messages.number(), operation, *arguments)

    def tried(self, operation: str, *arguments: object) -> Outcome:
        """Ask like `prop`, where whatever comes of it says something about the learner's text."""
        return self._ask(operation, *arguments)

    def result_of(self, operation: str, *arguments: object, label: str = "") -> RemoteObject:
        """Ask like `prop`, for the object itself."""
        number = self._messages.number()
        self._keep(number, operation, *arguments)
        return RemoteObject(self, number, label)

    def each_kept(
        self, labels: Sequence[str], operation: str, *arguments: object
    ) -> list[RemoteObject]:
        """Ask like `prop`, for each object in the list or tuple that comes of it.

        :param labels: what they are called in messages; as many as there must be.
        """
        numbers = tuple(self._messages.number() for _ in labels)
        self._keep(numbers, operation, *arguments)
        named = zip(numbers, labels, strict=True)
        return [RemoteObject(self, number, label) for number, label in named]

    def described(self, remote: RemoteObject) -> Handle:
        """Return what the guest says of an object."""
        return self._asked("itself", remote, wanted=True).handle

    def stopped(self, outcome: Outcome) -> Stopped:
        """Return the exception that ends the check with *outcome* of the last call."""
        return Stopped(outcome, function=self._function, call=self.call_text)

    def complete(self, found: Finding, rule: Rule) -> Finding:
        """Return *found* with what the check left open: rule (0: cite none), call and line."""
        return replace(
            found,
            rule=rule.number if found.rule is None else found.rule or None,
            call=found.call or self.call_text,
            line=self.learner_line if found.line is None else found.line,
        )

    def flush(self) -> None:
        """Ask all that waits."""
        self._messages.flush()

    def settle(self) -> None:
        """Ask all that waits and put the controls that are still open; before a check may pass.

        :raises Stopped: when the guest contradicts itself or cannot answer.
        """
        self._messages.settle(self._now)

    def contradiction(self) -> Stopped | None:
        """Put the controls once more; return what to raise where the guest is wrong, else None.

        Whatever else comes of that, of an interpreter that has ended, say, is not told.
        """
        try:
            self._messages.confront(self._now)
        except Stopped as stop:
            return stop if isinstance(stop.outcome, Contradicted) else None
        return None

    @property
    def _now(self) -> CallContext:
        return CallContext(function=self._function, call=self.call_text, loaded=self.loaded)

    def _turn_to(self, name: str) -> None:
        self.load()
        self._function, self.call_text, self.learner_line = name, f"{name}(…)", None
        if name in self._gone or name in (self._missing or ()):
            raise Stopped(Missing(names=self._missing or ()), function=name, call=self.call_text)

    def _came(self, outcome: Outcome) -> CallOutcome:
        """Return what came of a call, and remember its line; anything else stops the check."""
        self.learner_line = None
        match outcome:
            case Returned():
                self.learner_line = outcome.line
            case Raised():
                self.learner_line = outcome.frames[-1][0] if outcome.frames else None
            case _:
                raise self.stopped(outcome)
        return outcome

    def _keep(self, numbers: int | tuple[int, ...], operation: str, *arguments: object) -> None:
        request = GuestRequest(operation=operation, arguments=arguments, wanted=numbers)
        self._messages.wait(request, self._now)

    def _ask(self, operation: str, *arguments: object, wanted: Wanted = None) -> Outcome:
        request = GuestRequest(operation=operation, arguments=arguments, wanted=wanted)
        return self._messages.ask(request, self._now)

    def _asked(self, operation: str, *arguments: object, wanted: Wanted = None) -> Returned:
        outcome = self._ask(operation, *arguments, wanted=wanted)
        if not isinstance(outcome, Returned):
            raise self._now.stopped(outcome)
        return outcome

    def _met(self, value: object, label: str) -> object:
        match value:
            case Handle():
                return RemoteObject(self, value, label)
            case list():
                return [self._met(item, "") for item in value]
            case tuple():
                return tuple(self._met(item, "") for item in value)
            case dict():
                return {key: self._met(item, "") for key, item in value.items()}
            case _:
                return value
