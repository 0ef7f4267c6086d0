"""CSV files that people read are made in one place, where nothing hidden gets through."""

from __future__ import annotations

import ast
import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.hidden_characters import HIDDEN, hidden_in
from support.layers import modules

from grader.reports.csv_text import csv_text, restored
from grader.reports.escape import visible_id


def read(text: str) -> list[list[str]]:
    """Return the cells as a spreadsheet reads them."""
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


@given(cells=st.lists(st.text(max_size=20), min_size=2, max_size=2))
def test_no_cell_hides_a_character_or_begins_like_a_formula(cells: list[str]) -> None:
    """Lines stay where the column is prose; any other cell is one line."""
    titles, (one, prose) = read(csv_text(["id", "text"], [cells], prose={"text"}))
    assert titles == ["id", "text"]
    assert hidden_in(one) == ""
    assert hidden_in(prose, allowed="\n") == ""
    assert restored(one) == visible_id(cells[0])
    assert not one.lstrip().startswith(("=", "+", "-", "@"))


@pytest.mark.parametrize("kind", HIDDEN)
def test_every_kind_of_hidden_character_is_shown_in_a_cell(kind: str) -> None:
    """In a title, in one line and in prose."""
    sign = HIDDEN[kind]
    shown = csv_text([f"a{sign}b", "text"], [[f"a{sign}b"] * 2], prose={"text"})
    assert hidden_in(shown.replace("\r\n", "")) == ""
    assert shown.count("a\\") == 3


def test_prose_keeps_its_lines_and_columns() -> None:
    """CR LF is a line end; a tab goes to the next column of four."""
    (_, (cell,)) = read(csv_text(["text"], [["one\r\n\ttwo\rthree"]], prose={"text"}))
    assert cell == "one\n    two\\rthree"


def test_no_other_module_writes_csv() -> None:
    """`Worksheet` writes back the cells of a file that somebody else made, and makes none."""
    writers = {"writer", "DictWriter"}
    found = {
        name
        for name, path in modules().items()
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if (isinstance(node, ast.Attribute) and node.attr in writers and ast.unparse(node.value) == "csv")
        or (isinstance(node, ast.ImportFrom) and node.module == "csv")
    }  # fmt: skip
    assert found == {"reports.csv_text"}
