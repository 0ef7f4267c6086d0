"""Decoder of a guest's replies (bytes to frames, a frame to a GuestReply), and encoder of requests.

The functions use no process and no clock. Any bytes whatever give a GuestReply, in
time and memory bounded by `FRAME_LIMIT`; what does not have the shape of a
reply to the open message is Garbled. Values are rebuilt from exact primitives,
and `marshal`, `pickle` and `eval` never see a byte from a guest.

The wire format is described in `grader.guest.serve` (messages) and `grader.guest.codec` (values).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import NoReturn

from grader.channel.outcomes import (
    NO_HANDLE,
    Garbled,
    Handle,
    Outcome,
    Raised,
    RemoteReference,
    Returned,
)
from grader.guest.serve import FRAME_LIMIT, RAN_LIMIT

# What a guest keeps to (`grader.guest.codec`), with room to spare: more is nobody's honest answer, and
# would be too deep or too long to be shown.
_DEPTH, _DIGITS, _TEXT, _ITEMS = 32, 2_048, 2_000, 4_000
_FRAMES, _LOCALS, _NAME = 12, 40, 200
_PLAIN = frozenset((type(None), bool, int, float, str, bytes))


class Wanted(Enum):
    """Form in which a guest sends or keeps the result of a request; the values are those of the wire format."""

    COPY = "copy"
    HANDLE = "handle"
    COPY_AND_HANDLE = "copy and handle"
    NOTHING = "nothing"
    KEEP = "keep"
    KEEP_EACH_ITEM = "keep each item"


_UNANSWERED = frozenset((Wanted.NOTHING, Wanted.KEEP, Wanted.KEEP_EACH_ITEM))


@dataclass(frozen=True, slots=True, kw_only=True)
class GuestRequest:
    """One request of a message.

    :param operation: a method of `grader.guest.serve.Guest`.
    :param arguments: plain values, and a `RemoteReference` or `Handle` for each object in the guest.
    :param wanted: form of the result; decides whether there is an answer.
    :param keep_as: numbers for the objects that the guest is to keep, each below zero and used once:
        one for `KEEP`, one for each item for `KEEP_EACH_ITEM`. Later requests refer to the objects by
        these numbers.
    :param reads_file: the request works on the text of the learner's file, whose author so decides how
        long it takes: it is done within the time limit of the check.
    """

    operation: str
    arguments: tuple[object, ...]
    wanted: Wanted = Wanted.COPY
    keep_as: tuple[int, ...] = ()
    reads_file: bool = False

    @property
    def is_answered(self) -> bool:
        """Whether the reply has an answer to this request."""
        return self.wanted not in _UNANSWERED


@dataclass(frozen=True, slots=True, kw_only=True)
class GuestReply:
    """The reply to a message: the answers to its requests, up to the first that did not return.

    :param answers: answers to the done requests that have one (`GuestRequest.is_answered`), in order.
    :param done: number of requests that returned; all of them unless *ended* is an outcome.
    :param ended: outcome of the request after these, the last that was tried; None if all returned.
    """

    answers: tuple[Returned, ...] = ()
    done: int
    ended: Outcome | None = None


class _Malformed(Exception):
    """A frame does not have the shape of a reply."""


class FrameDecoder:
    """Cuts a stream of bytes from a guest into frames, holding at most one in memory."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    def feed(self, data: bytes) -> Iterator[bytes | Garbled]:
        """Yield each frame that *data* completes; a Garbled ends the stream."""
        self._buffer += data
        while len(self._buffer) >= 4:
            size = int.from_bytes(self._buffer[:4], "little")
            if size > FRAME_LIMIT:
                self._buffer.clear()
                yield Garbled(violation=f"announced a frame of {size} bytes")
                return
            if len(self._buffer) < 4 + size:
                return
            frame = bytes(self._buffer[4 : 4 + size])
            del self._buffer[: 4 + size]
            yield frame


def read_frame(frame: bytes, nonce: str) -> dict[str, object] | Garbled:
    """Return the JSON object in *frame* if it answers the message with *nonce*."""
    try:
        body = json.loads(frame.decode("ascii"))
    except (ValueError, RecursionError):
        return Garbled(violation="sent a frame that is not JSON")
    if not isinstance(body, dict) or body.get("n") != nonce:
        return Garbled(violation="sent a frame that answers no question")
    return body


def ended_by(outcome: Outcome, requests: Sequence[GuestRequest]) -> GuestReply:
    """Return the reply to a message during which the guest ended with *outcome*.

    The outcome is that of the last request: those before it run no learner code.
    """
    return GuestReply(done=len(requests) - 1, ended=outcome)


def read_reply(frame: bytes, nonce: str, requests: Sequence[GuestRequest]) -> GuestReply:
    """Return the reply to *requests* in *frame*; Garbled for a frame of any other shape."""
    body = read_frame(frame, nonce)
    if isinstance(body, Garbled):
        return ended_by(body, requests)
    try:
        return _reply(_items(body.get("a")), requests)
    except (_Malformed, ValueError, OverflowError, RecursionError):
        return ended_by(Garbled(violation="sent a reply of an unknown shape"), requests)


