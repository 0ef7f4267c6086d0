"""Similar files of different students: places for a person to look, never a verdict.

Files are compared by the order of keywords, operators, calls and attributes, which somebody who
retouches a copy seldom changes. Names that students choose, numbers, short texts, comments and
layout are folded; a long text counts by its words. Runs of tokens that the exercise gives, and
those that many in the class have, do not count: right answers to a short exercise are alike.

Each run of `_RUN` tokens is a fingerprint (S. Schleimer, D. Wilkerson, A. Aiken, "Winnowing: local
algorithms for document fingerprinting", 2003). All of them are kept, not a sample: files are
short, so a class of 300 is compared in seconds, and shares are exact.
"""

from __future__ import annotations

import builtins
import keyword
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, groupby, islice

from pygments.lexers.python import PythonLexer
from pygments.token import Comment, String, Whitespace, _TokenType

_RUN = 10
_LEAST = 30
"""Fingerprints beyond the given ones that a file needs to be compared; short answers are all alike."""
_MOST = 20_000
"""Tokens of a file that are compared."""
_MOST_LEXED = 3 * _MOST
"""Lexemes of a file that are read, blanks and comments included."""
_COMMON = 0.1
_COMMON_LEAST = 4
"""A run is common if this share of all different files has it, and at least so many."""
_TEXT_WORDS = 6
"""Words that a text needs to count by its words."""

_OPENING, _CLOSING = frozenset("([{"), frozenset(")]}")
_KEPT = frozenset(keyword.kwlist) | frozenset(dir(builtins))


