"""No character of a text is hidden, and two ids that differ look different."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.hidden_characters import HIDDEN, LOOK_ALIKE_IDS, hidden_in

from grader.reports.escape import visible, visible_id


@pytest.mark.parametrize("kind", HIDDEN)
@pytest.mark.parametrize("lines", [False, True])
def test_every_kind_of_hidden_character_is_shown(kind: str, lines: bool) -> None:
    """By its escape, as Python writes it, and the letters around it stay."""
    shown = visible(f"a{HIDDEN[kind]}b", lines=lines)
    assert shown.startswith("a\\")
    assert shown.endswith("b")
    assert hidden_in(shown) == ""


def test_a_carriage_return_is_shown_unless_it_ends_a_line() -> None:
    """On a terminal it would write over what stands before it."""
    assert visible("one\r\ntwo\rthree\n\r\nfour", lines=True) == "one\ntwo\\rthree\n\nfour"
    assert visible("one\r\n") == "one\\r\\n"


@given(text=st.text(max_size=30))
def test_whatever_a_text_has_nothing_of_it_is_hidden(text: str) -> None:
    """And what is shown is shown alike a second time."""
    for shown in (visible(text), visible_id(text)):
        assert hidden_in(shown) == ""
        assert visible(shown) == shown
    assert visible_id(visible_id(text)) == visible_id(text)


@pytest.mark.parametrize("pair", LOOK_ALIKE_IDS)
def test_two_ids_that_differ_look_different(pair: tuple[str, str]) -> None:
    """Also where blanks at an end are cut off, and several are drawn as one."""
    one, other = (" ".join(visible_id(who).split()) for who in pair)
    assert one != other


@given(
    first=st.text(st.sampled_from("ab \t\u200b\u3000\u00a0"), max_size=6),
    second=st.text(st.sampled_from("ab \t\u200b\u3000\u00a0"), max_size=6),
)
def test_ids_of_letters_and_blanks_are_told_apart(first: str, second: str) -> None:
    """Whatever the page does with blanks."""
    drawn = [" ".join(visible_id(who).split()) for who in (first, second)]
    assert (drawn[0] == drawn[1]) == (first == second)


def test_an_ordinary_id_is_shown_as_it_is() -> None:
    """Letters of any script, single blanks, signs."""
    for who in ("student01", "Brown, Jr", "Zwölf 😀", "名前 01", unicodedata.normalize("NFD", "é")):
        assert visible_id(who) == who
