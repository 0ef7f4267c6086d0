"""The tokens of a Python file, found without parsing or compiling it.

The text may be hostile, and the process that reads it is a trusted one: the parser of Python runs in
guests alone, where constants may be folded for hours and nested brackets may end the interpreter.
These tokens come from regular expressions whose time is linear in the text, and are the same under
every version of Python. They are right for text that Python accepts (language reference, 2, and
PEP 701 on f-strings); of other text they may be wrong, or a `TokenError`.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from enum import Enum, auto
from typing import NamedTuple


class Kind(Enum):
    """Kind of a token.

    NAME: an identifier or keyword, in the normal form that Python gives it. TEXT: the value of a string
    or bytes literal, or a literal part of an f-string. SIGN: an operator or bracket, one character.
    FIELD: the start or the end of a replacement field. SPEC: a literal part of a format specification.
    LINE: the end of a logical line.
    """

    NAME = auto()
    NUMBER = auto()
    TEXT = auto()
    SIGN = auto()
    FIELD = auto()
    SPEC = auto()
    LINE = auto()


class Token(NamedTuple):
    """One token.

    :param line: where it begins, 1-based.
    :param disguised: True if letters of ASCII are written as escapes, or as characters that Python
        takes for them.
    """

    kind: Kind
    text: str
    line: int
    disguised: bool = False


class TokenError(Exception):
    """Text that has no tokens: a literal without an end, a field without one.

    :param line: where reading stopped, 1-based.
    :param why: part of a sentence.
    """

    def __init__(self, line: int, why: str) -> None:
        super().__init__(f"line {line}: {why}")
        self.line = line
        self.why = why


_DEEPEST = 100
"""Fields of f-strings within one another; Python's own limit is 150."""

_CODE = re.compile(
    r"""(?:[ \t\f]|\#[^\n]*)*+(?:
      (?P<prefix>[rRbBuUfFtT]{0,2})(?P<quote>'''|\"""|'|")
    | (?P<name>(?:[^\W\d]|[^\x00-\x7f])(?:\w|[^\x00-\x7f])*+)
    | (?P<number>0[xXoObB][0-9a-fA-F_]++
        | (?:[0-9][0-9_]*+(?:\.[0-9_]*+)?|\.[0-9][0-9_]*+)(?:[eE][+-]?[0-9][0-9_]*+)?[jJ]?)
    | (?P<end>\\?\n)
    | (?P<sign>.)
    | \Z)""",
    re.VERBOSE,
)
"""A token, and the blanks and comments before it."""

_BODY = {
    "'": re.compile(r"(?:[^'\\\n]|\\[\s\S])*+"),
    '"': re.compile(r'(?:[^"\\\n]|\\[\s\S])*+'),
    "'''": re.compile(r"(?:[^'\\]|\\[\s\S]|'(?!''))*+"),
    '"""': re.compile(r'(?:[^"\\]|\\[\s\S]|"(?!""))*+'),
}
"""Quote to the inside of a literal."""

_PART = {
    "'": r"[^{}\\'\n]",
    '"': r'[^{}\\"\n]',
    "'''": r"[^{}\\']|'(?!'')",
    '"""': r'[^{}\\"]|"(?!"")',
}
_FORMATTED = {
    (quote, raw): re.compile(rf"(?:{plain}|\{{\{{|\}}\}}|{escape}|\\(?=[{{}}]))*+")
    for quote, plain in _PART.items()
    for raw, escape in ((False, r"\\N\{[^{}]*+\}|\\[^{}]"), (True, r"\\[^{}]"))
}
"""Quote, and whether the f-string is raw, to a literal part of it."""

_SPEC = {quote: re.compile(rf"[^{{}}{quote[0]}\n]*+") for quote in _BODY}
"""Quote to a literal part of a format specification."""

_ESCAPE = re.compile(
    r"""\\(?:(\n)|([\\'"abfnrtv])|([0-7]{1,3})|x([0-9a-fA-F]{2})"""
    r"|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|N\{([^}]*)\})"
)
_LETTERS = dict(zip("\\'\"abfnrtv", "\\'\"\a\b\f\n\r\t\v", strict=True))


_STEP = {**dict.fromkeys("([{", 1), **dict.fromkeys(")]}", -1)}
"""Bracket to the change of depth behind it."""


class _Field:
    """A replacement field that is being read.

    :param quote: of the f-string that it is in.
    :param in_spec: whether it is part of another field's format specification.
    :param depth: open brackets within it.
    """

    __slots__ = ("depth", "in_spec", "quote", "raw")

    def __init__(self, quote: str, *, raw: bool, in_spec: bool) -> None:
        self.quote = quote
        self.raw = raw
        self.in_spec = in_spec
        self.depth = 0


def tokens(source: str, first_line: int = 1) -> Iterator[Token]:
    """Yield the tokens of *source*; comments and blanks are none.

    :param source: with any of Python's line ends.
    :param first_line: number of its first line.
    :raises TokenError: where a literal or a field has no end, or fields are nested too deep.
    """
    return _Reader(source.replace("\r\n", "\n").replace("\r", "\n"), first_line).read()


