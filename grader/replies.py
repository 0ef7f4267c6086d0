"""Reading what a guest sent: bytes to frames, a frame to an Outcome, and packing requests.

Nothing here has a process or a clock. Any bytes whatever give an Outcome, in
time and memory bounded by `FRAME_LIMIT`; what does not have the shape of a
reply to the open request is Garbled. Values are rebuilt from exact primitives,
and `marshal`, `pickle` and `eval` never see a byte from a guest.

The wire format is told in `grader.guest` and `grader.values`, which own it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import NoReturn

from grader.guest import FRAME_LIMIT
from grader.outcomes import Garbled, Handle, Outcome, Raised, Returned

# What a guest keeps to (`grader.values`), with room to spare: more is nobody's honest answer, and
# would be too deep or too long to be shown.
_DEPTH, _DIGITS, _TEXT = 32, 2_048, 2_000
_FRAMES, _LOCALS, _NAME = 12, 40, 200


class _Malformed(Exception):
    """A frame does not have the shape of a reply."""


class Frames:
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
                yield Garbled(what=f"announced a frame of {size} bytes")
                return
            if len(self._buffer) < 4 + size:
                return
            frame = bytes(self._buffer[4 : 4 + size])
            del self._buffer[: 4 + size]
            yield frame


def read_frame(frame: bytes, nonce: str) -> dict[str, object] | Garbled:
    """Return the JSON object in *frame* if it answers the request with *nonce*."""
    try:
        body = json.loads(frame)
    except (ValueError, RecursionError):
        return Garbled(what="sent a frame that is not JSON")
    if not isinstance(body, dict) or body.get("n") != nonce:
        return Garbled(what="sent a frame that answers no question")
    return body


def read_reply(frame: bytes, nonce: str) -> Outcome:
    """Return the outcome that *frame* holds; any other bytes are Garbled."""
    body = read_frame(frame, nonce)
    if isinstance(body, Garbled):
        return body
    try:
        if body.get("k") == "returned":
            return Returned(
                value=_value(body.get("v")),
                handle=_handle(body.get("o")),
                line=_line(body.get("line")),
            )
        if body.get("k") == "raised":
            return _raised(body)
    except (_Malformed, ValueError, OverflowError, RecursionError):
        pass
    return Garbled(what="sent a reply of an unknown shape")


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
    tag, number, module, kind, name, size, what = _items(data, 7)
    if tag != "h":
        _malformed()
    return Handle(
        number=_int(number),
        module=_optional(module) or "?",
        type=_optional(kind) or "?",
        name=_optional(name),
        size=_line(size),
        what=_str(what),
    )


def _value(data: object, depth: int = 0) -> object:
    if depth > _DEPTH:
        _malformed()
    if data is None or isinstance(data, bool | str) or type(data) is int:
        return data
    items = _items(data)
    tag, rest = items[0] if items else None, items[1:]
    match tag:
        case "h":
            return _handle(items)
        case "l":
            return [_value(item, depth + 1) for item in rest]
        case "t":
            return tuple(_value(item, depth + 1) for item in rest)
        case "d":
            pairs = [_items(pair, 2) for pair in rest]
            return _rebuilt([(_value(k, depth + 1), _value(v, depth + 1)) for k, v in pairs])
        case "i" if len(rest) == 1 and len(_str(rest[0])) <= _DIGITS:
            return int(_str(rest[0]), 16)
        case "f" if len(rest) == 1:
            return float.fromhex(_str(rest[0]))
        case "b" if len(rest) == 1:
            return bytes.fromhex(_str(rest[0]))
    return _malformed()


def _rebuilt(pairs: list[tuple[object, object]]) -> dict[object, object]:
    try:
        return dict(pairs)
    except TypeError:
        return _malformed()


def pack(value: object) -> tuple[str, object]:
    """Return *value* in the form that `Values.unpack` reads: plain values and Handles."""
    match value:
        case Handle():
            return ("h", value.number)
        case list():
            return ("l", [pack(item) for item in value])
        case tuple():
            return ("t", [pack(item) for item in value])
        case dict():
            return ("d", [(pack(key), pack(item)) for key, item in value.items()])
        case _:
            return ("v", value)
