"""Several requests in one message: what waits, in which order it is asked, and who is told what."""

from __future__ import annotations

import pytest
from support.connection import THING, FakeConnection, returned

from grader.channel.batching import CallContext, RequestQueue
from grader.channel.honesty_checks import HonestyChecks
from grader.channel.outcomes import Died, Garbled, Outcome, Raised, Stopped, TimedOut
from grader.channel.replies import GuestReply, GuestRequest, Wanted, ended_by, read_reply
from grader.errors import Fault

BEFORE = CallContext()
AFTER = CallContext(function="forget", call="forget(m)", loaded=True)
ERROR = Raised(handle=THING, bases=("ValueError", "Exception"), text="no")


def request(operation: str, *, keep_as: int | None = None) -> GuestRequest:
    """A request without arguments."""
    if keep_as is None:
        return GuestRequest(operation=operation, arguments=(), wanted=Wanted.COPY_AND_HANDLE)
    return GuestRequest(operation=operation, arguments=(), wanted=Wanted.KEEP, keep_as=(keep_as,))


def but(operation: str, outcome: Outcome) -> FakeConnection:
    """A line on which one operation comes to that, and any other gives its own name.

    An honesty check, which may come whenever there is learner code, is answered rightly.
    """

    def answer(asked: GuestRequest) -> Outcome:
        match asked.operation, asked.arguments:
            case name, _ if name == operation:
                return outcome
            case "groups", ([first, second],):
                return returned([0, 0 if first == second else 1])
            case "run", (_, {"word": word}):
                return returned(word)
            case name, _:
                return returned(name)

    return FakeConnection(answer)


def test_what_waits_goes_with_the_next_question_and_before_it() -> None:
    """One message, in the order in which it was said."""
    line = but("", returned(None))
    messages = RequestQueue(line)
    messages.add(request("made", keep_as=-1), BEFORE)
    later = messages.add_deferred(request("seen"), BEFORE, lambda answer: answer.value)
    messages.add(request("changed", keep_as=-2), BEFORE)
    assert line.messages == []
    assert messages.ask(request("asked"), BEFORE) == returned("asked")
    assert line.asked == ["made", "seen", "changed", "asked"]
    assert len(line.messages) == 1
    assert later.value == "seen"
    assert len(line.messages) == 1


def test_an_answer_that_is_looked_at_is_asked_for_if_nobody_has_yet() -> None:
    """Once, and with all that waits."""
    line = but("", returned(None))
    messages = RequestQueue(line)
    later = messages.add_deferred(request("seen"), BEFORE, lambda answer: answer.value)
    messages.add(request("changed", keep_as=-1), BEFORE)
    assert [later.value, later.value] == ["seen", "seen"]
    assert [len(message) for message in line.messages] == [2]


def test_what_waits_is_asked_before_it_is_taken_for_done() -> None:
    """Nothing is sent where nothing waits."""
    line = but("", returned(None))
    messages = RequestQueue(line)
    messages.flush()
    assert line.messages == []
    messages.add(request("made", keep_as=-1), BEFORE)
    messages.flush()
    messages.flush()
    assert line.asked == ["made"]


def test_each_object_that_is_kept_has_a_number_of_its_own() -> None:
    """Below zero, where a guest gives none."""
    messages = RequestQueue(but("", returned(None)))
    assert [messages.number() for _ in range(3)] == [-1, -2, -3]


def test_a_prop_that_fails_is_told_of_as_when_it_was_asked() -> None:
    """With the call before it, not the one that it went along with."""
    messages = RequestQueue(but("made", ERROR))
    messages.add(request("made", keep_as=-1), AFTER)
    with pytest.raises(Stopped) as stopped:
        messages.ask(request("call"), CallContext(function="other", call="other()", loaded=True))
    assert (stopped.value.function, stopped.value.call) == ("forget", "forget(m)")
    assert stopped.value.prop
    assert stopped.value.outcome == ERROR


