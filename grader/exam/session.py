"""A check's session with its guest, and the proxies for objects that live in the guest.

A session sends requests, remembers the last call of the learner's code (`grader.exam.call_site`) for
the finding, and raises `Stopped` where the guest does not answer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeVar

from grader.channel.batching import CallContext, Deferred, GuestConnection, RequestQueue
from grader.channel.outcomes import (
    Contradicted,
    Handle,
    Missing,
    Outcome,
    Oversized,
    Raised,
    RemoteReference,
    Returned,
    Stopped,
    TimedOut,
)
from grader.channel.replies import GuestRequest, Wanted
from grader.exam.call_site import CallSite, suspended
from grader.exam.excerpt import excerpt
from grader.exam.line_up import Groups, LineUp
from grader.model import Finding, Rule, WrongCases

CallOutcome = Returned | Raised
"""Outcome of a call of the learner's code that a check may judge itself."""

T = TypeVar("T")

_VALUE_LIMIT, _ARGUMENT_LIMIT = 200, 1_000
"""Characters of a value in a message, which may be the learner's, and of an argument in the text
of a call."""


class RemoteObject(RemoteReference):
    """A proxy for one object in the guest.

    Reading an attribute or an item, binding an item and calling are done in the guest. A plain value
    (its type is exactly None, bool, int, float, str, bytes, list, tuple or dict) comes back as a
    copy, any other object as another proxy.

    >>> shed = world.make("result = types.SimpleNamespace(rakes=[2, 3])")
    >>> shed.rakes, shed.handle.type
    ([2, 3], 'SimpleNamespace')
    """

    __slots__ = ("_handle", "_label", "_session", "number", "spare")

    def __init__(
        self,
        session: CheckSession,
        known: Handle | int,
        label: str = "",
        *,
        spare: RemoteObject | None = None,
    ) -> None:
        """Make a proxy.

        :param known: the object's handle, or only its number where nothing else is known of it.
        :param label: the object's text in calls and messages; empty for its description.
        :param spare: another object, made by the same program, for line-ups.
        """
        self.spare = spare
        self._session = session
        self._handle = known if isinstance(known, Handle) else None
        self._label = label
        self.number = known.number if isinstance(known, Handle) else known

    def __getattr__(self, name: str) -> object:
        return self._session.ask("get", self, name)

    def __getitem__(self, key: object) -> object:
        return self._session.ask("item", self, key)

    def __setitem__(self, key: object, value: object) -> None:
        self._session.send("set_item", self, key, value)

    def __call__(self, *arguments: object, **named: object) -> object:
        """Call the object in the guest and return its result.

        :raises Stopped: when the call raised.
        """
        return self._session.result(self.invoke(arguments, named, Wanted.COPY_AND_HANDLE))

    def invoke(
        self, arguments: tuple[object, ...], named: Mapping[str, object], wanted: Wanted
    ) -> CallOutcome:
        """Call the object in the guest and return the outcome.

        :raises Stopped: when the guest neither returned nor raised.
        """
        return self._session.call(self, arguments, named, wanted)

    def __eq__(self, other: object) -> bool:
        return self.is_(other)  # a plain value, which would be here as a copy, equals no proxy

    def __hash__(self) -> int:
        return 0

    def __repr__(self) -> str:
        return self._label or f"<{describe(self).removeprefix('the ')}>"

    def is_(self, other: object) -> bool:
        """Return whether *other* stands for the same object, by a line-up (`grader.exam.line_up`).

        >>> first, second = world.equal_objects(2)
        >>> first.is_(first), first.is_(second)
        (True, False)
        """
        return isinstance(other, RemoteReference) and self.is_later(other).value

    def is_later(self, other: RemoteReference) -> Deferred[bool]:
        """Return a deferred bool: whether *other* stands for the same object."""
        groups = self._session.groups_later({"one": self, "other": other})
        return groups.then(lambda found: found.same("one", "other"))

    def with_label(self, label: str) -> RemoteObject:
        """Return a proxy for the same object, with *label* as its text in findings.

        >>> world.make("result = [2, 3]").with_label("<the rakes>")
        <the rakes>
        """
        known = self.number if self._handle is None else self._handle
        return RemoteObject(self._session, known, label, spare=self.spare)

    @property
    def session(self) -> CheckSession:
        """The session that the object belongs to."""
        return self._session

    @property
    def handle(self) -> Handle:
        """The guest's description of the object: real type, own name, size. It is requested once.

        :raises Stopped: when the guest, changed by the learner's code, does not answer.
        """
        if self._handle is None:
            self._handle = self._session.handle_of(self)
        return self._handle


