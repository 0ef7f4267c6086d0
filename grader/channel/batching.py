"""Queue of one check's requests to its guest: it sends several in one message, honesty checks among them.

Sending a message wakes two processes, however many requests are in it. So a request is queued
until its answer is read, or until a request is made whose answer is needed at once. A guest does
the requests of a message in order; a call of the learner's code is always the last of a message.
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
U = TypeVar("U")


class GuestConnection(Protocol):
    """Interface of a connection to a guest; `grader.channel.guest_process.GuestProcess` is one."""

    def exchange(self, requests: Sequence[GuestRequest]) -> GuestReply:
        """Send *requests* as one message and return the reply."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class CallContext:
    """Circumstances in which a request was made, for the finding if the request fails.

    :param function: the learner's function that was called last; empty before the first call.
    :param call: that call, as text.
    :param loaded: whether the guest had run the learner's file.
    """

    function: str = ""
    call: str = ""
    loaded: bool = False

    def stopped(self, outcome: Outcome) -> Stopped:
        """Return the exception for a request of the grader's own that ended with *outcome*.

        :raises Fault: where no learner code was in the guest.
        """
        if not self.loaded:
            raise Fault(f"a prop failed in a guest without learner code: {outcome}")
        return Stopped(outcome, function=self.function, call=self.call, prop=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class _QueuedRequest:
    """A queued request.

    :param take: called with the answer; returns an outcome if the answer shows that the guest lies.
    """

    request: GuestRequest
    context: CallContext
    take: Callable[[Returned], Garbled | None]

    def stopped(self, outcome: Outcome) -> Stopped:
        """Return the exception for this request, which ended with *outcome*.

        A wrong number of objects is reported as a garbled reply: the grader's own program always
        makes the right number, so the guest did not run that program.

        :raises Fault: where no learner code was in the guest.
        """
        many = f"{len(self.request.keep_as)} objects were wanted"
        keeps_items = self.request.wanted is Wanted.KEEP_EACH_ITEM
        if keeps_items and isinstance(outcome, Raised) and outcome.text == many:
            told = Garbled(violation=f"gave other objects: {many}")
            return Stopped(told, function=self.context.function, call=self.context.call)
        return self.context.stopped(outcome)


def _nobody(_: Returned) -> None:
    """Ignore an answer; `RequestQueue.ask` returns it to its caller."""


class RequestQueue:
    """The queued requests of one check, and the connection to its guest."""

    def __init__(self, connection: GuestConnection) -> None:
        self._connection = connection
        self._honesty_checks = HonestyChecks()
        self._waiting: list[_QueuedRequest] = []
        self._number = 0

    def number(self) -> int:
        """Return a number, below zero and never used before, for an object that the guest is to keep."""
        self._number -= 1
        return self._number

    def add(
        self,
        request: GuestRequest,
        context: CallContext,
        take: Callable[[Returned], Garbled | None] = _nobody,
    ) -> None:
        """Queue a request, at random moments with an honesty check before it.

        :param take: called with the answer; returns an outcome if the answer shows that the guest lies.
        """
        if context.loaded and (check := self._honesty_checks.due()) is not None:
            self._put(check, context)
        self._waiting.append(_QueuedRequest(request=request, context=context, take=take))

    def add_deferred(
        self, request: GuestRequest, context: CallContext, read: Callable[[Returned], T]
    ) -> Deferred[T]:
        """Queue a request like `add`, and return its answer as a deferred value.

        :param read: converts the answer to the deferred value.
        """
        answer = _Answer(self)
        self.add(request, context, answer.take)
        return Deferred(lambda: read(answer.read()))

    def ask(self, request: GuestRequest, context: CallContext) -> Outcome:
        """Send the queued requests and *request* in one message, and return the outcome of *request*.

        :param request: one that is answered (`GuestRequest.is_answered`).
        :raises Stopped: when a queued request failed, or an honesty check was answered wrongly.
        :raises Fault: when a queued request failed in a guest without learner code.
        """
        self.add(request, context)
        outcome = self._exchange()
        assert outcome is not None
        return outcome

    def flush(self) -> None:
        """Send the queued requests in one message; nothing is sent if there are none.

        :raises Stopped: as `ask`; also when the last request did not return a value.
        :raises Fault: as `ask`.
        """
        if self._waiting:
            last = self._waiting[-1]
            outcome = self._exchange()
            if outcome is not None and not isinstance(outcome, Returned):
                raise last.stopped(outcome)

    def settle(self, context: CallContext) -> None:
        """Send the queued requests and the honesty checks not sent yet; a check may pass only after this.

        :raises Stopped: when the guest contradicts itself or cannot answer.
        """
        if context.loaded:
            for check in self._honesty_checks.rest():
                self._put(check, context)
        self.flush()

    def repeat_honesty_checks(self, context: CallContext) -> None:
        """Drop the queued requests and send all honesty checks again; for a check that has ended.

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
        """Send the queue as one message; return the outcome of the last request, None if it has no answer."""
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


class _Answer:
    """The answer to a queued request; the queue is sent when it is read, if not before."""

    def __init__(self, messages: RequestQueue) -> None:
        self._messages = messages
        self._answer: Returned | None = None

    def take(self, answer: Returned) -> None:
        """Store the answer; called by the queue when it has arrived."""
        self._answer = answer

    def read(self) -> Returned:
        """Return the answer."""
        if self._answer is None:
            self._messages.flush()
        assert self._answer is not None
        return self._answer


class Deferred(Generic[T]):
    """The answer to a queued request, which is sent when `value` is read, if not before.

    >>> first, second = world.equal_objects(2)
    >>> same, other = first.is_later(first), first.is_later(second)
    >>> same.value, other.value
    (True, False)

    :param read: returns the value.
    """

    def __init__(self, read: Callable[[], T]) -> None:
        self._read = read

    @property
    def value(self) -> T:
        """The value of the request; reading it sends the queue if there is no answer yet.

        :raises Stopped: when the guest, changed by the learner's code, gives no answer.
        """
        return self._read()

    def then(self, convert: Callable[[T], U]) -> Deferred[U]:
        """Return the same answer, converted once more.

        >>> world.run_later("result = 2 + 3", read=str).then(len).value
        1
        """
        return Deferred(lambda: convert(self._read()))
