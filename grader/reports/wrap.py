"""Line wrapping for terminals: rows of a given width in cells, with fragments of code kept whole.

A row ends between words. A fragment in backquotes or quotation marks counts as one
word; one that does not fit beside others gets a row of its own, and one that fits
in no row is continued, with a mark that says so. Nothing is ever left out. A command is never
broken, so that it can be pasted: a terminal breaks it where it must, and knows that it is one line.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from rich.cells import cell_len

MARK = "↩"
"""Ends a row whose fragment goes on in the next one."""

_CLOSING = {"`": "`", "'": "'", '"': '"', "“": "”", "‘": "’"}
_AFTER_A_QUOTE = " .,;:!?)]}…"
_BEFORE_A_QUOTE = " ([{"
_COMMANDS = ("`grade ", "`pip ", "`cd ")
_LEAST = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class WrappedRow:
    """One row of wrapped text.

    :param wide: whether it is wider than the column and is to be moved to the left; a command can be
        wider than the widest row.
    """

    text: str
    wide: bool = False


def wrap(text: str, width: int, *, widest: int = 0, mark: str = MARK) -> Iterator[WrappedRow]:
    """Yield the rows of a sentence.

    :param width: cells of the column in which it stands.
    :param widest: cells that a fragment of its own row may take; at least *width*.
    """
    widest, row = max(width, widest), ""
    for word in words(text):
        joined = f"{row} {word}" if row else word
        if cell_len(joined) <= width:
            row = joined
            continue
        if row:
            yield WrappedRow(text=row)
        row = ""
        if cell_len(word) <= width:
            row = word
        elif cell_len(word) <= widest or word.startswith(_COMMANDS):
            yield WrappedRow(text=word, wide=True)
        else:
            yield from (WrappedRow(text=part) for part in _continued(word, width, mark))
    if row or not text.strip():
        yield WrappedRow(text=row)


def words(text: str) -> Iterator[str]:
    """Yield the units that are not broken: words, and fragments in backquotes or quotation marks."""
    start = at = 0
    while at < len(text):
        character = text[at]
        if character == " ":
            if at > start:
                yield text[start:at]
            start = at = at + 1
            continue
        at = (_end_of_fragment(text, at) if character in _CLOSING else 0) or at + 1
    if at > start:
        yield text[start:at]


def _end_of_fragment(text: str, at: int) -> int:
    """Return where the fragment that opens at *at* has ended; 0 if none opens there."""
    opening, closing = text[at], _CLOSING[text[at]]
    if opening == "`":
        return text.find("`", at + 1) + 1
    if at and text[at - 1] not in _BEFORE_A_QUOTE:
        return 0  # an apostrophe
    end = at + 1
    while (end := text.find(closing, end)) > 0:
        escaped = len(text[:end]) - len(text[:end].rstrip("\\"))
        if escaped % 2 == 0 and (end + 1 == len(text) or text[end + 1] in _AFTER_A_QUOTE):
            return 0 if "`" in text[at:end] else end + 1
        end += 1
    return 0


def code_rows(code: str, width: int, *, mark: str = MARK) -> Iterator[str]:
    """Yield the rows of one line of code: whole, or ended behind a comma between two items.

    The comma is one as far outside of brackets as there is, and never one in a text. Where
    there is none the row is continued, and says so with *mark*.
    """
    while cell_len(code) > width:
        fits = _fitting(code, width)
        places = [(depth, -end) for end, depth in _commas(code) if _LEAST <= end <= fits]
        if not places:
            yield from _continued(code, width, mark)
            return
        end = -min(places)[1]
        yield code[:end].rstrip()
        code = code[end:].lstrip()
    yield code


def _commas(code: str) -> Iterator[tuple[int, int]]:
    """Yield where each comma ends that stands outside of texts, and its depth in brackets."""
    depth, quote, skip = 0, "", False
    for at, character in enumerate(code):
        if skip:
            skip = False
        elif quote:
            skip = character == "\\"
            quote = "" if character == quote else quote
        elif character in "'\"":
            quote = character
        elif character in "([{":
            depth += 1
        elif character in ")]}":
            depth -= 1
        elif character == "," and code[at + 1 : at + 2] == " ":
            yield at + 2, depth


def _continued(text: str, width: int, mark: str) -> Iterator[str]:
    """Yield pieces of one fragment that is too wide, each but the last with *mark* behind it."""
    room = max(width - cell_len(mark) - 1, 2)
    while cell_len(text) > width:
        end = _place(text, _fitting(text, room))
        yield f"{text[:end]}{'' if text[end - 1] == ' ' else ' '}{mark}"
        text = text[end:]
    yield text


def _place(text: str, fits: int) -> int:
    """Return where to end a piece of at most *fits* characters; nothing is lost there."""
    escape = text.rfind("\\n", 0, fits)
    for found in (escape + 2 if escape >= 0 else 0, text.rfind(" ", 0, fits) + 1):
        if found > fits // 2 and found <= fits:
            return found
    while fits > 1 and fits < len(text) and unicodedata.combining(text[fits]):
        fits -= 1
    return max(fits, 1)


def _fitting(text: str, width: int) -> int:
    """Return how many characters of *text* fit into *width* cells; at least one."""
    cells = fits = 0
    for character in text:
        cells += cell_len(character)
        if cells > width:
            break
        fits += 1
    return max(fits, 1)
