"""Places to look in a submission: what no answer to an exercise needs, found in its text.

A file that wants to lie to the checks has to reach the inside of its interpreter: classes by
`__subclasses__`, frames, the garbage collector, memory, tracers, hooks, file descriptors, signals,
threads. It may spell such a name, or put it together from pieces so that nobody finds it by
reading. Both are places for a person to look, and never a verdict: a right answer may search with
`gc`, and somebody who studies these lists can write around them.

The text is hostile, and is neither run nor parsed: see `grader.batch.source_tokens`.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterable, Sequence, Set

from grader.batch.hidden_names import (
    PARTS,
    PLACEHOLDER,
    PUT_TOGETHER,
    TABLES,
    decoded,
    joined,
    spelt,
    tiles,
)
from grader.batch.source_tokens import Kind, Token, TokenError, tokens
from grader.model import PlaceToLook, SourceScan
from grader.submissions import declared_encoding

_LONGEST = 100_000
"""Characters of a file that are scanned; an answer has some thousands."""
_MOST = 50
"""Places that are named."""
_WIDEST = 80
"""Characters of what stands at a place."""
_DEEPEST = 3
"""Texts that hold code within one another."""

_ANYWHERE = TABLES["anywhere"]
_DECODERS = TABLES["decoders"]
_MODULES = TABLES["modules"]
_PLAIN_MODULES = TABLES["plain_modules"]
_ATTRIBUTES = TABLES["attributes"]
_OF_OS = TABLES["of_os"]
_CHANGES = TABLES["changes"]
_CLASSES = TABLES["classes"]
_SYSTEM = frozenset({"sys", "os", "builtins"})
_INSPECTED = _CLASSES | _SYSTEM
_IMPORTERS = frozenset({"__import__", "import_module", "resolve_name", "find_spec"})
_BY_NAME = frozenset({"getattr", "attrgetter", "methodcaller", "__getattribute__"}) | _IMPORTERS
"""Functions that take a name as text."""

_COOKIE = re.compile(r"#[^\n]*coding[:=](?![ \t]*utf-?8)")
_PATHS = ("/proc/", "procself", "/dev/fd", "/dev/std")
_TEMPLATE = re.compile(rf"(?:{PLACEHOLDER.pattern}){{2,}}+")
_WORD = re.compile(r"\w+")
_CODE_LIKE = re.compile(r"""\bimport\b|['"[]|[.]_|\b(?:os|posix)\b|\b(?:open|dir|vars|bytes) *\(""")
_ALPHABET = re.compile(r"[a-zA-Z_]{20,}")
_MARKED = frozenset().union(
    _ANYWHERE, _DECODERS, _ATTRIBUTES, _PLAIN_MODULES, _OF_OS, _CLASSES, _BY_NAME,
    {"import", "__file__", "bytearray", "open", "dir", "vars", "join"},
)  # fmt: skip
"""Names at which anything can be marked, besides private ones."""
_FOLDED = {name.casefold(): name for name in _ANYWHERE}
_ORDINARY_TEXTS = frozenset({"__builtins__"})
"""Words that stand in ordinary texts, and are marked as a key or a name of an attribute alone."""


def scan(source: bytes) -> SourceScan:
    """Return the places to look in a file, and whether all of it could be scanned.

    :param source: the graded bytes.
    """
    found = _Places()
    name = declared_encoding(source)
    try:
        if codecs.lookup(name).name not in TABLES["encodings"]:
            raise LookupError(name)
        text = source.decode(name, "replace")
    except LookupError:
        return SourceScan(unscanned=f"its encoding, {name[:40]}, hides the letters that it has")
    unscanned = ""
    if len(text) > _LONGEST:
        unscanned = f"what follows its first {_LONGEST} characters"
        text = text[:_LONGEST]
    try:
        _File(found).read(text)
    except TokenError as error:
        unscanned = unscanned or f"what follows line {error.line}, where {error.why}"
    found.add_spelt()
    return SourceScan(places=found.listed(), unscanned=unscanned)


class _Places:
    """Collects the places of one file.

    :ivar parts: short texts of the file that are part of a name, to the first line of each.
    """

    def __init__(self) -> None:
        self._found: dict[tuple[int, str], None] = {}
        self.parts: dict[str, int] = {}

    def add(self, line: int, what: str) -> None:
        self._found[line, what[:_WIDEST]] = None

    def add_spelt(self) -> None:
        """Mark names that the short texts of the whole file spell, wherever each of them stands."""
        known = {part for part in self.parts if len(part) > 1}
        if len(known) > 1:
            for name in sorted(PUT_TOGETHER):
                for part in tiles(name, known):
                    self.add(self.parts[part], f"{name} put together")

    def listed(self) -> tuple[PlaceToLook, ...]:
        """Return the places by line; of very many the first."""
        return tuple(
            PlaceToLook(line=line, what=what) for line, what in sorted(self._found)[:_MOST]
        )


class _File:
    """Reads a file, or a text in it that holds code, statement by statement.

    :param deep: number of texts around this one.
    """

    def __init__(self, found: _Places, deep: int = 0) -> None:
        self._found = found
        self._deep = deep
        self._systems = {"os", "posix", "nt"}
        self._modules: set[str] = set()
        self._values: dict[str, str] = {}
        self._descriptors: set[str] = set()
        self._classes = set(_INSPECTED)

    def read(self, text: str, first_line: int = 1) -> None:
        """Find the places in *text*.

        :raises TokenError: where it cannot be read; what stands before it has been found.
        """
        statement: list[Token] = []
        try:
            for token in tokens(text, first_line):
                if token.kind is Kind.LINE or (token.kind is Kind.SIGN and token.text == ";"):
                    self._statement(statement)
                    statement = []
                else:
                    statement.append(token)
        finally:
            self._statement(statement)

    def _statement(self, statement: Sequence[Token]) -> None:
        imports = False
        texts = numbers = picks = 0
        for at, token in enumerate(statement):
            match token.kind:
                case Kind.NAME:
                    name = token.text
                    if (
                        name in _MARKED
                        or name[0] == "_"
                        or token.disguised
                        or name in self._classes
                    ):
                        imports = imports or name == "import"
                        self._name(statement, at, token)
                    elif name in PARTS:
                        self._found.parts.setdefault(name, token.line)
                case Kind.TEXT:
                    texts += 1
                    self._text(statement, at, token)
                case Kind.NUMBER:
                    numbers += 1
                case Kind.SPEC if token.text == "c":
                    self._found.add(token.line, "letters from numbers")
                case Kind.SIGN if token.text == "[":
                    self._subscript(statement, at, token)
                case Kind.SIGN if token.text == "]" and _sign(statement, at + 1) == "+":
                    picks += _sign(statement, at - 1) == ":" or _is_kind(
                        statement, at - 1, Kind.NUMBER
                    )
        if len(statement) > 2:
            self._bound(statement)
        if picks > 1:
            self._found.add(statement[0].line, "letters picked one by one")
        if imports:
            self._import(statement)
        if texts or self._values:
            self._runs(statement)
        if numbers > 1:
            self._numbers(statement)

    # Names.

    def _name(self, statement: Sequence[Token], at: int, token: Token) -> None:
        name, line = token.text, token.line
        before, after = _sign(statement, at - 1), _sign(statement, at + 1)
        if token.disguised:
            self._found.add(line, f"{name} in look-alike letters")
        if name in _ANYWHERE or name in _DECODERS or (name == "__file__" and before != "."):
            self._found.add(line, name)
        elif before == ".":
            self._attribute(statement, at, token)
        elif after == "(":
            self._call(statement, at, token)
        elif name in self._classes and after == "." and _is_name(statement, at + 2, "__dict__"):
            self._found.add(line, f"{name}.__dict__")
        elif name in {"getattr", "__import__"} and (
            before == "=" or _is_name(statement, at - 2, "map")
        ):
            self._found.add(line, f"{name} under another name")

    def _bound(self, statement: Sequence[Token]) -> None:
        """Mark a name of a module that is bound anew, and remember what other names stand for."""
        first, second, third = statement[:3]
        if second.text == "." and len(statement) > 4 and first.text in self._modules:
            if _sign(statement, 3) == "=" and _sign(statement, 4) != "=":
                self._found.add(first.line, f"{first.text}.{third.text} = …")
        elif second.text == "=" and len(statement) == 3:
            if third.kind is Kind.NUMBER:
                self._descriptors.add(first.text)
            elif third.kind is Kind.NAME and third.text in self._classes:
                self._classes.add(first.text)
        elif first.text == "for" and third.text == "in" and _is_name(statement, 3, "range"):
            self._descriptors.add(second.text)
        elif (
            (second.text, third.text) == ("+", "=")
            and self._values.get(first.text) == ""
            and not any(one.kind is Kind.TEXT for one in statement)
        ):
            self._found.add(first.line, "letters put together one by one")

    def _attribute(self, statement: Sequence[Token], at: int, token: Token) -> None:
        name, owner = token.text, statement[at - 2] if at > 1 else token
        if name in _ATTRIBUTES or name in _PLAIN_MODULES:
            self._found.add(token.line, f".{name}")
        elif owner.kind is Kind.NAME and owner.text in self._modules and _is_private(name):
            self._found.add(token.line, f"{owner.text}.{name}")
        elif name in _OF_OS and (
            (owner.kind is Kind.NAME and owner.text in self._systems)
            or _is_kind(statement, at + 2, Kind.NUMBER)
            or any(one.kind is Kind.TEXT for one in _before(statement, at, self._systems))
        ):
            self._found.add(token.line, f"os.{name}")
        elif name in _BY_NAME or name == "join":
            self._call(statement, at, token)
        elif name == "__dict__" and _is_class(statement, at - 2):
            self._found.add(token.line, "__dict__ of a class")

    def _call(self, statement: Sequence[Token], at: int, token: Token) -> None:
        name, line = token.text, token.line
        first = statement[at + 2] if at + 2 < len(statement) else token
        if name in _BY_NAME:
            arguments = _inside(statement, at + 1)
            if _is_computed(arguments, dotted=name in _IMPORTERS):
                self._found.add(line, f"{name} of a name put together")
            elif first.text in self._classes - _SYSTEM and first.kind is Kind.NAME:
                self._found.add(line, f"{name}({first.text}, …)")
        elif name == "join":
            if _is_kind(statement, at - 2, Kind.TEXT) and not statement[at - 2].text:
                self._found.add(line, "letters put together one by one")
        elif name in {"bytes", "bytearray"} and first.text != ")":
            self._found.add(line, name)
        elif name == "open" and (
            first.kind is Kind.NUMBER
            or first.text in self._descriptors
            or (first.text == "file" and _is_kind(statement, at + 4, Kind.NUMBER))
        ):
            self._found.add(line, "open of a descriptor")
        elif name in {"dir", "vars"}:
            arguments = _inside(statement, at + 1)
            of_class = self._classes - _SYSTEM | {"__class__"}
            whole = len(arguments) == 1 and first.text in _SYSTEM
            if whole or any(one.kind is Kind.NAME and one.text in of_class for one in arguments):
                self._found.add(line, f"{name} of {first.text}")
            end = at + 2 + len(arguments)
            if name == "dir" and _sign(statement, end + 1) == "[":
                self._found.add(line, "dir(…)[…]")

    def _import(self, statement: Sequence[Token]) -> None:
        """Mark modules by name, and remember names that are bound to modules."""
        words = [one.text for one in statement if one.kind is Kind.NAME]
        is_from = "from" in words
        from_os = is_from and self._systems.issuperset(words[words.index("from") + 1 :][:1])
        for at, token in enumerate(statement):
            if token.kind is not Kind.NAME:
                continue
            if token.text in _MODULES or (at > 1 and token.text in _ATTRIBUTES):
                self._found.add(token.line, f"import {token.text}")
            elif from_os and token.text in _OF_OS:
                self._found.add(token.line, f"os.{token.text}")
            renamed = _is_name(statement, at + 1, "as") and at + 2 < len(statement)
            if renamed and token.text in self._systems:
                self._systems.add(statement[at + 2].text)
            if not is_from:
                self._modules.add(token.text)

    # Texts.

    def _text(self, statement: Sequence[Token], at: int, token: Token) -> None:
        value, line = token.text, token.line
        before, after = _sign(statement, at - 1), _sign(statement, at + 1)
        if token.disguised:
            self._found.add(line, "escaped letters")
        if after == "[":
            self._found.add(line, "letters of a literal")
        elif after == "." and at + 2 < len(statement) and statement[at + 2].text in _CHANGES:
            self._found.add(line, f"a literal changed by {statement[at + 2].text}")
        if after in (".", "%") and _TEMPLATE.fullmatch(value):
            self._found.add(line, "a template of nothing but places")
        if ("%c" in value and after == "%") or ":c}" in value:
            self._found.add(line, "letters from numbers")
        if before == "(" and at > 1 and statement[at - 2].text in _IMPORTERS and value in _MODULES:
            self._found.add(line, f"import {value}")
        if value in _ORDINARY_TEXTS and (
            (before == "[" and after == "]") or _is_near(statement, at, _LOOKING_UP)
        ):
            self._found.add(line, f"the entry {value}")
        if _COOKIE.search(value):
            self._found.add(line, "an encoding in a text")
        if value in _OF_OS and any(
            one.kind is Kind.NAME and one.text in self._systems
            for one in statement[max(at - _NEAR, 0) : at + _NEAR]
        ):
            self._found.add(line, f"os.{value}")
        self._value(value, line, whole=True)
        if self._deep < _DEEPEST and _CODE_LIKE.search(value):
            self._code(value, line)

    def _code(self, value: str, line: int) -> None:
        """Find the places in a text that may be run as code; prose that is no code has none."""
        try:
            _File(self._found, self._deep + 1).read(value, line)
        except TokenError:
            return

    def _value(self, value: str, line: int, *, whole: bool) -> None:
        """Mark a text that spells a name, forwards, backwards, in pieces or in a code.

        :param whole: whether it stands in the file like this, and may be a piece of more.
        """
        folded = (value if value.isascii() else unicodedata.normalize("NFKC", value)).casefold()
        if any(path in folded for path in _PATHS):
            self._found.add(line, "a path to descriptors or processes")
        for word in _WORD.findall(folded):
            name = _FOLDED.get(word)
            if name is not None and not (whole and name in _ORDINARY_TEXTS):
                self._found.add(line, f"{name} in a text")
        if folded in _PLAIN_MODULES or folded[::-1] in _PLAIN_MODULES:
            self._found.add(
                line, f"the text {folded if folded in _PLAIN_MODULES else folded[::-1]}"
            )
        if not folded or len(folded) > _LONGEST_CODED:
            return
        if name := spelt(folded):
            self._found.add(line, f"{name} put together")
        for plain in decoded(value):
            if (name := spelt(plain)) or plain in _PLAIN_MODULES:
                self._found.add(line, f"{name or plain} in a code")
        if whole:
            if _ALPHABET.fullmatch(value) and len(set(folded)) >= _LETTERS:
                self._found.add(line, "an alphabet")
            for piece in _WORD.findall(PLACEHOLDER.sub(" ", folded)):
                if piece in PARTS:
                    self._found.parts.setdefault(piece, line)

    def _runs(self, statement: Sequence[Token]) -> None:
        """Mark what the texts of a statement spell one after the other."""
        run: list[str] = []
        line = 0
        named = bool(statement) and statement[0].kind is Kind.NAME
        bound = 2 if named and _sign(statement, 1) == "=" else 0
        added = named and _sign(statement, 1) == "+" and _sign(statement, 2) == "="
        for token in statement[bound:]:
            known = self._values.get(token.text) if token.kind is Kind.NAME else None
            if token.kind is Kind.TEXT or known is not None:
                line = line or token.line
                run.append(token.text if known is None else known)
            elif (token.kind is Kind.SIGN and token.text not in _JOINING) or (
                token.kind is Kind.NAME and token.text not in _TO_TEXT
            ):
                self._run(run, line)
                run, line = [], 0
        self._run(run, line)
        if bound or added:
            known_all = all(
                one.kind is not Kind.NAME or one.text in _TO_TEXT or one.text in self._values
                for one in statement[bound:]
            )
            if run and known_all:
                self._values[statement[0].text] = joined(run)[:_LONGEST_CODED]
            else:
                self._values.pop(statement[0].text, None)

    def _run(self, run: Sequence[str], line: int) -> None:
        if len(run) < 2:
            return
        for order in (run, run[::-1]):
            value = joined(order)
            self._value(value, line, whole=False)
        value = joined(run)
        if self._deep < _DEEPEST and _CODE_LIKE.search(value):
            self._code(value, line)

    # Numbers and subscripts.

    def _numbers(self, statement: Sequence[Token]) -> None:
        """Mark numbers that stand for letters."""
        run: list[int] = []
        line = statement[0].line
        for at, token in enumerate(statement):
            if token.kind is Kind.NUMBER:
                number = _whole(token.text)
                if number is not None:
                    run.append(number)
                if _sign(statement, at - 1) != ",":
                    line = token.line
                continue
            if token.kind is not Kind.SIGN or token.text not in ",":
                self._letters(run, line)
                run = []
        self._letters(run, line)

    def _letters(self, run: Sequence[int], line: int) -> None:
        text = "".join(chr(one) for one in run if 32 <= one < 127)
        if len(run) >= _CODED or (len(run) > 1 and (spelt(text) or text in _PLAIN_MODULES)):
            self._found.add(line, "numbers in place of letters")

    def _subscript(self, statement: Sequence[Token], at: int, token: Token) -> None:
        if at == 0:
            return
        of_names = statement[at - 1].text == "__dict__" or (
            _sign(statement, at - 1) == ")" and _is_near(statement, at, {"vars", "globals"})
        )
        if of_names and _is_computed(_inside(statement, at), dotted=True):
            self._found.add(token.line, "a name put together")


_LONGEST_CODED = 300
"""Letters of a text that is looked at for names in pieces or in a code."""
_NEAR = 12
"""Tokens on either side among which two belong together."""
_FARTHEST = 60
"""Tokens of an argument that are looked at."""
_PREFIXES = ("__", "f_", "tb_", "gi_", "cr_", "ag_", "_get")
"""Beginnings of names that lead inside."""
_LETTERS = 18
"""Different letters that make an alphabet."""
_CODED = 6
"""Numbers in a row that may stand for letters."""
_JOINING = frozenset("+,()[]{}%.=")
"""Signs between texts that may become one."""
_TO_TEXT = frozenset({"join", "format", "str"})
_LOOKING_UP = frozenset({"get", "getattr", "import", "import_module", "__import__"})


def _sign(statement: Sequence[Token], at: int) -> str:
    """Return the sign at a place; empty where there is none."""
    if 0 <= at < len(statement) and statement[at].kind is Kind.SIGN:
        return statement[at].text
    return ""


def _is_name(statement: Sequence[Token], at: int, name: str) -> bool:
    return _is_kind(statement, at, Kind.NAME) and statement[at].text == name


def _is_kind(statement: Sequence[Token], at: int, kind: Kind) -> bool:
    return 0 <= at < len(statement) and statement[at].kind is kind


def _is_class(statement: Sequence[Token], at: int) -> bool:
    """Whether what ends at a place is a class of an object: `type(o)` or `o.__class__`."""
    if _sign(statement, at) == ")":
        return _is_near(statement, at, {"type"})
    return _is_name(statement, at, "__class__")


def _is_near(statement: Sequence[Token], at: int, names: Set[str]) -> bool:
    """Whether one of *names* stands shortly before a place."""
    return any(one.kind is Kind.NAME for one in _before(statement, at, names))


def _before(statement: Sequence[Token], at: int, texts: Set[str]) -> Iterable[Token]:
    return (one for one in statement[max(at - _NEAR, 0) : at] if one.text in texts)


def _is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__")


def _inside(statement: Sequence[Token], at: int) -> Sequence[Token]:
    """Return the tokens between the bracket at a place and its end."""
    depth = 0
    for place in range(at, min(len(statement), at + _FARTHEST)):
        sign = _sign(statement, place)
        depth += (sign in {"(", "[", "{"}) - (sign in {")", "]", "}"})
        if depth == 0:
            return statement[at + 1 : place]
    return statement[at + 1 : at + _FARTHEST]


def _is_computed(inside: Sequence[Token], *, dotted: bool) -> bool:
    """Whether a name in an argument or a subscript is put together there.

    :param dotted: True where a name with a literal part is ordinary, as of a module in a package.
    """
    if dotted and any(one.kind is Kind.TEXT and one.text for one in inside):
        return False
    for at, token in enumerate(inside):
        if token.kind is Kind.SIGN and token.text in "+%":
            return True
        if token.kind is Kind.NAME and token.text in {"join", "reversed", *_CHANGES}:
            return True
        in_template = _is_kind(inside, at - 1, Kind.FIELD) or _is_kind(inside, at + 1, Kind.FIELD)
        if in_template and token.text.startswith(_PREFIXES):
            return True
        if token.text == ":" and _sign(inside, at + 1) == ":":
            return True
    return False


def _whole(number: str) -> int | None:
    """Return a small whole number as Python reads it; None for any other number."""
    try:
        return int(number, 0) if len(number) <= len("0b01111111") else None
    except ValueError:
        return None
