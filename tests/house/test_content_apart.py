"""The engine knows nothing of the course: no title, name, rule or text of it stands outside `checks`."""

from __future__ import annotations

import importlib
import re
import tokenize
from pathlib import Path

import pytest
from support.layers import PACKAGE

from grader import course

ENGINE = [
    path
    for path in sorted(PACKAGE.rglob("*"))
    if path.is_file()
    and path.suffix != ".pyc"
    and path.relative_to(PACKAGE).parts[0] not in {"checks", "stubs"}
]
SHARED = {"not_started", "new_object", "returned_none"}
"""Names of findings that the engine has for something of its own, whatever is taught."""
COUNTED = re.compile(
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|\d+) (?:review )?(?:rules|exercises)\b",
    re.IGNORECASE,
)


def functions() -> set[str]:
    """Return the names of the functions that learners write."""
    return {name for exercise in course.exercises() for name in exercise.functions}


def words() -> set[str]:
    """Return the course's own words: titles, names of functions, checks and findings, and rules."""
    found = {course.title().casefold(), course.summary().casefold(), "modules as runtime objects"}
    for exercise in course.exercises():
        found |= {exercise.slug, exercise.title.casefold(), *exercise.functions}
        found |= {check.id.partition(".")[2] for check in course.checks(exercise)}
        found |= set(course.check_module(exercise.slug).say.tables())
    for rule in course.rules():
        found |= {rule.key, rule.title.casefold()}
    plain = {word for word in found if word.isalpha()} - functions()  # ordinary English
    return found - plain - SHARED


def test_the_words_of_the_course_are_many() -> None:
    """A search for nothing would find nothing."""
    assert len(words()) > 150
    assert {"build_and_register", "exercise_2_reload", "object_not_file", "by_name"} <= words()
    assert len(ENGINE) > 120


@pytest.mark.parametrize("path", ENGINE, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_file_of_the_engine_has_no_word_of_the_course(path: Path) -> None:
    """Neither in a text nor in a comment, and no number of rules or exercises.

    What the engine's own code calls its variables is its own affair.
    """
    text = spoken(path)
    pattern = "|".join(re.escape(word) for word in sorted(words()))
    assert not re.findall(rf"(?<![\w.])(?:{pattern})(?!\w)", text.casefold())
    assert not COUNTED.findall(text)
    if not {"guest", "exam", "examiner"} & set(path.parts) or path.suffix != ".py":
        assert "sys.modules" not in text


def spoken(path: Path) -> str:
    """Return what a file says to readers: all of it, or, of Python, its strings and comments."""
    if path.suffix != ".py":
        return path.read_text("utf-8")
    with tokenize.open(path) as file:
        tokens = [*tokenize.generate_tokens(file.readline)]
    unspoken = {tokenize.NAME, tokenize.OP, tokenize.NUMBER}
    return "\n".join(token.string for token in tokens if token.type not in unspoken)


def test_the_course_says_what_it_is_called() -> None:
    """In its package, where the engine looks for it."""
    package = importlib.import_module("grader.checks")
    assert course.title() == package.TITLE
    assert not course.summary().endswith(".")
    assert "{" not in course.introduction()
