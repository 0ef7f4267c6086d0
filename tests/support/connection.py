"""A connection without a guest: a test gives the answers, and the messages are kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from grader.channel.outcomes import Handle, Outcome, Raised, Returned
from grader.channel.replies import GuestReply, GuestRequest, ended_by

THING = Handle(number=9, module="m", type="t", name=None, size=None, category="object")


def returned(value: object) -> Returned:
    """An answer with a value."""
    return Returned(value=value, handle=THING)


class FakeConnection:
    """Does the requests of each message in order, up to the first that raises or ends it.

    :param answer: returns the outcome of a request.
    :ivar messages: the requests, a list of operations and arguments for each message.
    """

    def __init__(
        self, answer: Callable[[GuestRequest], Outcome] = lambda _: returned(None)
    ) -> None:
        self.answer = answer
        self.messages: list[list[tuple[str, tuple[object, ...]]]] = []

    @property
    def asked(self) -> list[str]:
        """All operations, whatever message they came in."""
        return [operation for message in self.messages for operation, _ in message]

    def exchange(self, requests: Sequence[GuestRequest]) -> GuestReply:
        """Answer a message."""
        self.messages.append([(request.operation, request.arguments) for request in requests])
        answers: list[Returned] = []
        for place, request in enumerate(requests):
            outcome = self.answer(request)
            if not isinstance(outcome, Returned | Raised):
                return ended_by(outcome, requests)
            if isinstance(outcome, Raised):
                return GuestReply(answers=tuple(answers), done=place, ended=outcome)
            if request.is_answered:
                answers.append(outcome)
        return GuestReply(answers=tuple(answers), done=len(requests))
