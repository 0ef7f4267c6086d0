"""Names hidden in texts: a part of a name, its letters in another order or a code, several pieces.

A file that reaches into its interpreter need not write the names that lead there; texts of it spell them.
The names, and words whose parts are no sign of one, are in `places_to_look.toml`.
"""

from __future__ import annotations

import base64
import binascii
import codecs
import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence, Set
from pathlib import Path

TABLES: dict[str, frozenset[str]] = {
    name: frozenset(word for words in table.values() for word in words.split())
    for name, table in tomllib.loads(
        Path(__file__).with_name("places_to_look.toml").read_text("utf-8")
    ).items()
}
"""Name of a table to its words."""
PUT_TOGETHER = TABLES["put_together"]
"""Names that are recognized."""
PLACEHOLDER = re.compile(r"%(?:\(\w*\))?[srad]|\{[\w!:]*\}")
"""A place in a template, for `%` or `format`."""
_GRAM = 5
"""Letters of a part by which a name is recognized."""


def _grams(name: str) -> set[str]:
    return {name[at : at + _GRAM] for at in range(len(name) - _GRAM + 1)}


def _known_grams() -> dict[str, str]:
    """Return each part of a name, as it is, backwards or in ROT13, to the name."""
    ordinary = set[str]().union(*map(_grams, TABLES["ordinary"]))
    return {
        gram: name
        for name in sorted(PUT_TOGETHER)
        for variant in (name, name[::-1], codecs.encode(name, "rot13"))
        for gram in _grams(variant) - ordinary
    }


_GRAMS = _known_grams()
_INTERLEAVED = sorted(name for name in PUT_TOGETHER if "_" in name)
_SHORTEST = min(map(len, _INTERLEAVED))
PARTS = frozenset(
    name[first:last]
    for name in PUT_TOGETHER
    for first in range(len(name))
    for last in range(first + 1, len(name) + 1)
)
"""All parts of these names, of any length."""


def joined(run: Iterable[str]) -> str:
    """Return texts one after the other, without the placeholders of templates."""
    return PLACEHOLDER.sub("", "".join(run))


def spelt(folded: str) -> str:
    """Return the name that a text has a part of, or hides among other letters; empty for none."""
    if " " not in folded.strip():
        for at in range(len(folded) - _GRAM + 1):
            if name := _GRAMS.get(folded[at : at + _GRAM], ""):
                return name
    if "_" in folded and len(folded) >= _SHORTEST:
        letters = set(folded)
        for name in _INTERLEAVED:
            possible = letters.issuperset(name) and len(folded) <= 4 * len(name)
            if possible and (_is_within(name, folded) or _is_within(name, folded[::-1])):
                return name
    return ""


def _is_within(name: str, text: str) -> bool:
    """Whether the letters of *name* stand in *text* in their order."""
    rest = iter(text)
    return all(letter in rest for letter in name)


def decoded(value: str) -> Iterator[str]:
    """Yield the text behind hexadecimal or Base64 digits, in lower case."""
    if len(value) < 4 or not value.isascii():
        return
    for decode in (bytes.fromhex, base64.b64decode):
        try:
            yield decode(value).decode("ascii").casefold()
        except (ValueError, binascii.Error):
            continue


def tiles(name: str, known: Set[str]) -> Sequence[str]:
    """Return two or more parts of two letters or more that spell *name*, as few as do; none if none do."""
    best: dict[int, tuple[str, ...]] = {0: ()}
    for at in range(len(name)):
        for end in range(at + 2, len(name) + 1) if at in best else ():
            part = name[at:end]
            if part in known and part != name:
                tiled = (*best[at], part)
                best[end] = min(best.get(end, tiled), tiled, key=len)
    return best.get(len(name), ())
