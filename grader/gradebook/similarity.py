"""Similar files of different students: places for a person to look, never a verdict.

Files are compared by the order of keywords, operators, calls and attributes, which somebody who
retouches a copy seldom changes. Names that students choose, numbers, short texts, comments and
layout are folded; a long text counts by its words. Runs of tokens that the exercise gives do not
count. Of a pair, those that many in the class have do not count either: right answers to a short
exercise are alike. A long passage that several share is listed however many they are, unless the
exercise or a solution explains it: a copy that has spread is no common ground.

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
_SEVERAL = 3
"""Different files that a passage must stand in."""
_PASSAGE = 40
"""Weight of a passage beyond what is explained: a token of code weighs 1, a word of a long text `_WORD`."""
_WORD = 3
_EXPLAINED_WITHIN = 8
"""So many runs in a row that are explained divide a passage."""
_MOST_GROUPS = 200
"""Groups of files that are looked at for passages, those with most runs in common first."""
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
class SharedPassage:
    """Students whose files share a long passage that neither the exercise nor a solution explains.

    :param lines: first and last line of the passage, for each of the students.
    """

    students: tuple[str, ...]
    lines: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseSimilarity:
    """The similar files of one exercise.

    :param compared: number of students whose files are long enough to be compared.
    :param short: number of the others.
    :param passages: those of most students first.
    :param solutions: number of solutions that the passages were held against.
    """

    exercise: int
    compared: int
    short: int
    groups: tuple[SimilarGroup, ...]
    passages: tuple[SharedPassage, ...]
    pairs: tuple[SimilarPair, ...]
    solutions: int = 0


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
    solutions: Sequence[bytes] = (),
    share: float,
) -> ExerciseSimilarity:
    """Compare the files of a class for one exercise.

    :param files: student to a key of *sources*, such as the SHA-256 of the file.
    :param given: texts that everybody has, such as the stub and the hints.
    :param sources: key to the bytes of the file.
    :param solutions: texts that explain a passage, though nobody was given them.
    :param share: share of the shorter file's own fingerprints that a pair must have in common, 0 to 1.
    """
    common = {run for text in given for run in _runs(_tokens(text)[0])}
    read = {key: _file(source, common) for key, source in sources.items()}
    compared = {who: key for who, key in files.items() if len(read[key].own) >= _LEAST}
    by_tokens: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for who, key in sorted(compared.items()):
        by_tokens[read[key].tokens].append(who)
    alike = {who[0]: tuple(who) for who in by_tokens.values()}
    leaders = {first: read[compared[first]] for first in alike}
    explained = common.union(*(_runs(_tokens(text)[0]) for text in solutions))
    passages = [
        sorted(
            (who, _lines(read[compared[who]], *at))
            for first, at in one.items()
            for who in alike[first]
        )
        for one in _passages(leaders, explained)
    ]
    return ExerciseSimilarity(
        exercise=exercise,
        compared=len(compared),
        short=len(files) - len(compared),
        groups=tuple(_groups(by_tokens.values(), compared)),
        passages=tuple(
            SharedPassage(
                students=tuple(who for who, _ in one), lines=tuple(lines for _, lines in one)
            )
            for one in sorted(passages, key=lambda one: (-len(one), one))
        ),
        pairs=tuple(_pairs(leaders, share)),
        solutions=len(solutions),
    )


def _groups(alike: Iterable[Sequence[str]], key: Mapping[str, str]) -> Iterator[SimilarGroup]:
    found = [
        SimilarGroup(students=tuple(who), exact=len({key[one] for one in who}) == 1)
        for who in alike
        if len(who) > 1
    ]
    yield from sorted(found, key=lambda one: (not one.exact, -len(one.students), one.students))


def _passages(
    files: Mapping[str, _Fingerprints], explained: set[int]
) -> list[dict[str, tuple[int, int]]]:
    """Return the long passages that several files share: in each of the files its first and last token.

    Passages that overlap in a file are one, as where each of several students has changed another line.

    :param explained: runs that the exercise or a solution has.
    """
    holders: dict[int, set[str]] = defaultdict(set)
    for who, file in files.items():
        for run in file.own - explained:
            holders[run].add(who)
    shared = {run: frozenset(who) for run, who in holders.items() if len(who) >= _SEVERAL}
    found = []
    for group, _ in Counter(shared.values()).most_common(_MOST_GROUPS):
        first = files[min(group)]
        own = {run for run in first.own & shared.keys() if group <= shared[run]}
        weight, start, end = _heaviest(first, own, explained)
        if weight >= _PASSAGE:
            runs = set(first.runs[start:end])
            found.append((weight, {who: _stretch(first, files[who], runs)[1] for who in group}))
    listed: list[dict[str, tuple[int, int]]] = []
    for _, passage in sorted(found, key=lambda one: (-len(one[1]), -one[0], sorted(one[1]))):
        for other in listed:
            if any(_overlap(passage[who], other[who]) for who in passage.keys() & other.keys()):
                other.update({who: at for who, at in passage.items() if who not in other})
                break
        else:
            listed.append(passage)
    return listed


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def _heaviest(file: _Fingerprints, shared: set[int], explained: set[int]) -> tuple[int, int, int]:
    """Return the heaviest passage of *shared* runs: its weight, and its first run and the end of its runs."""
    weights = _weights(file, explained)
    best, start, weight, counted, gap = (0, 0, 0), 0, 0, 0, _EXPLAINED_WITHIN
    for place, run in enumerate(file.runs):
        if run in shared:
            if gap >= _EXPLAINED_WITHIN:
                start, counted, weight = place, place, 0
            weight += sum(weights[max(counted, place) : place + _RUN])
            counted, gap = place + _RUN, 0
            best = max(best, (weight, start, place + 1), key=lambda one: one[0])
        else:
            gap = gap + 1 if run in explained else _EXPLAINED_WITHIN
    return best


def _weights(file: _Fingerprints, explained: set[int]) -> list[int]:
    """Return the weight of each token: none in a run that is explained, more for a word of a text."""
    weights = [_WORD if token[0] == _QUOTED else 1 for token in file.tokens]
    for place, run in enumerate(file.runs):
        if run in explained:
            weights[place : place + _RUN] = [0] * _RUN
    return weights


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
            own_at, other_at = _stretch(files[first], files[second], rare.keys())
            lines = (_lines(files[first], *own_at), _lines(files[second], *other_at))
            found.append(SimilarPair(first=first, second=second, share=count / least, lines=lines))
    yield from sorted(found, key=lambda one: (-one.share, one.first, one.second))


def _stretch(
    first: _Fingerprints, second: _Fingerprints, counted: Iterable[int]
) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return the first and last token of the longest stretch of runs that stands in both files."""
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
    one, other = ((end - best + 1, end + _RUN - 1) for end in ends)
    return one, other


def _lines(file: _Fingerprints, first: int, last: int) -> tuple[int, int]:
    return file.lines[first], file.lines[last]


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


_QUOTED = '"'
"""What a word of a long text begins with, as a token."""


def _words(text: str) -> list[str]:
    words = re.findall(r"\w+", text.casefold())
    return [f"{_QUOTED}{word}" for word in words] if len(words) >= _TEXT_WORDS else ["s"]
