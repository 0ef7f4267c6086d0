"""Escaping of learners' text: no terminal, no workflow runner obeys it, and no eye misses it.

Each format also escapes by its own rules; these hold for all of them.
"""

from __future__ import annotations

import re
import unicodedata


def visible(text: str, *, lines: bool = False) -> str:
    """Return *text* with control characters and invisible ones as escapes.

    :param lines: leave line feeds and tabs as they are; CR LF becomes a line feed.
    """
    if text.isascii() and text.isprintable():
        return text
    if lines:
        text = text.replace("\r\n", "\n")
    out, marks = [], _MARKS  # a combining mark wants a letter to stand on, and not many beside it
    for character in text:
        marks = marks + 1 if unicodedata.category(character) in _COMBINING else 0
        if marks > _MARKS:
            out.append(_escaped(character))
        else:
            out.append(_shown(character, lines=lines))
        if character.isspace():
            marks = _MARKS
    return "".join(out)


def visible_id(text: str) -> str:
    """Return an id, a name or a file name like `visible`, with the blanks that nobody would see as escapes.

    These are blanks at either end and beside another one, and blanks of another width, so two ids that
    differ by a blank look different.
    """
    return _UNSEEN_BLANKS.sub(lambda found: _escaped_all(found[0]), visible(text))


def escaped_command(line: str) -> str:
    """Return one line of a report in which a workflow command, if it has one, is escaped.

    GitHub's obeys `::name::` at the start of a line, spaces before it notwithstanding, and
    `##[name]` anywhere in it.
    """
    start = line.lstrip()
    if start.startswith("::"):
        line = f"{line[: len(line) - len(start)]}\\x3a{start[1:]}"
    return line.replace("##[", "#\\x23[")


def shortened(text: str, most: int) -> str:
    """Return *text* in at most *most* characters, an ellipsis for what was cut."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


_COMMAND = re.compile(r":(?=:)|(?<=##)(?=\[)")


def inert(text: str, most: int) -> str:
    """Return *text* as one line of at most *most* characters that no workflow obeys.

    GitHub's runner obeys `::name::` and `##[name]`; where in a line depends on what a program
    prints before it, so both are taken apart wherever they stand.
    """
    return shortened(_COMMAND.sub(_apart, visible(text)), most)


def _apart(found: re.Match[str]) -> str:
    return f"{found[0]} "


def _shown(character: str, *, lines: bool) -> str:
    if character == " " or (lines and character in "\n\t"):
        return character
    if unicodedata.category(character) in _HIDDEN or character in _BLANK:
        return _escaped(character)
    return character


def _escaped_all(blanks: str) -> str:
    return "".join(f"\\x{ord(one):02x}" if one == " " else _escaped(one) for one in blanks)


def _escaped(text: str) -> str:
    return text.encode("unicode_escape").decode("ascii")


_UNSEEN_BLANKS = re.compile(r"^ +|(?<= ) +| +$|\u3000")

_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
"""Unicode categories of control, format, surrogate, private and separator characters."""

_COMBINING = {"Mn", "Me"}
_MARKS = 3
"""How many combining marks one letter may carry; more would reach into the lines around it."""

_BLANK = {
    *map(
        chr, (0xA0, 0x34F, 0x115F, 0x1160, 0x1680, 0x17B4, 0x17B5, 0x202F, 0x205F, 0x2800, 0x3164)
    ),
    *map(chr, (*range(0x180B, 0x1810), *range(0x2000, 0x200B), *range(0xFE00, 0xFE10), 0xFFA0)),
    *map(chr, (0x1D159, *range(0xE0100, 0xE01F0))),
}
"""Characters of other categories that look like a space or like nothing."""