def _reply(answers: list[object], requests: Sequence[GuestRequest]) -> GuestReply:
    ended, done = None, len(requests)
    last = answers[-1] if answers else None
    if isinstance(last, dict) and last.get("k") == "raised":
        ended, done = _raised(last), _int(last.get("at"))
        answers = answers[:-1]
        if not 0 <= done < len(requests):
            _malformed()
    wanted = [request.wanted for request in requests[:done] if request.is_answered]
    if len(answers) != len(wanted):
        _malformed()
    read = tuple(_returned(*answer) for answer in zip(answers, wanted, strict=True))
    return GuestReply(answers=read, done=done, ended=ended)


def _returned(body: object, wanted: Wanted) -> Returned:
    if not isinstance(body, dict) or body.get("k") != "returned":
        _malformed()
    return Returned(
        value=_value(body.get("v"), [_ITEMS]),
        handle=NO_HANDLE if wanted is Wanted.COPY else _handle(body.get("o")),
        line=_line(body.get("line")),
        ran=tuple(map(_int, _items(body.get("ran", []))[:RAN_LIMIT])),
    )


def _raised(body: Mapping[str, object]) -> Raised:
    syntax = body.get("syntax")
    problem = None
    if syntax is not None:
        line, column, shown, message = _items(syntax, 4)
        problem = (_line(line), _line(column), _optional(shown), _optional(message))
    frames = [_items(frame, 3) for frame in _items(body.get("frames"))[:_FRAMES]]
    names = [_items(pair, 2) for pair in _items(body.get("locals"))[:_LOCALS]]
    return Raised(
        handle=_handle(body.get("o")),
        bases=tuple(_str(base) for base in _items(body.get("bases"))),
        text=_optional(body.get("text")),
        module=_optional(body.get("module")),
        frames=tuple((_int(line), _str(name), _int(times)) for line, name, times in frames),
        syntax=problem,
        names=tuple((_str(name)[:_NAME], _str(shown)[:_NAME]) for name, shown in names),
    )


def _malformed() -> NoReturn:
    raise _Malformed


def _items(data: object, size: int | None = None) -> list[object]:
    if not isinstance(data, list) or (size is not None and len(data) != size):
        _malformed()
    return data


def _str(data: object) -> str:
    return data if isinstance(data, str) else _malformed()


def _int(data: object) -> int:
    return data if type(data) is int else _malformed()


def _optional(data: object) -> str | None:
    return None if data is None else _str(data)[:_TEXT]


def _line(data: object) -> int | None:
    return None if data is None else _int(data)


def _handle(data: object) -> Handle:
    tag, number, module, kind, name, size, category = _items(data, 7)
    if tag != "h":
        _malformed()
    return Handle(
        number=_int(number),
        module=_optional(module) or "?",
        type=_optional(kind) or "?",
        name=_optional(name),
        size=_line(size),
        category=_str(category),
    )


def _value(data: object, left: list[int], depth: int = 0) -> object:
    """Return the value that *data* encodes, see `grader.guest.codec`.

    :param left: list of one int, the number of items that may still follow. A
        dictionary of n keys whose hashes are alike takes n * n steps, so the length of a frame alone
        does not bound the time.
    """
    if depth > _DEPTH:
        _malformed()
    if data is None or isinstance(data, bool | str) or type(data) is int:
        return data
    items = _items(data)
    tag, rest = items[0] if items else None, items[1:]
    left[0] -= len(rest)
    if left[0] < 0:
        _malformed()
    match tag:
        case "h":
            return _handle(items)
        case "l":
            return [_value(item, left, depth + 1) for item in rest]
        case "t":
            return tuple(_value(item, left, depth + 1) for item in rest)
        case "d":
            pairs = [_items(pair, 2) for pair in rest]
            return _rebuilt([(_key(k, left, depth), _value(v, left, depth + 1)) for k, v in pairs])
        case "i" if len(rest) == 1 and len(_str(rest[0])) <= _DIGITS:
            return int(_str(rest[0]), 16)
        case "f" if len(rest) == 1:
            return float.fromhex(_str(rest[0]))
        case "b" if len(rest) == 1:
            return bytes.fromhex(_str(rest[0]))
    return _malformed()


def _key(data: object, left: list[int], depth: int) -> object:
    """Return the key of a dictionary; handles are refused, because only the guest can compare objects."""
    key = _value(data, left, depth + 1)
    return _malformed() if _has_object(key) else key


def _has_object(key: object) -> bool:
    return isinstance(key, Handle) or (isinstance(key, tuple) and any(map(_has_object, key)))


def _rebuilt(pairs: list[tuple[object, object]]) -> dict[object, object]:
    try:
        return dict(pairs)
    except TypeError:
        return _malformed()


def pack(value: object) -> tuple[str, object]:
    """Return *value* in the form that `ObjectTable.unpack` reads: plain values, and numbers of objects."""
    if type(value) in _PLAIN:  # nearly all of them
        return ("v", value)
    match value:
        case RemoteReference():
            return ("h", value.number)
        case list() | tuple():
            items = [pack(item) for item in value]
            if all(tag == "v" for tag, _ in items):
                return ("v", value)
            return ("l" if isinstance(value, list) else "t", items)
        case dict():
            pairs = [(pack(key), pack(item)) for key, item in value.items()]
            if all(key[0] == "v" == item[0] for key, item in pairs):
                return ("v", value)
            return ("d", pairs)
        case _:
            return ("v", value)
