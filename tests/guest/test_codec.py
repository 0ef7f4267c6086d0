"""How a guest's objects are written down, looked at without a guest."""

from __future__ import annotations

import builtins
import sys
from types import FrameType

import pytest

from grader.channel.outcomes import NO_HANDLE, Garbled, Handle
from grader.channel.replies import GuestRequest, Wanted, read_reply
from grader.guest import codec, compiler, serve
from grader.guest.codec import ObjectTable

NONCE = "0123456789abcdef"


def frame_of(filename: str) -> FrameType:
    """Return a frame of code that says it stands in *filename*, on its second line."""
    names: dict[str, object] = {"sys": sys}
    exec(compile("\nframe = sys._getframe()", filename, "exec"), names)
    frame = names["frame"]
    assert isinstance(frame, FrameType)
    return frame


def test_a_guest_remembers_the_line_that_returned_and_follows_nobody_else() -> None:
    """A library's own frames are not traced, which would cost a learner time."""
    tracing = serve.Guest(
        ObjectTable("answer.py"), vars(compiler), "answer", "twins", vars(builtins)
    )
    assert tracing.trace(frame_of("library.py"), "call", None) is None
    assert tracing.ended == [None, ()]
    own = frame_of("answer.py")
    assert tracing.trace(own, "call", None) == tracing.trace
    assert tracing.ended == [None, ()]
    assert not own.f_trace_lines
    assert tracing.trace(own, "return", 7) == tracing.trace
    assert tracing.ended == [2, ()]


@pytest.mark.parametrize("value", [1.5, -0.0, float("inf"), True, None, 1 << 70, b"\xff", "\ud800"])
def test_a_plain_value_is_written_so_that_the_host_reads_the_same(value: object) -> None:
    """By type and to the last bit."""
    body = ObjectTable("answer.py").returned(value, "copy and handle", None)
    asked = [GuestRequest(operation="run", arguments=(), wanted=Wanted.COPY_AND_HANDLE)]
    reply = read_reply(f'{{"n":"{NONCE}","a":[{body}]}}'.encode(), NONCE, asked)
    assert repr(reply.answers[0].value) == repr(value)


@pytest.mark.parametrize("key", [object(), 1j, (1, object()), 1 << 5000])
def test_a_dictionary_with_objects_as_keys_is_told_as_an_object(key: object) -> None:
    """To have it here, keys would have to be compared that are there; a forged one is refused."""
    asked = [GuestRequest(operation="run", arguments=(), wanted=Wanted.COPY_AND_HANDLE)]
    body = ObjectTable("answer.py").returned(
        [{key: 1, "a": 2}, {(1, "["): 2}], "copy and handle", None
    )
    value = read_reply(f'{{"n":"{NONCE}","a":[{body}]}}'.encode(), NONCE, asked).answers[0].value
    assert isinstance(value, list)
    assert isinstance(value[0], Handle)
    assert value[1] == {(1, "["): 2}
    handle = ObjectTable("answer.py").handle(object())
    for forged in (handle, f'["t",{handle}]'):
        told = f'{{"k":"returned","o":{handle},"v":["d",[{forged},1]],"line":null}}'
        reply = read_reply(f'{{"n":"{NONCE}","a":[{told}]}}'.encode(), NONCE, asked)
        assert isinstance(reply.ended, Garbled)


def test_what_is_not_asked_for_as_a_copy_is_a_handle_alone() -> None:
    """Whatever it is."""
    whole = ObjectTable("answer.py").returned([1, 2], "handle", None)
    assert whole.count('["h",2,') == 1
    assert '"v":null' in whole


def test_where_a_copy_alone_is_asked_for_no_handle_is_made() -> None:
    """Unless there can be no copy: of another object, or of more than fits."""
    alone = ObjectTable("answer.py").returned([1, "a"], "copy", None)
    assert alone == '{"k":"returned","o":null,"v":["l",1,"a"],"line":null}'
    for value in (object(), "a" * (1 << 17)):
        told = ObjectTable("answer.py").returned(value, "copy", None)
        asked = [GuestRequest(operation="run", arguments=(), wanted=Wanted.COPY)]
        (answer,) = read_reply(f'{{"n":"{NONCE}","a":[{told}]}}'.encode(), NONCE, asked).answers
        assert isinstance(answer.value, Handle)
        assert answer.value.number == 2
        assert answer.handle is NO_HANDLE


def test_keys_that_are_chosen_to_be_slow_are_refused_before_they_are_used() -> None:
    """Hashes that are all alike make a dictionary of thirty thousand keys a matter of seconds."""
    alike = sys.hash_info.modulus
    for most, read in ((1_500, True), (30_000, False)):
        pairs = ",".join(f"[{place * alike},1]" for place in range(most))
        frame = f'{{"n":"{NONCE}","a":[{{"k":"returned","o":null,"v":["d",{pairs}],"line":null}}]}}'
        asked = [GuestRequest(operation="run", arguments=(), wanted=Wanted.COPY)]
        reply = read_reply(frame.encode(), NONCE, asked)
        assert isinstance(reply.ended, Garbled) is not read
        assert len(reply.answers) == read


@pytest.mark.parametrize("wanted", [Wanted.HANDLE, Wanted.COPY_AND_HANDLE])
def test_a_handle_that_was_asked_for_must_come(wanted: Wanted) -> None:
    """An answer without one is none."""
    body = ObjectTable("answer.py").returned([1], "copy", None)
    asked = [GuestRequest(operation="run", arguments=(), wanted=wanted)]
    reply = read_reply(f'{{"n":"{NONCE}","a":[{body}]}}'.encode(), NONCE, asked)
    assert isinstance(reply.ended, Garbled)


@pytest.mark.parametrize(("value", "text"), [(True, "true"), (False, "false"), (1, "null")])
def test_true_and_false_are_told_with_a_handle(value: object, text: str) -> None:
    """They are what most handles are asked about next."""
    assert f'"v":{text},' in ObjectTable("answer.py").returned(value, "handle", None)


def test_what_is_kept_has_the_hosts_numbers() -> None:
    """And there are no more and no fewer objects than numbers."""
    table = ObjectTable("answer.py")
    one, two = object(), object()
    table.keep((-1,), (one,))
    table.keep((-2, -3), [one, two])
    assert [table.unpack(("h", number)) for number in (-1, -2, -3)] == [one, one, two]
    for wrong in ([one], (one, two, one), "ab", None):
        with pytest.raises(ValueError, match="2 objects were wanted"):
            table.keep((-4, -5), wrong)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({3, 1, 2}, "set({1, 2, 3})"),
        (frozenset({1}), "frozenset({1})"),
        ((1,), "(1,)"),
        ([1, (2, 3)], "[1, (2, 3)]"),
        ({"a": [[[]]]}, "{'a': [<list of 1 item>]}"),
        ({1, 2, 3, 4, 5}, "<set of 5 items>"),
        (1 << 300, "<int of 301 bits>"),
        ("x" * 61, repr("x" * 60) + "…"),
    ],
)
def test_a_local_is_told_briefly_and_by_what_it_is(value: object, text: str) -> None:
    """Sets in a fixed order, because theirs differs from run to run."""
    assert codec.brief(value) == text