class LearnerFunction:
    """A function of the learner's file, found there by its name at each call.

    Arguments are plain values and proxies. The result is a copy or a proxy, as for `RemoteObject`;
    an exception ends the check with a finding of its own. `outcome_of` and `result_of` call
    it in other ways.

    >>> learner.first_of([7, 8])
    7
    """

    def __init__(self, session: CheckSession, name: str) -> None:
        self.session = session
        self._name = name

    def __call__(self, *arguments: object, **named: object) -> object:
        """Call the function in the guest and return its result.

        :raises Stopped: when the call raised, or cannot be made.
        """
        return self.session.result(self.invoke(arguments, named, Wanted.COPY_AND_HANDLE))

    def invoke(
        self, arguments: tuple[object, ...], named: Mapping[str, object], wanted: Wanted
    ) -> CallOutcome:
        """Call the function in the guest and return the outcome.

        :raises Stopped: when the guest neither returned nor raised.
        """
        return self.session.call_learner(self._name, arguments, named, wanted)


def describe(value: object) -> str:
    """Return *value* as a learner reads it in a finding: a plain value by its `repr`, or an excerpt of
    that, an object in the guest by its kind and name.

    >>> describe([1, 2]), describe(world.make("result = types"))
    ('[1, 2]', "the module object 'types'")
    """
    if not isinstance(value, RemoteObject):
        return excerpt(repr(value), limit=_VALUE_LIMIT)
    return describe_handle(value.handle)


def describe_handle(handle: Handle) -> str:
    """Return the kind and name of an object in the guest as a learner reads them in a finding."""
    match handle.category:
        case "module":
            return f"the module object {excerpt(repr(handle.name), limit=_VALUE_LIMIT)}"
        case "function" | "class":
            return f"the {handle.category} {handle.name}"
        case _:
            pass
    if handle.module == "builtins" and handle.size is not None:
        unit = "character" if handle.type == "str" else "item"
        return f"a {handle.type} of {handle.size:,} {unit}{'' if handle.size == 1 else 's'}"
    return "None" if handle.type == "NoneType" else f"an object of type {handle.type}"


def _call_text(function: str, arguments: tuple[object, ...], named: Mapping[str, object]) -> str:
    """Return a call as Python text, with labels for objects that have no literal."""
    parts = [excerpt(repr(argument), limit=_ARGUMENT_LIMIT) for argument in arguments]
    parts += [
        f"{name}={excerpt(repr(value), limit=_ARGUMENT_LIMIT)}" for name, value in named.items()
    ]
    return f"{function}({', '.join(parts)})"


