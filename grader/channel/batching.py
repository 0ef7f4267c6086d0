"""What one check asks of its guest: several requests in one message, controls among them.

A message costs two processes a turn, whatever is in it. So a request whose answer nobody
has looked at yet waits, and goes with the next one that cannot wait. The requests of a
message are done in order, and a call of the learner's code is always the last of them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from grader.channel.honesty_checks import HonestyCheck, HonestyChecks
from grader.channel.outcomes import Garbled, Outcome, Raised, Returned, Stopped
from grader.channel.replies import GuestReply, GuestRequest, Wanted
from grader.errors import Fault

T = TypeVar("T")


class GuestConnection(Protocol):
    """What the exam needs of a guest: `grader.channel.guest_process.GuestProcess` has it."""

    def exchange(self, requests: Sequence[GuestRequest]) -> GuestReply:
        """Send a message and return what came of it."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class CallContext:
    """When something was asked, for telling of it where it fails.

    :param function: the learner's function that was called last; empty before.
    :param call: that call, as text.
    :param loaded: whether there was learner code in the guest.
    """

    function: str = ""
    call: str = ""
    loaded: bool = False

    def stopped(self, outcome: Outcome) -> Stopped:
        """Return what to raise where the grader's own request came to *outcome*.

        :raises Fault: where no learner code was in the guest.
        """
        if not self.loaded:
            raise Fault(f"a prop failed in a guest without learner code: {outcome}")
        return Stopped(outcome, function=self.function, call=self.call, prop=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class _QueuedRequest:
    """A request that waits, and who is told the answer: a lie is what they may call it."""

    request: GuestRequest
    context: CallContext
    take: Callable[[Returned], Garbled | None]

    def stopped(self, outcome: Outcome) -> Stopped:
        """Return what to raise where it came to *outcome*.

        Another number of objects than the grader's own program makes is no failure of that program:
        the guest does not say what it ran.

        :raises Fault: where no learner code was in the guest.
        """
        many = f"{len(self.request.keep_as)} objects were wanted"
        keeps_items = self.request.wanted is Wanted.KEEP_EACH_ITEM
        if keeps_items and isinstance(outcome, Raised) and outcome.text == many:
            told = Garbled(what=f"gave other objects: {many}")
            return Stopped(told, function=self.context.function, call=self.context.call)
        return self.context.stopped(outcome)


def _nobody(_: Returned) -> None:
    """Take an answer that is looked at by who asked for it."""


class RequestQueue:
    """The requests of one check that wait, and the line to its guest."""

    def __init__(self, connection: GuestConnection) -> None:
        self._connection = connection
        self._honesty_checks = HonestyChecks()
        self._waiting: list[_QueuedRequest] = []
        self._number = 0

    def number(self) -> int:
        """Return a new number under which a guest shall keep an object."""
        self._number -= 1
        return self._number

    def add(
        self,
        request: GuestRequest,
        context: CallContext,
        take: Callable[[Returned], Garbled | None] = _nobody,
    ) -> None:
        """Add a request to those that wait, and now and then a control before it."""
        if context.loaded and (check := self._honesty_checks.due()) is not None:
            self._put(check, context)
        self._waiting.append(_QueuedRequest(request=request, context=context, take=take))

    def add_deferred(
        self, request: GuestRequest, context: CallContext, read: Callable[[Returned], T]
    ) -> Deferred[T]:
        """Add a request like `add`, and return its answer, to be looked at later.

        :param read: makes of the answer what is wanted.
        """
        deferred = Deferred(self, read)
        self.add(request, context, deferred.take)
        return deferred

    def ask(self, request: GuestRequest, context: CallContext) -> Outcome:
        """Ask all that waits and this, and return what came of this.

        :param request: one that is answered.
        :raises Stopped: when something else failed, or a control was answered wrongly.
        :raises Fault: when it failed in a guest without learner code.
        """
        self.add(request, context)
        outcome = self._exchange()
        assert outcome is not None
        return outcome

    def flush(self) -> None:
        """Ask all that waits, and raise what `ask` does."""
        if self._waiting:
            last = self._waiting[-1]
            outcome = self._exchange()
            if outcome is not None and not isinstance(outcome, Returned):
                raise last.stopped(outcome)

    def settle(self, context: CallContext) -> None:
        """Ask all that waits and put the controls that are open yet; before a check may pass.

        :raises Stopped: when the guest contradicts itself or cannot answer.
        """
        if context.loaded:
            for check in self._honesty_checks.rest():
                self._put(check, context)
        self.flush()

    def repeat_honesty_checks(self, context: CallContext) -> None:
        """Put all controls once more, and nothing that waits; after a check has ended.

        :raises Stopped: when the guest contradicts itself or cannot answer.
        """
        self._waiting, self._honesty_checks = [], HonestyChecks()
        self.settle(context)

    def _put(self, check: HonestyCheck, context: CallContext) -> None:
        request = GuestRequest(
            operation=check.operation, arguments=check.arguments, wanted=Wanted.COPY
        )
        self._waiting.append(
            _QueuedRequest(request=request, context=context, take=check.contradiction)
        )

    def _exchange(self) -> Outcome | None:
        """Send a message with all that waits; return what came of the last request, if anything."""
        asked, self._waiting = self._waiting, []
        reply = self._connection.exchange([one.request for one in asked])
        answered = [one for one in asked[: reply.done] if one.request.is_answered]
        for one, answer in zip(answered, reply.answers, strict=False):  # none, where it has ended
            if (wrong := one.take(answer)) is not None:
                raise Stopped(wrong, function=one.context.function, call=one.context.call)
        if reply.ended is None:
            return reply.answers[-1] if asked[-1].request.is_answered else None
        if reply.done < len(asked) - 1:
            raise asked[reply.done].stopped(reply.ended)
        return reply.ended


class Deferred(Generic[T]):
    """The answer to a request that is queued. It is sent when `value` is read, if not before.

    >>> first, second = world.equal_objects(2)
    >>> same, other = first.is_later(first), first.is_later(second)
    >>> same.value, other.value
    (True, False)

    :param messages: where it waits.
    :param read: makes of the answer what is wanted.
    """

    def __init__(self, messages: RequestQueue, read: Callable[[Returned], T]) -> None:
        self._messages = messages
        self._read = read
        self._answer: Returned | None = None

    def take(self, answer: Returned) -> None:
        """Take the answer."""
        self._answer = answer

    @property
    def value(self) -> T:
        """What came of it.

        :raises Stopped: when the guest, changed by the learner's code, cannot say.
        """
        if self._answer is None:
            self._messages.flush()
        assert self._answer is not None
        return self._read(self._answer)