@dataclass(frozen=True, slots=True, kw_only=True)
class SimilarGroup:
    """Students whose files differ in names, numbers, short texts, comments and layout at most.

    :param exact: True if they are the same byte for byte.
    """

    students: tuple[str, ...]
    exact: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SimilarPair:
    """Two students whose files share much; each stands for its group, if it is in one.

    :param share: share of the shorter file's own fingerprints that are in the other, 0 to 1.
    :param lines: first and last line of the longest shared stretch, in each file.
    """

    first: str
    second: str
    share: float
    lines: tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseSimilarity:
    """The similar files of one exercise.

    :param compared: number of students whose files are long enough to be compared.
    :param short: number of the others.
    """

    exercise: int
    compared: int
    short: int
    groups: tuple[SimilarGroup, ...]
    pairs: tuple[SimilarPair, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fingerprints:
    """A file as it is compared.

    :param runs: the fingerprint that begins at each token.
    :param lines: the line of each token, from 1.
    :param own: fingerprints that the exercise does not give.
    """

    tokens: tuple[str, ...]
    runs: tuple[int, ...]
    lines: tuple[int, ...]
    own: frozenset[int]


def exercise_similarity(
    exercise: int,
    files: Mapping[str, str],
    sources: Mapping[str, bytes],
    *,
    given: Sequence[bytes],
    share: float,
) -> ExerciseSimilarity:
    """Compare the files of a class for one exercise.

    :param files: student to a key of *sources*, such as the SHA-256 of the file.
    :param given: texts that everybody has, such as the stub and the hints.
    :param sources: key to the bytes of the file.
    :param share: share of the shorter file's own fingerprints that a pair must have in common, 0 to 1.
    """
    common = {run for text in given for run in _runs(_tokens(text)[0])}
    read = {key: _file(source, common) for key, source in sources.items()}
    compared = {who: key for who, key in files.items() if len(read[key].own) >= _LEAST}
    by_tokens: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for who, key in sorted(compared.items()):
        by_tokens[read[key].tokens].append(who)
    leaders = {who[0]: read[compared[who[0]]] for who in by_tokens.values()}
    return ExerciseSimilarity(
        exercise=exercise,
        compared=len(compared),
        short=len(files) - len(compared),
        groups=tuple(_groups(by_tokens.values(), compared)),
        pairs=tuple(_pairs(leaders, share)),
    )


def _groups(alike: Iterable[Sequence[str]], key: Mapping[str, str]) -> Iterator[SimilarGroup]:
    found = [
        SimilarGroup(students=tuple(who), exact=len({key[one] for one in who}) == 1)
        for who in alike
        if len(who) > 1
    ]
    yield from sorted(found, key=lambda one: (not one.exact, -len(one.students), one.students))


def _pairs(files: Mapping[str, _Fingerprints], share: float) -> Iterator[SimilarPair]:
    """Yield the pairs that share enough uncommon runs, the most similar first."""
    holders: dict[int, list[str]] = defaultdict(list)
    for who, file in files.items():
        for run in file.own:
            holders[run].append(who)
    bound = max(_COMMON_LEAST, int(len(files) * _COMMON))
    rare = {run: who for run, who in holders.items() if len(who) <= bound}
    own = {who: len(file.own & rare.keys()) for who, file in files.items()}
    shared = Counter(pair for who in rare.values() for pair in combinations(who, 2))
    found = []
    for (first, second), count in shared.items():
        least = min(own[first], own[second])
        if least >= _LEAST and count / least >= share:
            lines = _stretch(files[first], files[second], rare.keys())
            found.append(SimilarPair(first=first, second=second, share=count / least, lines=lines))
    yield from sorted(found, key=lambda one: (-one.share, one.first, one.second))


def _stretch(
    first: _Fingerprints, second: _Fingerprints, counted: Iterable[int]
) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return the lines of the longest stretch of runs that stands in both files."""
    counted = set(counted)
    where: dict[int, list[int]] = defaultdict(list)
    for place, run in enumerate(second.runs):
        if run in counted:
            where[run].append(place)
    best, ends, before = 0, (0, 0), dict[int, int]()
    for place, run in enumerate(first.runs):
        now = {at: before.get(at - 1, 0) + 1 for at in where.get(run, ())[:50]}
        for at, length in now.items():
            if length > best:
                best, ends = length, (place, at)
        before = now
    return _lines(first, ends[0], best), _lines(second, ends[1], best)


def _lines(file: _Fingerprints, end: int, length: int) -> tuple[int, int]:
    return file.lines[end - length + 1], file.lines[end + _RUN - 1]


def _file(source: bytes, common: set[int]) -> _Fingerprints:
    tokens, lines = _tokens(source)
    runs = tuple(_runs(tokens))
    return _Fingerprints(
        tokens=tuple(tokens), runs=runs, lines=tuple(lines), own=frozenset(runs) - common
    )


def _runs(tokens: Sequence[str]) -> Iterator[int]:
    for start in range(len(tokens) - _RUN + 1):
        yield hash(tuple(tokens[start : start + _RUN]))


def _tokens(source: bytes) -> tuple[list[str], list[int]]:
    """Return the folded tokens of a file and the line of each, whatever the bytes hold."""
    text = source.decode("utf-8", "replace").replace("\r\n", "\n")
    # Blank lines with blanks in them take the lexer quadratic time.
    lexemes = _lexemes("\n".join(line.rstrip() for line in text.split("\n")))
    tokens: list[str] = []
    lines: list[int] = []
    line, depth, starts_line = 1, 0, True
    for place, (kind, lexeme) in enumerate(lexemes):
        if _is(kind, String):
            # A docstring says what the code does, and is no code; in brackets there is none.
            docstring = starts_line and not depth and _line_ends(lexemes, place + 1)
            new = [] if docstring else _words(lexeme)
            if new == ["s"] == tokens[-1:]:  # pieces of one text
                new = []
            starts_line = docstring
        elif _is(kind, Whitespace) or _is(kind, Comment) or not lexeme.strip():
            new = []
            starts_line = starts_line or "\n" in lexeme or _is(kind, Comment)
        else:
            new = _folded(lexeme, tokens)
            starts_line = False
        if lexeme in _CLOSING and tokens[-1:] == [","]:  # layout, as formatters have it
            del tokens[-1], lines[-1]
        depth = max(depth + (lexeme in _OPENING) - (lexeme in _CLOSING), 0)
        tokens += new
        lines += [line] * len(new)
        line += lexeme.count("\n")
        if len(tokens) >= _MOST:
            break
    return tokens[:_MOST], lines[:_MOST]


def _lexemes(text: str) -> list[tuple[_TokenType, str]]:
    """Return the kind and text of each lexeme; the parts of one string literal are put together."""
    lexed = islice(PythonLexer().get_tokens_unprocessed(text), _MOST_LEXED)
    found: list[tuple[_TokenType, str]] = []
    for string, parts in groupby(lexed, lambda part: _is(part[1], String)):
        if string:
            found.append((String, "".join(t for _, kind, t in parts if kind is not String.Affix)))
        else:
            found += [(kind, lexeme) for _, kind, lexeme in parts]
    return found


def _is(kind: _TokenType, other: _TokenType) -> bool:
    """Whether a lexeme's kind is *other* or one below it."""
    return kind[: len(other)] == other


def _line_ends(lexemes: Sequence[tuple[_TokenType, str]], place: int) -> bool:
    """Whether nothing but blanks and a comment follows on the line."""
    for kind, lexeme in lexemes[place : place + 3]:
        if "\n" in lexeme or _is(kind, Comment):
            return True
        if lexeme.strip(" \t\f;"):
            return False
    return True


def _folded(lexeme: str, before: Sequence[str]) -> list[str]:
    """Return the tokens of a lexeme that is no text: names that somebody chose become `n`."""
    found: list[str] = []
    for part in _PART.findall(lexeme):
        attribute = [*before[-1:], *found][-1:] == ["."]
        if part[0].isdecimal():
            found.append("0")
        elif part.isidentifier() and not attribute and part not in _KEPT:
            found.append("n")
        else:
            found.append(part)
    return found


_PART = re.compile(r"\w+|\.|[^\w\s.]+")


def _words(text: str) -> list[str]:
    words = re.findall(r"\w+", text.casefold())
    return words if len(words) >= _TEXT_WORDS else ["s"]