class CheckSession:
    """The requests of one check to its guest.

    There are four ways to ask. `outcome` returns the outcome of a request; `ask` returns its
    value, and raises `Stopped` or `Fault` where there is none. `ask_later` and `send` do not wait:
    their requests go with the next one that has to be answered (`grader.channel.batching`), and
    their exceptions are raised then.

    :param functions: names that the learner's file must define.
    :param source: the learner's file.
    :param unusable: functions that earlier checks found missing, unwritten or endless.
    :param code: `code` of an earlier session for the same file, if there was one.
    :ivar code: the file as the guest's Python compiled it, opaque to the host; None if unknown.
    :ivar calls: name of each function of the learner's that was called to the text of its last call.
    :ivar evidence: an id that prose may cite to whether the check found that it holds.
    :ivar wrong_cases: the wrong cases that the check gave to its diagnosis; None before that.
    """

    def __init__(
        self,
        connection: GuestConnection,
        *,
        functions: tuple[str, ...],
        source: bytes,
        unusable: frozenset[str],
        code: bytes | None = None,
    ) -> None:
        self._queue = RequestQueue(connection)
        self._functions = functions
        self._source = source
        self._unusable = unusable
        self.code = code
        self._missing: tuple[str, ...] | None = None
        self._spares: list[RemoteObject] = []
        self._function = ""
        self._call = CallSite(call="", line=None)
        self.calls: dict[str, str] = {}
        self.evidence: dict[str, bool | None] = {}
        self.wrong_cases: WrongCases | None = None

    @property
    def loaded(self) -> bool:
        """Whether the guest has run the learner's file."""
        return self._missing is not None

    @property
    def last_call(self) -> CallSite:
        """The last call of the learner's code, or of an object in the guest."""
        return self._call

    def load(self) -> None:
        """Run the learner's file in the guest, once.

        :raises Stopped: when it does not load.
        """
        if self._missing is not None:
            return
        code = self.code or b""
        if self.code is None:
            outcome = self.outcome("compile", self._source)
            if not isinstance(outcome, Returned):
                raise Stopped(outcome, function="", call="")
            # Code that cannot be marshalled is compiled by each guest for itself.
            self.code = (outcome.value or None) if isinstance(outcome.value, bytes) else None
        outcome = self.outcome("load", code, self._functions)
        if not isinstance(outcome, Returned) or not isinstance(outcome.value, list):
            raise Stopped(outcome, function="", call="")
        self._missing = tuple(name for name in self._functions if name in outcome.value)

    def require(self, name: str) -> None:
        """Load the learner's file, and make its function *name* the one that the check is about.

        :raises Stopped: when it is missing, or an earlier check found it unusable.
        """
        self.load()
        self._function, self._call = name, CallSite(call=f"{name}(…)", line=None)
        if name in self._unusable or name in (self._missing or ()):
            raise self.unexpected(Missing(names=self._missing or ()))

    def call_learner(
        self,
        name: str,
        arguments: tuple[object, ...],
        named: Mapping[str, object],
        wanted: Wanted,
    ) -> CallOutcome:
        """Call the learner's function *name*, which the guest looks up in the same request.

        :raises Stopped: when it is missing or unusable, or the guest neither returned nor raised.
        """
        self.require(name)
        self._call = CallSite(call=_call_text(name, arguments, named), line=None)
        self.calls[name] = self._call.call
        outcome = self.outcome("call", name, arguments, dict(named), wanted=wanted)
        if isinstance(outcome, Raised) and "KeyError" in outcome.bases and not outcome.frames:
            # The look-up also raises KeyError, if the file has deleted the name: then this stops.
            self._returned("learner", name, wanted=Wanted.HANDLE)
        return self._called(outcome)

    def call(
        self,
        target: RemoteObject,
        arguments: tuple[object, ...],
        named: Mapping[str, object],
        wanted: Wanted,
    ) -> CallOutcome:
        """Call an object in the guest.

        :raises Stopped: when the guest neither returned nor raised.
        """
        self._call = CallSite(call=_call_text(repr(target), arguments, named), line=None)
        return self._called(self.outcome("call", target, arguments, dict(named), wanted=wanted))

    def result(self, outcome: CallOutcome) -> object:
        """Return the value of a call, with proxies for objects that cannot be copied.

        :raises Stopped: when the call raised.
        """
        if not isinstance(outcome, Returned):
            raise self.unexpected(outcome)
        return self.with_proxies(outcome.value)

    def outcome(self, operation: str, *arguments: object, wanted: Wanted = Wanted.COPY) -> Outcome:
        """Send a request and return its outcome.

        :param operation: a method of the guest's server (`grader.guest.serve`).
        :param wanted: a member for which there is an answer.
        :raises Stopped: when a request before it failed.
        """
        request = GuestRequest(operation=operation, arguments=arguments, wanted=wanted)
        return self._queue.ask(request, self._context)

    def ask(self, operation: str, *arguments: object) -> object:
        """Send a request of the grader's own and return its value, with proxies in it.

        :raises Stopped: when it has none or it is too large to copy, in a guest that ran the learner's
            file.
        :raises Fault: in these cases, in any other guest.
        """
        answer = self._returned(operation, *arguments, wanted=Wanted.COPY)
        return self._own_answer(answer.value, self._context)

    def ask_later(
        self, operation: str, *arguments: object, read: Callable[[object], T]
    ) -> Deferred[T]:
        """Queue a request of the grader's own and return its answer as a deferred value.

        :param read: converts the value, with proxies in it.
        """
        context = self._context
        request = GuestRequest(operation=operation, arguments=arguments, wanted=Wanted.COPY)
        return self._queue.add_deferred(
            request, context, lambda answer: read(self._own_answer(answer.value, context))
        )

    def groups_later(self, objects: Mapping[str, RemoteReference]) -> Deferred[Groups]:
        """Queue the question which of *objects* are one object, as a line-up, and return its answer."""
        alike = {
            one.spare.number: one.spare
            for one in objects.values()
            if isinstance(one, RemoteObject) and one.spare is not None
        }
        line_up = LineUp.of(objects, list(alike.values()), self._spares)
        return self.ask_later("groups", list(line_up.objects), read=line_up.read)

    def send(
        self,
        operation: str,
        *arguments: object,
        wanted: Wanted = Wanted.NOTHING,
        keep_as: tuple[RemoteObject, ...] = (),
    ) -> None:
        """Queue a request that has no answer.

        :param wanted: `NOTHING`, `KEEP` or `KEEP_EACH_ITEM`.
        :param keep_as: new proxies (`new_object`) for the result, or for each of its items.
        """
        request = GuestRequest(
            operation=operation,
            arguments=arguments,
            wanted=wanted,
            keep_as=tuple(one.number for one in keep_as),
        )
        self._queue.add(request, self._context)

    def new_object(self, label: str = "", *, spare: RemoteObject | None = None) -> RemoteObject:
        """Return a proxy for an object that a later request will make (`send` with *keep_as*).

        :param spare: another object, made by the same program, for line-ups.
        """
        return RemoteObject(self, self._queue.number(), label, spare=spare)

    def new_spare(self) -> RemoteObject:
        """Return a proxy for an object that a later request will make, to be mixed into line-ups."""
        spare = self.new_object()
        self._spares.append(spare)
        return spare

    def handle_of(self, remote: RemoteReference) -> Handle:
        """Return the guest's description of an object.

        :raises Stopped: when the guest, changed by the learner's code, does not answer.
        """
        return self._returned("itself", remote, wanted=Wanted.HANDLE).handle

    def _own_answer(self, value: object, context: CallContext) -> object:
        """Return the answer to a request of the grader's own, with proxies in it."""
        if isinstance(value, Handle) and value.category == "too large":
            raise context.stopped(Oversized(handle=value))
        return self.with_proxies(value)

    def with_proxies(self, value: object) -> object:
        """Return *value* with a proxy in the place of each handle in it."""
        match value:
            case Handle():
                return RemoteObject(self, value)
            case list():
                return [self.with_proxies(item) for item in value]
            case tuple():
                return tuple(self.with_proxies(item) for item in value)
            case dict():
                return {key: self.with_proxies(item) for key, item in value.items()}
            case _:
                return value

    def unexpected(self, outcome: Outcome) -> Stopped:
        """Return the exception that ends the check because the last call came to *outcome*."""
        return Stopped(outcome, function=self._function, call=self._call.call)

    def complete(self, finding: Finding, rule: Rule) -> Finding:
        """Return *finding* with what the check left open: the rule, and the call with its line.

        :param rule: cited unless the finding has one of its own; 0 in the finding cites none.
        """
        found = finding if finding.call else self._call.locate(finding)
        return replace(found, rule=rule.number if found.rule is None else found.rule or None)

    def flush(self) -> None:
        """Send the requests that are queued."""
        self._queue.flush()

    def settle(self) -> None:
        """Send the requests that are queued, and the honesty checks that are left.

        A check passes only after this.

        :raises Stopped: when the guest contradicts itself or cannot answer.
        """
        self._queue.settle(self._context)

    def contradiction(self) -> Stopped | None:
        """Send all honesty checks again, after a check has failed.

        :returns: the exception to raise if the guest answers one of them wrongly, else None. A guest that
            fails in any other way, such as one that has exited, gives None too.
        """
        try:
            self._queue.repeat_honesty_checks(self._context)
        except Stopped as stop:
            return stop if isinstance(stop.outcome, Contradicted) else None
        return None

    @property
    def _context(self) -> CallContext:
        return CallContext(function=self._function, call=self._call.call, loaded=self.loaded)

    def _called(self, outcome: Outcome) -> CallOutcome:
        """Return what came of a call, and note where it ended."""
        match outcome:
            case Returned():
                self._call = replace(
                    self._call,
                    line=outcome.line,
                    ran=outcome.ran,
                    result=outcome.handle if suspended(outcome.handle) else None,
                    ask=self.ask_for_finding,
                )
            case Raised():
                line = outcome.frames[-1][0] if outcome.frames else None
                self._call = replace(self._call, line=line)
            case _:
                raise self.unexpected(outcome)
        return outcome

    def ask_for_finding(self, program: str, names: Mapping[str, object]) -> object:
        """Run *program* in the guest and return its `result`; None where there is none.

        The finding stands without it, so nothing that the guest does here changes the verdict.

        :param names: global names of the program; `source`, the learner's file, is added.
        """
        known = {"source": self._source, **names}
        try:
            outcome = self.outcome("run", program, known)
        except Stopped:
            return None
        return outcome.value if isinstance(outcome, Returned) else None

    def read_file(self, program: str, names: Mapping[str, object]) -> Outcome:
        """Run a program of the grader's own over the text of the learner's file, which is not loaded.

        The time that it takes is the learner's.

        :param names: global names of the program, the text among them.
        :raises Stopped: when the time limit of the check ends the guest, or a request before it failed.
        """
        request = GuestRequest(
            operation="run", arguments=(program, dict(names)), wanted=Wanted.COPY, reads_file=True
        )
        outcome = self._queue.ask(request, self._context)
        if isinstance(outcome, TimedOut):
            raise Stopped(outcome, function="", call="")
        return outcome

    def _returned(self, operation: str, *arguments: object, wanted: Wanted) -> Returned:
        outcome = self.outcome(operation, *arguments, wanted=wanted)
        if not isinstance(outcome, Returned):
            raise self._context.stopped(outcome)
        return outcome
