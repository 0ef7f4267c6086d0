"""Stand-ins for objects in a guest: what a check holds where it would hold an object.

Whatever is asked of one is asked in its room (`grader.exam.session`). Checks get them
through `grader.exam.api`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.channel.outcomes import Garbled, Handle, Numbered
from grader.channel.stops import Stopped

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.channel.batching import Later
    from grader.exam.session import CallOutcome, Room

_SHOWN, _SENT = 200, 1_000
"""Characters of one value in a message, which may be the learner's, and in a call, which is ours."""


class Thing(Numbered):
    """Stands for one object in the guest. Attributes, items and calls travel there.

    :param known: what the guest has said of it, or no more than its number.
    """

    __slots__ = ("_handle", "_label", "_room", "number")

    def __init__(self, room: Room, known: Handle | int, label: str = "") -> None:
        self._room = room
        self._handle = known if isinstance(known, Handle) else None
        self._label = label
        self.number = known.number if isinstance(known, Handle) else known

    def __getattr__(self, name: str) -> object:
        return self._room.prop("get", self, name)

    def __getitem__(self, key: object) -> object:
        return self._room.prop("item", self, key)

    def __setitem__(self, key: object, value: object) -> None:
        self._room.done("set_item", self, key, value)

    def __call__(self, *arguments: object, **named: object) -> object:
        """Call the object in the guest and return what it returned."""
        return self._room.value(self._room.call(self, arguments, named, by_handle=False))

    def outcome(
        self, arguments: tuple[object, ...], named: Mapping[str, object], *, by_handle: bool
    ) -> CallOutcome:
        """Call it and return what came of it."""
        return self._room.call(self, arguments, named, by_handle=by_handle)

    def __eq__(self, other: object) -> bool:
        return self.is_(other)  # a plain value, which would be here as a copy, equals no Thing

    def __hash__(self) -> int:
        return 0

    def __repr__(self) -> str:
        return self._label or f"<{shown(self).removeprefix('the ')}>"

    def is_(self, other: object) -> bool:
        """Say whether both stand for one object; the guest compares with `is`."""
        return isinstance(other, Thing) and self.is_later(other).value

    def is_later(self, other: Thing) -> Later[bool]:
        """Ask like `is_`, and look at the answer later."""
        return self._room.prop_later("same", self, other, read=_bool)

    def named(self, label: str) -> Thing:
        """Return this stand-in with a text for calls and messages."""
        return Thing(self._room, self.number if self._handle is None else self._handle, label)

    @property
    def room(self) -> Room:
        """The room of the check that met this object."""
        return self._room

    @property
    def handle(self) -> Handle:
        """What the guest says of the object: real type, own name, size; asked once.

        :raises Stopped: when the guest, changed by the learner's code, cannot say.
        """
        if self._handle is None:
            self._handle = self._room.described(self)
        return self._handle


def _bool(answer: object) -> bool:
    if not isinstance(answer, bool):
        raise Stopped(Garbled(what="answered `is` with no bool"), function="", call="")
    return answer


class LearnerFunction:
    """A function of the learner's, by name."""

    def __init__(self, room: Room, name: str) -> None:
        self.room = room
        self._name = name

    def __call__(self, *arguments: object, **named: object) -> object:
        """Call the learner's function and return what it returned."""
        return self.room.value(self.outcome(arguments, named, by_handle=False))

    def outcome(
        self, arguments: tuple[object, ...], named: Mapping[str, object], *, by_handle: bool
    ) -> CallOutcome:
        """Call it and return what came of it."""
        return self.room.call_learner(self._name, arguments, named, by_handle=by_handle)


def _cut(text: str, most: int = _SHOWN) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def shown(value: object) -> str:
    """Return *value* as a learner should read it: what it is, and its name or value."""
    if not isinstance(value, Thing):
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