class _Reader:
    """Reads one text from its beginning to its end."""

    def __init__(self, source: str, first_line: int) -> None:
        self._source = source
        self._at = 0
        self._line = first_line
        self._fields: list[_Field] = []
        self._depth = 0

    def read(self) -> Iterator[Token]:
        source, match = self._source, _CODE.match
        name, end, sign, number = map(
            _CODE.groupindex.__getitem__, ("name", "end", "sign", "number")
        )
        while self._at < len(source):
            found = match(source, self._at)
            assert found is not None, "there is an alternative for any character"
            self._at = found.end()
            kind = found.lastindex
            if kind is None:  # blanks or a comment at the end
                return
            text = found[kind]
            if kind == name:
                yield Token(Kind.NAME, text, self._line) if text.isascii() else self._name(text)
            elif kind == sign:
                if text in _STEP or (self._fields and text == ":"):
                    yield from self._bracket(text)
                else:
                    yield Token(Kind.SIGN, text, self._line)
            elif kind == end:
                if not self._fields and self._depth == 0 and text == "\n":
                    yield Token(Kind.LINE, text, self._line)
                self._line += 1
            elif kind == number:
                yield Token(Kind.NUMBER, text, self._line)
            else:
                yield from self._literal(found["prefix"].lower(), text)
        if self._fields:
            raise self._error("an f-string has no end")

    def _error(self, why: str) -> TokenError:
        return TokenError(self._line, why)

    def _name(self, written: str) -> Token:
        normal = unicodedata.normalize("NFKC", written)
        return Token(Kind.NAME, normal, self._line, normal.isascii())

    def _bracket(self, sign: str) -> Iterable[Token]:
        """Return the tokens of a bracket, or of a colon in a field, and what is read behind it."""
        step = _STEP.get(sign, 0)
        if not self._fields:
            self._depth = max(self._depth + step, 0)
        else:
            field = self._fields[-1]
            if field.depth == 0 and sign == ":":
                return [Token(Kind.FIELD, sign, self._line), *self._specification(field)]
            if field.depth == 0 and sign == "}":
                return [Token(Kind.FIELD, sign, self._line), *self._after_field()]
            field.depth = max(field.depth + step, 0)
        return (Token(Kind.SIGN, sign, self._line),)

    def _literal(self, prefix: str, quote: str) -> Iterator[Token]:
        raw = "r" in prefix
        if "f" in prefix or "t" in prefix:
            yield from self._part(quote, raw)
            return
        line = self._line
        found = _BODY[quote].match(self._source, self._at)
        assert found is not None, "the inside of a literal may be empty"
        self._pass(found)
        self._close(quote, "a string has no end")
        value, disguised = (found[0], False) if raw else unescaped(found[0], of_bytes="b" in prefix)
        yield Token(Kind.TEXT, value, line, disguised)

    def _pass(self, found: re.Match[str]) -> None:
        self._at = found.end()
        self._line += found[0].count("\n")

    def _close(self, quote: str, why: str) -> None:
        if not self._source.startswith(quote, self._at):
            raise self._error(why)
        self._at += len(quote)

    def _part(self, quote: str, raw: bool) -> Iterator[Token]:
        """Yield the literal part of an f-string that begins here, and the start of a field behind it."""
        line = self._line
        found = _FORMATTED[quote, raw].match(self._source, self._at)
        assert found is not None, "a part of an f-string may be empty"
        self._pass(found)
        body = found[0].replace("{{", "{").replace("}}", "}")
        value, disguised = (body, False) if raw else unescaped(body, of_bytes=False)
        yield Token(Kind.TEXT, value, line, disguised)
        if self._source.startswith("{", self._at):
            yield self._open(_Field(quote, raw=raw, in_spec=False))
        else:
            self._close(quote, "an f-string has no end")

    def _specification(self, field: _Field) -> Iterator[Token]:
        """Yield a format specification up to a field in it, or to the end of its own field."""
        line = self._line
        found = _SPEC[field.quote].match(self._source, self._at)
        assert found is not None, "a specification may be empty"
        self._pass(found)
        yield Token(Kind.SPEC, found[0], line)
        if self._source.startswith("{", self._at):
            yield self._open(_Field(field.quote, raw=field.raw, in_spec=True))
        else:
            self._close("}", "a field of an f-string has no end")
            yield Token(Kind.FIELD, "}", line)
            yield from self._after_field()

    def _open(self, field: _Field) -> Token:
        if len(self._fields) >= _DEEPEST:
            raise self._error("fields of f-strings are nested too deep")
        self._fields.append(field)
        self._at += 1
        return Token(Kind.FIELD, "{", self._line)

    def _after_field(self) -> Iterator[Token]:
        field = self._fields.pop()
        if field.in_spec:
            return self._specification(self._fields[-1])
        return self._part(field.quote, field.raw)


def unescaped(body: str, *, of_bytes: bool) -> tuple[str, bool]:
    """Return the value of the inside of a literal, and whether an escape in it hides a letter of ASCII.

    An escape that is no character, at which Python refuses the file, is left out.
    """
    if "\\" not in body:
        return body, False
    disguised = False

    def character(found: re.Match[str]) -> str:
        nonlocal disguised
        line_end, letter, octal, byte, short, long, name = found.groups()
        if line_end:
            return ""
        if letter:
            return _LETTERS[letter]
        if of_bytes and (short or long or name is not None):
            return found[0]
        if name is not None:
            try:
                value = unicodedata.lookup(name)
            except KeyError:
                return ""
        else:
            code = int(octal, 8) if octal else int(byte or short or long, 16)
            value = chr(code) if code <= sys.maxunicode else ""
        disguised = disguised or (value.isascii() and (value.isalnum() or value == "_"))
        return value

    return _ESCAPE.sub(character, body), disguised