@pytest.mark.parametrize("outcome", [Died(how="signal SIGKILL"), TimedOut(seconds=5.0)])
def test_a_guest_that_ends_is_told_of_by_the_last_request(outcome: Outcome) -> None:
    """It has answered nothing of the message, also what was asked before."""
    messages = RequestQueue(but("call", outcome))
    messages.add(request("made", keep_as=-1), AFTER)
    messages.add_deferred(request("seen"), AFTER, lambda answer: answer.value)
    assert messages.ask(request("call"), AFTER) == outcome
    looked_at = messages.add_deferred(request("call"), AFTER, lambda answer: answer.value)
    with pytest.raises(Stopped) as stopped:
        _ = looked_at.value
    assert stopped.value.outcome == outcome


def test_a_prop_that_fails_without_learner_code_is_our_fault() -> None:
    """Whether it goes along or is looked at by itself."""
    for ask in (lambda one: one.ask(request("load"), BEFORE), RequestQueue.flush):
        messages = RequestQueue(but("made", ERROR))
        messages.add(request("made", keep_as=-1), BEFORE)
        with pytest.raises(Fault, match="a prop failed in a guest without learner code"):
            ask(messages)


def test_what_the_last_request_comes_to_is_for_who_asked() -> None:
    """An exception of the learner's is an outcome."""
    messages = RequestQueue(but("call", ERROR))
    messages.add(request("made", keep_as=-1), AFTER)
    assert messages.ask(request("call"), AFTER) == ERROR


def test_honesty_checks_go_along_and_a_wrong_answer_ends_the_check() -> None:
    """Whatever else the message says."""
    for _ in range(20):
        line = FakeConnection(
            lambda asked: returned([0, 0] if asked.operation == "groups" else None)
        )
        messages = RequestQueue(line)
        for _ in range(16):
            messages.add(request("made", keep_as=-1), AFTER)
        with pytest.raises(Stopped) as stopped:
            messages.settle(AFTER)
        assert isinstance(stopped.value.outcome, Garbled)
        assert not stopped.value.prop
        assert len(line.messages) == 1
        assert line.asked.count("groups") == 2
        assert line.asked.count("run") == 1


def test_no_honesty_check_is_put_before_there_is_learner_code() -> None:
    """There would be nobody to lie."""
    line = but("", returned(None))
    messages = RequestQueue(line)
    for _ in range(20):
        messages.add(request("made", keep_as=-1), BEFORE)
    messages.settle(BEFORE)
    assert set(line.asked) == {"made"}
    assert len(HonestyChecks().rest()) == 3


def test_a_reply_says_how_far_a_message_came() -> None:
    """Its answers belong to the requests before the one that raised, and to no other."""
    asked = [request("made", keep_as=-1), request("seen"), request("call"), request("after")]
    thing = '["h",2,"m","t",null,null,"object"]'
    value = f'{{"k":"returned","o":{thing},"v":7,"line":null}}'

    def raised(at: object) -> str:
        body = '"bases":[],"text":null,"frames":[],"syntax":null,"locals":[]'
        return f'{{"k":"raised","at":{at},"o":{thing},{body}}}'

    def read(*answers: str) -> GuestReply:
        return read_reply(f'{{"n":"n","a":[{",".join(answers)}]}}'.encode(), "n", asked)

    whole = read(value, value, value)
    assert (len(whole.answers), whole.done, whole.ended) == (3, 4, None)
    part = read(value, raised(2))
    assert (len(part.answers), part.done) == (1, 2)
    assert isinstance(part.ended, Raised)
    for wrong in (
        [value],
        [value] * 4,
        [raised(2)],
        [value, raised(4)],
        [raised(-1)],
        [value, raised("null")],
        [raised(0), value],
        [value, "7"],
        [],
    ):
        assert read(*wrong) == ended_by(
            Garbled(violation="sent a reply of an unknown shape"), asked
        ), wrong
