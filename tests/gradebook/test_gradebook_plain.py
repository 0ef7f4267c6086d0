"""A gradebook where only plain signs are wanted, or possible."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.graded_class import NAMES, gradebook
from support.grading import run


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The gradebook of the small class; no test writes to it."""
    return gradebook(tmp_path_factory.mktemp("class") / "out")


PAGES = [
    ("show",),
    ("show", "--exercise", "1"),
    ("show", "--student", "student02"),
    ("show", "--student", "student03"),
    ("show", "--student", "student04"),
    ("review", "--all"),
    ("similar",),
]


@pytest.mark.parametrize("words", PAGES, ids=" ".join)
def test_a_plain_page_has_signs_of_ascii_alone(out: Path, words: tuple[str, ...]) -> None:
    """Only what people are called may have other characters in it."""
    command, *rest = words
    fancy = run("gradebook", command, out, *rest, folder=out.parent)
    plain = run("gradebook", command, out, *rest, "--plain", folder=out.parent)
    assert (plain.status, plain.err) == (fancy.status, "") == (0, "")
    named = set("".join(NAMES.values()))
    assert {one for one in plain.out if not one.isascii()} <= named


def test_a_long_name_is_cut_with_a_sign_that_is_possible(out: Path) -> None:
    """One ellipsis or three dots, in the same columns."""
    fancy = run("gradebook", "show", out, folder=out.parent).out
    plain = run("gradebook", "show", out, "--plain", folder=out.parent).out
    assert '=HYPERLINK("htt…  ' in fancy
    assert '=HYPERLINK("h...  ' in plain
    assert 'Zwölf 😀; the "…  ' in fancy
    assert "Zwölf 😀; the...  " in plain


def test_a_stream_of_ascii_takes_the_whole_table(out: Path) -> None:
    """What it cannot carry is written out, as on the other pages."""
    ascii_only = {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = run("gradebook", "show", out, folder=out.parent, environment=ascii_only)
    assert (done.status, done.err) == (0, "")
    assert "Zw\\xf6lf" in done.out
