"""The room in which one check takes place, with the line to its guest.

It remembers the last call of the learner's code (its text and the line that
returned) for the finding, and turns whatever else a guest does into `Stopped`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

from grader.controls import Controls, Line
from grader.errors import Fault
from grader.model import Finding
from grader.outcomes import Garbled, Handle, Missing, Outcome, Raised, Returned
from grader.rules import Rule
from grader.standins import Thing, call_text
from grader.stops import Stopped

CallOutcome = Returned | Raised


class Room:
    """One check's guest, and what the check has asked of it so far.

    :param functions: names that the learner's file must define.
    :param source: the learner's file.
    :param gone: functions that earlier checks found missing, unwritten or endless.
    :param code: what an earlier room has as `code`.
    :ivar code: the file as the guest's Python compiled it, opaque here; None where unknown.
    """

    def __init__(
        self,
        line: Line,
        *,
        functions: tuple[str, ...],
        source: bytes,
        gone: frozenset[str],
        code: bytes | None = None,
    ) -> None:
        self._line = line
        self._controls = Controls(line)
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
        if self.code is None:
            outcome = self._line.ask("compile", self._source)
            if not isinstance(outcome, Returned):
                raise Stopped(outcome, function="", call="")
            # What cannot be copied is compiled by each guest for itself.
            self.code = (outcome.value or None) if isinstance(outcome.value, bytes) else None
            outcome = self._line.ask("load", b"", self._functions)
        else:
            outcome = self._line.ask("load", self.code, self._functions)
        if not isinstance(outcome, Returned) or not isinstance(outcome.value, list):
            raise Stopped(outcome, function="", call="")
        self._missing = tuple(name for name in self._functions if name in outcome.value)

    def function(self, name: str) -> Thing:
        """Return the learner's function *name*.

        :raises Stopped: when it is missing, or an earlier check found that it cannot be asked.
        """
        self._turn_to(name)
        return self._thing(self._ask("learner", name, by_handle=True), name)

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
        outcome = self._ask("call", name, _sent(arguments), _sent(dict(named)), by_handle=by_handle)
        if isinstance(outcome, Raised) and "KeyError" in outcome.bases and not outcome.frames:
            # So ends also the look-up of a name that the file has taken away from itself.
            self._thing(self._ask("learner", name, by_handle=True), name)
        return self._came(outcome)

    def call(
        self,
        target: Thing,
        arguments: tuple[object, ...],
        named: Mapping[str, object],
        *,
        by_handle: bool,
    ) -> CallOutcome:
        """Call *target*; a value or an exception is an outcome, anything else stops the check."""
        self.call_text = call_text(repr(target), arguments, named)
        outcome = self._ask(
            "call", _sent(target), _sent(arguments), _sent(dict(named)), by_handle=by_handle
        )
        return self._came(outcome)

    def value(self, outcome: CallOutcome, label: str = "") -> object:
        """Return what a call returned, with stand-ins for what cannot be copied."""
        if not isinstance(outcome, Returned):
            raise self.stopped(outcome)
        return self._met(outcome.value, label)

    def prop(self, operation: str, *arguments: object) -> object:
        """Ask for something that is no call of the learner's.

        :raises Stopped: when the guest, changed by the learner's code, cannot do it.
        :raises Fault: when a guest without learner code cannot.
        """
        return self._met(self._asked(operation, arguments, by_handle=False).value, "")

    def tried(self, operation: str, *arguments: object) -> Outcome:
        """Ask like `prop`, where whatever comes of it says something about the learner's text."""
        return self._line.ask(operation, *[_sent(item) for item in arguments])

    def prop_kept(self, operation: str, *arguments: object, label: str = "") -> Thing:
        """Ask like `prop`, for the object itself."""
        return Thing(self, self._asked(operation, arguments, by_handle=True).handle, label)

    def props_kept(self, operation: str, *arguments: object) -> list[Thing]:
        """Ask like `prop`, for each object in the list or tuple that comes of it.

        :raises Stopped: when the guest gives no such thing.
        """
        met = self._asked(operation, arguments, by_handle="each").value
        if not isinstance(met, list) or not all(isinstance(item, Handle) for item in met):
            raise self.stopped(Garbled(what="gave no list of objects"))
        return [Thing(self, item) for item in met]

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

    def settle(self) -> None:
        """Put the controls that are still open; before a check may pass.

        :raises Stopped: when the guest contradicts itself or cannot answer.
        """
        if self._missing is not None:
            self._heed(self._controls.rest())

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

    def _ask(
        self, operation: str, *arguments: object, by_handle: bool | Literal["each"] = False
    ) -> Outcome:
        """Put one request, and now and then a control before it."""
        if self._missing is not None:
            self._heed(self._controls.due())
        return self._line.ask(operation, *arguments, by_handle=by_handle)

    def _heed(self, outcome: Outcome | None) -> None:
        """Stop the check if a control went wrong: a lie is the line's, anything else a prop's."""
        if outcome is not None:
            lie = isinstance(outcome, Garbled)
            raise Stopped(outcome, function=self._function, call=self.call_text, prop=not lie)

    def _asked(
        self,
        operation: str,
        arguments: tuple[object, ...],
        *,
        by_handle: bool | Literal["each"],
    ) -> Returned:
        outcome = self._ask(operation, *[_sent(item) for item in arguments], by_handle=by_handle)
        if isinstance(outcome, Returned):
            return outcome
        if self._missing is None:
            raise Fault(f"a prop failed in a guest without learner code: {outcome}")
        raise Stopped(outcome, function=self._function, call=self.call_text, prop=True)

    def _thing(self, outcome: Outcome, label: str) -> Thing:
        if not isinstance(outcome, Returned):
            raise Stopped(outcome, function=self._function, call=self.call_text, prop=True)
        return Thing(self, outcome.handle, label)

    def _met(self, value: object, label: str) -> object:
        match value:
            case Handle():
                return Thing(self, value, label)
            case list():
                return [self._met(item, "") for item in value]
            case tuple():
                return tuple(self._met(item, "") for item in value)
            case dict():
                return {self._met(k, ""): self._met(v, "") for k, v in value.items()}
            case _:
                return value


def _sent(value: object) -> object:
    """Return *value* with handles in place of stand-ins."""
    match value:
        case Thing():
            return value.handle
        case list():
            return [_sent(item) for item in value]
        case tuple():
            return tuple(_sent(item) for item in value)
        case dict():
            return {_sent(key): _sent(item) for key, item in value.items()}
        case _:
            return value
