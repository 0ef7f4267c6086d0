"""File names are read as people, browsers and platforms write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader import course
from grader.batch.layouts import file_names
from grader.batch.layouts.file_names import Certainty

SLUGS = course.slugs()
ONE = SLUGS[1]


@pytest.mark.parametrize(
    ("name", "certainty", "again"),
    [
        ("exercise_1_identity.py", Certainty.EXACT, 0),
        ("exercise_1_identity-1.py", Certainty.EXACT, 1),
        ("exercise_1_identity (1).py", Certainty.EXACT, 1),
        ("exercise_1_identity(12).py", Certainty.EXACT, 12),
        ("exercise_1_identity (1)-2.py", Certainty.EXACT, 2),
        ("exercise_1_identity_3.py", Certainty.EXACT, 3),
        ("Exercise_1_Identity.PY", Certainty.EXACT, 0),
        ("exercise 1 identity.py", Certainty.EXACT, 0),
        ("exercise-1-identity.py", Certainty.EXACT, 0),
        ("exercise1identity.py", Certainty.EXACT, 0),
        ("exercise_1_identity.py.txt", Certainty.EXACT, 0),
        ("exercise_1_identity.txt", Certainty.EXACT, 0),
        ("copy of exercise_1_identity.py", Certainty.COPY, 0),
        ("Copy_of_exercise_1_identity (2).py", Certainty.COPY, 2),
        ("exercise_1_identity - Copy.py", Certainty.COPY, 0),
        ("exercise_1_identity copy 2.py", Certainty.COPY, 0),
        ("exercise_1_identity_old.py", Certainty.COPY, 0),
        ("exercise_1_identity_final.py", Certainty.LOOSE, 0),
        ("my exercise_1_identity v2.py", Certainty.LOOSE, 0),
        ("ex1.py", Certainty.LOOSE, 0),
        ("Exercise 1.py", Certainty.LOOSE, 0),
        ("ex_01.py", Certainty.LOOSE, 0),
        ("my exercise_1_identity - Copy.py", Certainty.LOOSE_COPY, 0),
        ("exercise_1_identity.docx", Certainty.FOREIGN, 0),
        ("exercise_1_identity.py.bak", Certainty.FOREIGN, 0),
        ("exercise_1_identity", Certainty.FOREIGN, 0),
    ],
)
def test_names_of_exercise_one_are_read(name: str, certainty: Certainty, again: int) -> None:
    """What people and platforms make of a name is told apart by how sure it is."""
    reading = file_names.read(name, SLUGS)
    assert (reading.number, reading.certainty, reading.again) == (1, certainty, again)


@pytest.mark.parametrize(
    "name",
    [
        "answer.py", "ex9.py", "ex12.py", "ex1_and_ex2.py", "test_exercise_1_identity.py",
        "exercise_1_identity_and_exercise_2_reload.py", "index1.py", "complex1.py", "ex1 notes.txt",
        "", ".", ".py", "1.py", "conftest.py",
    ],
)  # fmt: skip
def test_names_that_say_nothing_or_two_things_are_for_no_exercise(name: str) -> None:
    """No guess is made from a name that does not tell, or tells twice."""
    assert file_names.read(name, SLUGS).number == 0


@pytest.mark.parametrize(
    ("name", "rest"),
    [
        ("student001_exercise_1_identity.py", "student001"),
        ("exercise_1_identity_student001.py", "student001"),
        ("exercise_1_identity-student001 (1).py", "student001"),
        ("student001_exercise_1_identity-1.py", "student001"),
        ("student001 - ex1.py", "student001"),
        ("s.one@example.org_exercise_1_identity.py", "s.one@example.org"),
        ("Stüdent 4 exercise 1 identity.py", "Stüdent 4"),
        ("exercise_1_identity.py", ""),
    ],
)
def test_the_rest_of_a_name_is_whose_it_is(name: str, rest: str) -> None:
    """In a folder with a file per student, what is left of the name is the student."""
    assert file_names.read(name, SLUGS).rest == rest


@given(st.text(max_size=60))
def test_any_name_is_read_and_made_printable(name: str) -> None:
    """No name is too odd: reading never fails, and what is shown can be shown and stored."""
    file_names.read(f"{name}.py", SLUGS)
    shown = file_names.printable(name)
    assert shown.isprintable()
    shown.encode()
    assert file_names.printable(shown) == shown
    file_names.ignored(shown)
    assert file_names.stem_of(shown) in shown


@given(st.characters(codec="ascii", categories=["L"]), st.integers(1, 3))
def test_a_student_beside_any_exercise_is_found(letter: str, number: int) -> None:
    """Whatever the exercise, the student's part of a name comes out whole."""
    reading = file_names.read(f"{letter}x9_{SLUGS[number]}.py", SLUGS)
    assert (reading.number, reading.rest) == (number, f"{letter}x9")


def test_names_are_composed_and_escapes_are_visible() -> None:
    """Two ways of writing an umlaut are one name; control characters and lone surrogates are shown."""
    assert file_names.printable("u\u0308ber") == "über"
    assert file_names.printable("a\nb\x1b[0m") == r"a\nb\x1b[0m"
    assert file_names.printable("\udcff") == r"\udcff"


@pytest.mark.parametrize(
    "name", ["__MACOSX", ".DS_Store", "._exercise_1_identity.py", ".git", "__pycache__", "venv", "a.pyc", "b.py~"]
)  # fmt: skip
def test_what_systems_leave_behind_is_ignored(name: str) -> None:
    """Nobody hands these in on purpose."""
    assert file_names.ignored(name)
    assert not file_names.ignored("exercise_1_identity.py")
