"""A learner's file is compiled once for all the checks of an attempt."""

from __future__ import annotations

import pytest
from support.connection import THING, FakeConnection, returned
from support.grading import grade, letters, solution

from grader.channel.outcomes import Raised, Stopped
from grader.exam.session import CheckSession


def compiles_to(code: object) -> FakeConnection:
    """A line to a guest that compiles to that, and loads anything."""
    return FakeConnection(lambda request: returned(code if request.operation == "compile" else []))


def first_arguments(line: FakeConnection) -> list[tuple[str, object]]:
    """Each operation that was asked, with its first argument."""
    return [(name, arguments[0]) for message in line.messages for name, arguments in message]


def session(line: FakeConnection, code: bytes | None = None) -> CheckSession:
    """A session for a file of two bytes."""
    return CheckSession(line, functions=(), source=b"x\n", unusable=frozenset(), code=code)


def test_a_file_is_compiled_by_the_first_guest_and_only_loaded_by_others() -> None:
    """The code passes from guest to guest; what passes is not looked at."""
    first = compiles_to(b"code")
    one = session(first)
    one.load()
    assert first_arguments(first) == [("compile", b"x\n"), ("load", b"")]
    second = compiles_to(b"code")
    session(second, one.code).load()
    assert first_arguments(second) == [("load", b"code")]


def test_a_file_is_compiled_before_any_of_it_runs() -> None:
    """In a message of its own: what passes to other guests has been read by then."""
    line = compiles_to(b"code")
    session(line).load()
    assert [len(message) for message in line.messages] == [1, 1]


@pytest.mark.parametrize("code", [b"", "text", None])
def test_code_that_does_not_pass_is_made_anew(code: object) -> None:
    """It was too much to be copied, or could not be: the guest that has it loads it."""
    line = compiles_to(code)
    one = session(line)
    one.load()
    assert first_arguments(line)[-1] == ("load", b"")
    assert one.code is None


def test_what_does_not_compile_is_not_loaded() -> None:
    """The outcome of compiling is what there is to tell."""
    error = Raised(handle=THING, bases=("SyntaxError", "Exception"), text="no")
    line = FakeConnection(lambda _: error)
    with pytest.raises(Stopped) as stop:
        session(line).load()
    assert isinstance(stop.value.outcome, Raised)
    assert line.asked == ["compile"]


@pytest.mark.parametrize(
    "extra",
    [
        "TEXTS = [" + ", ".join(f"'{number:064}'" for number in range(2_000)) + "]\n",
        "nested = " + "lambda: " * 1_100 + "0\n",
    ],
    ids=["large", "nested"],
)
def test_a_file_whose_code_cannot_pass_is_graded_all_the_same(extra: str) -> None:
    """A hundred kilobytes of texts; functions in functions, deeper than `marshal` goes."""
    assert letters(grade(1, solution(1) + extra, seconds=60)) == "p" * 8
