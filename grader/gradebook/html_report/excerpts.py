"""Excerpts of a learner's file and output, of bounded size."""

from __future__ import annotations

import re

from grader.gradebook.html_report.values import SourceLine

_WIDTH = 200
_PRINTED_LINES = 20
_PRINTED_WIDTH = 300

_LINE_END = re.compile(r"\r\n|\r|\n")
"""Line ends of Python's parser; `str.splitlines` has more, and would count wrong."""


def excerpt(source: bytes, line: int, around: int) -> tuple[SourceLine, ...]:
    """Return *line* (1-based) of a Python file, marked, with up to *around* lines on either side.

    Common indentation is removed. Empty when the file has no such line.
    """
    text = source.decode("utf-8-sig", "backslashreplace")
    rows = _LINE_END.split(text)
    if not 1 <= line <= len(rows):
        return ()
    first, last = max(line - around, 1), min(line + around, len(rows))
    while first < line and not rows[first - 1].strip():
        first += 1
    while last > line and not rows[last - 1].strip():
        last -= 1
    chosen = [row.rstrip().expandtabs(4) for row in rows[first - 1 : last]]
    indent = min((len(row) - len(row.lstrip(" ")) for row in chosen if row.strip()), default=0)
    return tuple(
        SourceLine(number=number, text=shortened(row[indent:], _WIDTH), marked=number == line)
        for number, row in enumerate(chosen, start=first)
    )


def first_lines(printed: str) -> tuple[str, int]:
    """Return the first lines of printed output, and the number of lines left out."""
    rows = printed.splitlines()
    kept = [shortened(row, _PRINTED_WIDTH) for row in rows[:_PRINTED_LINES]]
    return "\n".join(kept), max(len(rows) - _PRINTED_LINES, 0)


def shortened(text: str, width: int) -> str:
    """Return *text*, cut to *width* characters with a note on the rest."""
    if len(text) <= width:
        return text
    return f"{text[:width]} … and {len(text) - width} characters more"
