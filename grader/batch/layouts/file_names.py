"""File names parsed: the exercise, how certain it is, and the student where the name has one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import IntEnum

_PYTHON = (".py", ".py.txt")
_TEXT = ".txt"
ARCHIVES = (".zip", ".tar.gz", ".tgz", ".tar")
CLOSED_ARCHIVES = (".rar", ".7z", ".xz", ".bz2", ".gz")
"""Suffixes of archives that are recognised and not opened."""

_IGNORED = frozenset(
    {"__macosx", "__pycache__", "node_modules", "site-packages", "venv", "thumbs.db", "desktop.ini"}
)
_COPY_BEFORE = re.compile(r"^(?:copy|kopie|copie|copia)[ _-]+(?:of|von|de|di)[ _-]+", re.IGNORECASE)
_COPY_AFTER = re.compile(
    r"[ _-]+\(?(?:copy|kopie|copie|copia|old|backup|bak|orig)\)?(?:[ _-]*\d{1,3})?$", re.IGNORECASE
)
_NUMBERED = re.compile(r"(?:[ _]*\((\d{1,4})\)|[ _-]+(\d{1,4}))$")
_BRACKETED = re.compile(r"[ _]*\((\d{1,4})\)$")
_SHORT = re.compile(r"(?:^|(?<=[^a-z0-9]))(?:exercise|ex)[ _-]?0?(\d{1,3})(?=$|[^a-z0-9])")
_SEPARATORS = " _-.,()"
_OLD_FOLDERS = frozenset({"old", "backup", "backups", "bak", "archive", "copies", "solutions"})


class Certainty(IntEnum):
    """Certainty, from a file's name alone, that it is for an exercise; greater is surer."""

    NONE = 0
    FOREIGN = 1
    FOLDER = 2
    LOOSE_COPY = 3
    LOOSE = 4
    COPY = 5
    EXACT = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedName:
    """A parsed file name.

    :param number: of the exercise; 0 for none.
    :param again: number that an upload or a browser appended to the name; 0 for none.
    :param rest: the other words of the name; a student in some layouts.
    """

    number: int = 0
    certainty: Certainty = Certainty.NONE
    again: int = 0
    rest: str = ""


def printable(name: str) -> str:
    """Return *name* in NFC, with characters that cannot be shown or stored written as escapes."""
    composed = unicodedata.normalize("NFC", name)
    return "".join(
        one if one.isprintable() else one.encode("unicode_escape", "backslashreplace").decode()
        for one in composed
    )


def folded(name: str) -> str:
    """Return the letters and digits of *name*, case-folded, for comparing names."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    return "".join(one for one in plain if one.isalnum())


def ignored(name: str) -> bool:
    """Whether a file or folder of this name is never handed in on purpose."""
    lower = name.casefold()
    return name.startswith(".") or lower in _IGNORED or lower.endswith((".pyc", "~"))


def is_beside(name: str) -> bool:
    """Whether a Python file accompanies an answer: a test, or the `__init__` of a package."""
    return name.casefold().startswith(("test_", "conftest.", "__init__."))


def is_archive(name: str) -> bool:
    """Whether *name* is that of an archive that can be opened."""
    return name.casefold().endswith(ARCHIVES)


def may_be_archive(name: str) -> bool:
    """Whether *name* is that of an archive of any kind."""
    return name.casefold().endswith((*ARCHIVES, *CLOSED_ARCHIVES))


def is_python(name: str) -> bool:
    """Whether *name* is that of a Python file, also with the `.txt` that a mail program appends."""
    return name.casefold().endswith(_PYTHON)


def stem_of(name: str) -> str:
    """Return *name* without its suffixes."""
    lower = name.casefold()
    for suffix in (".py.txt", *ARCHIVES):
        if lower.endswith(suffix):
            return name[: -len(suffix)]
    head, dot, tail = name.rpartition(".")
    return head if dot and head and len(tail) <= 5 and tail.isalnum() else name


def in_old_folder(inner: Iterable[str]) -> bool:
    """Whether a path leads through a folder of old versions, such as `backup`."""
    return any(part.casefold() in _OLD_FOLDERS for part in inner)


def read(name: str, slugs: Mapping[int, str]) -> ParsedName:
    """Parse a file name.

    Recognised are the exercise's own name, the names that Canvas, Moodle and browsers give to a
    second upload (`…-1.py`, `… (1).py`), copies (`copy of …`, `… - Copy`), a name with more before
    or after it, and a bare `exercise_1` or `ex1`. A test file is for no exercise.

    :param slugs: exercise number to slug.
    """
    if is_beside(name):
        return ParsedName()
    bare, copied, again = stem_of(name), False, 0
    for _ in range(4):
        for number, slug in slugs.items():
            if folded(bare) == folded(slug):
                certainty = Certainty.COPY if copied else Certainty.EXACT
                return _of_kind(name, ParsedName(number=number, certainty=certainty, again=again))
        shorter = _COPY_AFTER.sub("", _COPY_BEFORE.sub("", bare))
        if shorter and shorter != bare:
            bare, copied = shorter, True
        elif match := _NUMBERED.search(bare):
            bare, again = bare[: match.start()], again or int(match[1] or match[2])
        else:
            break
    return _of_kind(name, _loose(name, slugs))


def _loose(name: str, slugs: Mapping[int, str]) -> ParsedName:
    """Parse a name that contains the exercise's."""
    whole, again = stem_of(name), 0
    stem = _COPY_AFTER.sub("", _COPY_BEFORE.sub("", whole)) or whole
    certainty = Certainty.LOOSE if stem == whole else Certainty.LOOSE_COPY
    if match := _BRACKETED.search(stem):
        stem, again = stem[: match.start()], int(match[1])
    lower = stem.lower()
    if len(lower) != len(stem):  # a letter that is longer in lower case: places would not agree
        lower = stem
    found = []
    for number, slug in slugs.items():
        pattern = "[ _-]?".join(re.escape(word) for word in slug.split("_"))
        if match := re.search(rf"(?:^|(?<=[^a-z0-9])){pattern}(?=$|[^a-z0-9])", lower):
            found.append((number, match))
    if not found and (name.casefold().endswith(".py.txt") or not name.casefold().endswith(".txt")):
        found = [
            (number, match)
            for match in _SHORT.finditer(lower)
            if (number := int(match[1])) in slugs
        ]
    if len({number for number, _ in found}) != 1:
        return ParsedName()
    number, match = found[0]
    before = stem[: match.start()].strip(_SEPARATORS)
    behind = stem[match.end() :].strip(_SEPARATORS)
    if before and behind.isdigit() and len(behind) <= 2:
        behind, again = "", int(behind)
    rest = f"{before} {behind}".strip() if before and behind else before or behind
    return ParsedName(number=number, certainty=certainty, again=again, rest=rest)


def _of_kind(name: str, reading: ParsedName) -> ParsedName:
    """Return *reading*, with FOREIGN where the suffix is not of Python text."""
    if reading.certainty is Certainty.NONE or is_python(name) or name.casefold().endswith(_TEXT):
        return reading
    return replace(reading, certainty=Certainty.FOREIGN)
