"""The examples in the docstrings of the author's API are true: each runs against a real guest."""

from __future__ import annotations

import doctest
import functools
import inspect
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader import exam
from grader.channel.pool import GuestPool
from grader.checks import props
from grader.exam.literals import literals
from grader.exam.session import CheckSession
from grader.model import Attempt, Exercise, Limits
from grader.submissions import from_bytes

SOURCE = b"""WORDS = {"one": "eins"}


def first_of(items):
    return items[0]
"""
"""The learner's file of the examples."""

FINDINGS = """
[another_item]
observed = "The call returned {result}."
expected = "The first item."
why = "An index gives the item itself."
next_step = "Which item does your function return?"
"""

MISTAKES = exam.Diagnosis(("descending",), exam.Signature("says_always_yes", {"descending"}))
"""The mistakes that the check of the examples declares."""

EXERCISE = Exercise(
    number=1,
    slug="examples",
    title="Examples",
    points=1,
    functions=("first_of",),
    hints=("", "", ""),
)
OWN = [
    name
    for name in exam.__all__
    if getattr(exam, name).__module__.startswith("grader.exam.") or name == "Deferred"
]


def examples() -> dict[str, doctest.DocTest]:
    """Return each docstring of the API that has examples, by the name of what it documents."""
    finder = doctest.DocTestFinder(exclude_empty=True)
    found = {}
    for name in OWN:
        value = getattr(exam, name)
        for test in finder.find(value, name, module=inspect.getmodule(value)):
            if test.examples:
                found[test.name] = test
    return found


EXAMPLES = examples()


@pytest.fixture(scope="module")
def session_and_folder(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[CheckSession, Path]]:
    """A session with a guest that all examples share, and the guest's scratch folder."""
    submission = from_bytes(SOURCE, EXERCISE, label="examples.py")
    attempt = Attempt(exercise=EXERCISE, submission=submission, seed="seed")
    pool = GuestPool(sys.executable, tmp_path_factory.mktemp("guests"), Limits())
    with pool.guest(attempt) as (guest, folder):
        guest.allow(60.0)
        yield (
            CheckSession(guest, functions=EXERCISE.functions, source=SOURCE, unusable=frozenset()),
            folder,
        )
    pool.close()


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_shows_what_happens(
    name: str, session_and_folder: tuple[CheckSession, Path], tmp_path: Path
) -> None:
    """With the names that a check has."""
    (tmp_path / "findings.toml").write_text(FINDINGS, "utf-8")
    check_module = str(tmp_path / "checks.py")
    session, folder = session_and_folder
    test = EXAMPLES[name]
    test.globs = {public: getattr(exam, public) for public in exam.__all__} | {
        "learner": exam.Learner(session, functools.partial(literals, session, SOURCE), MISTAKES),
        "world": exam.World(session, folder, exam.Fresh("spares")),
        "fresh": exam.Fresh("seed"),
        "say": exam.Findings(check_module),
        "check_module": check_module,
        "IDENTITY": exam.Rule(number=1, key="", title="", why="", advice="", example=""),
    }
    said: list[str] = []
    runner = doctest.DocTestRunner()
    runner.run(test, out=said.append)
    assert not said, "".join(said)


def test_a_namespace_that_is_made_twice_contradicts_nothing(
    session_and_folder: tuple[CheckSession, Path],
) -> None:
    """Each spare in a line-up is an object of its own, however often its program has run."""
    world = exam.World(*session_and_folder, exam.Fresh("spares"))
    for number in range(20):
        module = props.module(world, f"module_{number}", {"rake": 1})
        once, again = props.namespace(world, module), props.namespace(world, module)
        groups = world.groups({"once": once, "again": again, "module": module}).value
        assert groups.same("once", "again")
        assert not groups.same("once", "module")


@pytest.mark.parametrize("name", OWN)
def test_each_public_name_has_an_example(name: str) -> None:
    """In its docstring, or in those of its methods."""
    value = getattr(exam, name)
    assert inspect.isclass(value) or inspect.isfunction(value)
    assert name in {key.partition(".")[0] for key in EXAMPLES}
