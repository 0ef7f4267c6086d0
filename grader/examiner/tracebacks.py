"""Tracebacks for learners: frames of their own code with source lines, and local names.

The guest reports the frames and the values of names in the last one. This module adds the lines
of the file and chooses the names to show: those that the line mentions, then the others of that
function.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from grader.channel.outcomes import Outcome, Raised, frames_to_show
from grader.model import Traceback, TracebackFrame

NAMES = 8
"""Largest number of names shown."""

SOURCE = 400
"""Largest number of characters kept of one line."""

_MOST = 1_000_000
_WORD = re.compile(r"[^\W\d]\w*")
_TOP = "<module>"


def line_of(lines: Sequence[str], number: int | None) -> str:
    """Return line *number* (1-based) without its indentation; empty if there is none."""
    if number is None or not 1 <= number <= len(lines):
        return ""
    text = lines[number - 1].strip()
    return text if len(text) <= SOURCE else f"{text[: SOURCE - 1]}…"


def trace_of(outcome: Outcome, lines: Sequence[str]) -> Traceback | None:
    """Return the traceback of *outcome*; None if it is no exception out of the learner's code.

    :param lines: of the learner's file.
    """
    if not isinstance(outcome, Raised) or outcome.syntax is not None:
        return None
    frames = tuple(
        TracebackFrame(
            function=function,
            line=line,
            source=line_of(lines, line),
            times=min(max(times, 1), _MOST),
        )
        for line, function, times in frames_to_show(outcome)
        if 1 <= line <= len(lines)
    )
    if not frames:
        return None
    names, more = _chosen(outcome.names, frames[-1])
    return Traceback(frames=frames, names=names, more=more)


def _chosen(
    names: tuple[tuple[str, str], ...], frame: TracebackFrame
) -> tuple[tuple[tuple[str, str], ...], int]:
    """Return the names to show, with their values, and the number of names left out.

    At the top level of a file every import and function is a local name too, so only what the
    line mentions counts there.
    """
    held = dict(reversed(names))
    order = [name for name in dict.fromkeys(_WORD.findall(frame.source)) if name in held]
    if frame.function != _TOP:
        order += [name for name in held if name not in order]
    shown = tuple((name, held[name]) for name in order[:NAMES])
    return shown, len(order) - len(shown)
