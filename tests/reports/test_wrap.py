"""Rows: no wider than asked, nothing lost, and what belongs together stays together."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from grader.reports.wrap import MARK, code_rows, words, wrap

TEXT = st.text(alphabet="abc `'\"“”(),.\\é世🎉n", max_size=200)
CODE = st.text(alphabet="abc, ()[]{}'\"\\n世", max_size=200)


def squeezed(text: str) -> str:
    """Return *text* without spaces and continuation marks."""
    return text.replace(MARK, "").replace(" ", "")


@settings(max_examples=300)
@given(text=TEXT, width=st.integers(10, 60))
def test_a_sentence_fits_and_loses_nothing(text: str, width: int) -> None:
    """Whatever stands in it."""
    rows = list(wrap(text, width, widest=width + 12))
    for row in rows:
        assert cell_len(row.text) <= width + 12 * row.wide
    assert squeezed("".join(row.text for row in rows)) == squeezed(text)


@settings(max_examples=300)
@given(code=CODE, width=st.integers(10, 60))
def test_a_line_of_code_fits_and_loses_nothing(code: str, width: int) -> None:
    """Only the spaces behind a comma, where a row ends, are not written."""
    rows = list(code_rows(code, width))
    assert all(cell_len(row) <= width for row in rows)
    assert squeezed("".join(rows)) == squeezed(code)


@settings(max_examples=200)
@given(
    before=st.lists(st.sampled_from(["It", "binds", "the", "module’s", "name"]), max_size=12),
    fragment=st.sampled_from(["`a is b`", "'two words'", '"x y z"', "(`a b`),", "“one two”."]),
    width=st.integers(14, 40),
)
def test_a_fragment_that_fits_is_on_one_row(before: list[str], fragment: str, width: int) -> None:
    """In backquotes or quotation marks, with the punctuation beside it."""
    text = " ".join([*before, fragment, "and", "so", "on"])
    assert any(fragment in row.text for row in wrap(text, width))


@pytest.mark.parametrize("mark", ["\\", "↩"])
@pytest.mark.parametrize(
    "command",
    [
        "grade exercise 1 'a folder with blanks/" + "a_long_name_" * 8 + ".py' --all",
        "grade exercise 2 " + "deeper/" * 20 + "exercise_2_reload.py",
        "grade gradebook review '" + "one 'and another' " * 9 + "'",
        "pip install -e '" + "a checkout/" * 12 + "'",
    ],
)
def test_a_command_can_be_pasted(command: str, mark: str) -> None:
    """It stands on one line, without a mark in it, however narrow the page is."""
    text = f"Change your file, save, and run `{command}` again. For a hint: `grade hint 1`."
    rows = list(wrap(text, 40, widest=44, mark=mark))
    (whole,) = (row for row in rows if command in row.text)
    assert whole.wide
    assert not any(row.text.endswith(f" {mark}") for row in rows)


def test_an_apostrophe_opens_nothing() -> None:
    """A word's own apostrophe does not hold the rest of the sentence together."""
    assert list(words("the module's own name isn't it")) == [
        "the",
        "module's",
        "own",
        "name",
        "isn't",
        "it",
    ]


def test_a_wide_fragment_gets_a_row_of_its_own() -> None:
    """Further left if that saves it from being broken; else it is continued with a mark."""
    fragment = "`module.__dict__[key] is values[key]`"
    rows = list(wrap(f"So {fragment} holds.", 20, widest=40))
    assert [(row.text, row.wide) for row in rows] == [
        ("So", False), (fragment, True), ("holds.", False),
    ]  # fmt: skip
    rows = list(wrap(f"So {fragment} holds.", 20))
    assert all(row.text.endswith(MARK) for row in rows[1:-2])
    assert len(rows) > 3


@pytest.mark.parametrize("width", [24, 30, 36])
def test_a_call_ends_its_rows_between_arguments(width: int) -> None:
    """Never behind a comma in a text, and as far outside of brackets as it can."""
    call = "build('a, b, c', {'key': [1, 2], 'other': 'x, y'}, 3)"
    rows = list(code_rows(call, width))
    assert rows[0] == "build('a, b, c',"
    assert not any(MARK in row for row in rows)
    for text in ("'a, b, c'", "'x, y'"):
        assert any(text in row for row in rows)


def test_a_text_is_continued_after_its_line_ends() -> None:
    r"""Source in an argument breaks behind `\n` and says that it goes on."""
    rows = list(code_rows(r"run('first = 1\nsecond = 2\nthird = 3\n')", 20))
    assert rows[0] == rf"run('first = 1\n {MARK}"
    assert re.sub(f" ?{MARK}", "", "".join(rows)) == r"run('first = 1\nsecond = 2\nthird = 3\n')"


def test_a_combining_mark_stays_with_its_letter() -> None:
    """A row never begins with one."""
    rows = list(code_rows("e\u0301" * 40, 13))
    assert all(row[0] == "e" for row in rows)
