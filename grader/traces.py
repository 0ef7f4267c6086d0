"""Where an exception came from, as values: calls of the learner's own code, and their names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One call of the learner's own code that an exception went through.

    :param function: its name; `<module>` for the top level of the file.
    :param line: where it was, 1-based.
    :param source: the text of that line.
    :param times: how often the same frame stood there in a row.
    """

    function: str
    line: int
    source: str = ""
    times: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """Where an exception came from, as far as it concerns the learner.

    :param frames: their own frames and no others, outermost first.
    :param names: name and short, safe text of local names in the last of them.
    :param more: how many names there are beside these.
    """

    frames: tuple[Frame, ...]
    names: tuple[tuple[str, str], ...] = ()
    more: int = 0


def told(body: Mapping[str, Any] | None) -> Trace | None:
    """Return the trace that a finding in JSON tells of, if it tells of one."""
    if body is None:
        return None
    return Trace(
        frames=tuple(Frame(**frame) for frame in body["frames"]),
        names=tuple((name, shown) for name, shown in body["names"]),
        more=body["more"],
    )
