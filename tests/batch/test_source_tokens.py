"""Tokens of source text: those of Python's own tokenizer, and values of literals as Python has them."""

from __future__ import annotations

import ast
import io
import sys
import tokenize
import unicodedata
from pathlib import Path

import pytest

from grader.batch.source_tokens import Kind, Token, TokenError, tokens


def of_kind(source: str, kind: Kind) -> list[str]:
    """Return the texts of the tokens of one kind."""
    return [token.text for token in tokens(source) if token.kind is kind]


def library() -> list[Path]:
    """Return some files of the standard library, those with odd f-strings and names among them."""
    folder = Path(ast.__file__).parent
    chosen = sorted(folder.glob("*.py"))[::6]
    return chosen + [
        path
        for name in (
            "test_fstring",
            "test_tokenize",
            "test_unicode_identifiers",
            "test_string_literals",
        )
        for path in folder.glob(f"test/{name}.py")
    ]


@pytest.mark.skipif(sys.version_info < (3, 12), reason="before 3.12 an f-string is one token")
@pytest.mark.parametrize("path", library(), ids=lambda path: path.stem)
def test_names_and_lines_are_those_of_the_tokenizer(path: Path) -> None:
    """Code within f-strings is code, and whatever is in a literal is none."""
    source = path.read_text("utf-8")
    python = [
        (unicodedata.normalize("NFKC", found.string), found.start[0])
        for found in tokenize.generate_tokens(io.StringIO(source).readline)
        if found.type == tokenize.NAME
    ]
    assert [(it.text, it.line) for it in tokens(source) if it.kind is Kind.NAME] == python


@pytest.mark.parametrize(
    "literal",
    [
        r"'it\'s'", r'"a\x41\u0041\U00000041\N{LATIN SMALL LETTER A}\101\n\\"', r"r'\x41\''", "'''a'b''c\n'''",
        '"""a"b""c\\\n"""', "rb'\\x41'", "'a\\\nb'", "u'a'", "''",
    ],
)  # fmt: skip
def test_a_literal_has_the_value_that_python_gives_it(literal: str) -> None:
    """Escapes, raw and bytes literals, line ends within; an escape that is none stays."""
    value = ast.literal_eval(literal)
    expected = value.decode("latin-1") if isinstance(value, bytes) else value
    assert of_kind(literal, Kind.TEXT) == [expected]


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("return'x'", ["return"]),
        ("a or'x'", ["a", "or"]),
        ("1if x else y", ["if", "x", "else", "y"]),
        ("1..real.f_back", ["real", "f_back"]),
        ("x = 'a' # f_back\ny", ["x", "y"]),
        ("f'{a!r:>{b}}{c=}{{d}}' + e", ["a", "r", "b", "c", "e"]),
        ('f"{x["f_back"]}"', ["x"]),
        ("f'{\"}\" + a}'", ["a"]),
        ("f'''{\na # }\n}'''", ["a"]),
        (r"f'\N{DASH}\{a}'", ["a"]),
        (r"rf'\N{a}\'{b}'", ["a", "b"]),
        ("f'{(lambda x: y)(z)}'", ["lambda", "x", "y", "z"]),
        ("a\r\nb\rc", ["a", "b", "c"]),
    ],
)
def test_code_is_told_from_literals_and_comments(source: str, names: list[str]) -> None:
    """Where a file could hide a name by a quote, a brace or a number."""
    assert of_kind(source, Kind.NAME) == names


def test_disguised_letters_are_noted() -> None:
    """Escapes for letters, and characters that Python takes for them; not for line ends or accents."""
    source = r"""ｆ_back = "\x5f", "\n\t", "ä", "\u00e4", b"\137" """
    assert [it.disguised for it in tokens(source) if it.kind in (Kind.NAME, Kind.TEXT)] == [
        True, True, False, False, False, True,
    ]  # fmt: skip
    assert next(tokens(source)) == Token(Kind.NAME, "f_back", 1, disguised=True)


@pytest.mark.parametrize(
    ("source", "line"),
    [("x = 1\ny = 'a", 2), ("'''\n\n", 3), ("f'{a", 1), ("f'{a:x", 1), ("f'" + "{f'" * 200, 1)],
)
def test_text_without_an_end_is_an_error_with_its_line(source: str, line: int) -> None:
    """Never an endless loop, and never a recursion without bound."""
    with pytest.raises(TokenError) as raised:
        list(tokens(source))
    assert raised.value.line == line
