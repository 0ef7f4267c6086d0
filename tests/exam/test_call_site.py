"""The line of a finding is that of the `return` that was evaluated, in whatever it stands."""

from __future__ import annotations

import sys
import textwrap
from dataclasses import replace
from pathlib import Path

import pytest
from support.grading import other_pythons

from grader.channel.pool import GuestPool
from grader.exam import Finding, Learner
from grader.exam.session import CheckSession
from grader.model import Attempt, Exercise, Limits
from grader.submissions import from_bytes

EXERCISE = Exercise(
    number=1, slug="shapes", title="", points=1, functions=("f",), hints=("", "", "")
)
WRONG = Finding(
    misconception=None, rule=None, call="", observed="", expected="", why="", next_step=""
)

HELPERS = """
import contextlib

class Quiet:
    def __init__(self, on_leaving=None, hides=False):
        self.on_leaving, self.hides = on_leaving, hides
    def __enter__(self):
        return self
    def __exit__(self, *raised):
        if self.on_leaving:
            raise self.on_leaving
        return self.hides

def fails(*_):
    raise KeyError("failed")
"""

SHAPES = {
    "try and finally": """
        def f(x):
            try:
                return x  # here
            finally:
                len("ab")
    """,
    "one of several returns": """
        def f(x):
            try:
                if not x:
                    return 1
                return 2  # here
            finally:
                len("ab")
            return 3
    """,
    "a return behind the clean-up": """
        def f(x):
            try:
                found = x
            finally:
                len("ab")
            return found  # here
    """,
    "no return behind the clean-up": """
        def f(x):
            try:
                found = x
            finally:
                len("ab")  # here
    """,
    "a return in an except clause": """
        def f(x):
            try:
                return fails(x)
            except KeyError as error:
                return None  # here
            finally:
                len("ab")
    """,
    "a return in an else clause": """
        def f(x):
            try:
                len("ab")
            except KeyError:
                return 1
            else:
                return 2  # here
            finally:
                len("ab")
    """,
    "a return that raises, and a handler without one": """
        def f(x):
            try:
                return fails(x)
            except KeyError:
                len("ab")
            finally:
                len("ab")  # here
    """,
    "nested": """
        def f(x):
            try:
                try:
                    return x  # here
                finally:
                    len("ab")
            finally:
                len("abc")
    """,
    "nested, with the return outside": """
        def f(x):
            try:
                try:
                    len("a")
                finally:
                    len("ab")
                return x  # here
            finally:
                len("abc")
    """,
    "with": """
        def f(x):
            with Quiet():
                return x  # here
    """,
    "with, over several lines": """
        def f(x):
            with (
                Quiet() as first,
                Quiet() as second,
            ):
                len("ab")
                return x  # here
    """,
    "with, in try and finally": """
        def f(x):
            try:
                with Quiet():
                    return x  # here
            finally:
                len("ab")
    """,
    "with, that hides what the return raises": """
        def f(x):
            with contextlib.suppress(KeyError):  # here
                return fails(x)
    """,
    "with, that hides it for another one": """
        def f(x):
            with contextlib.suppress(KeyError):
                return fails(x)
            return None  # here
    """,
    "with, whose end raises": """
        def f(x):
            with contextlib.suppress(KeyError):  # here
                with Quiet(KeyError("at the end")):
                    return x
    """,
    "with, whose end raises and is handled": """
        def f(x):
            try:
                with Quiet(KeyError("at the end")):
                    return x
            except KeyError:
                len("ab")  # here
    """,
    "a return in finally overrides": """
        def f(x):
            try:
                return x
            finally:
                return 2  # here
    """,
    "a return in finally hides an exception": """
        def f(x):
            try:
                return fails(x)
            finally:
                return 2  # here
    """,
    "an exception that stays in the clean-up": """
        def f(x):
            try:
                return x  # here
            finally:
                try:
                    fails(x)
                except KeyError:
                    pass
    """,
    "an exception that a with hides in the clean-up": """
        def f(x):
            try:
                return x  # here
            finally:
                with contextlib.suppress(KeyError):
                    fails(x)
    """,
    "an exception that leaves the clean-up": """
        def f(x):
            try:
                try:
                    return x
                finally:
                    fails(x)
            except KeyError:
                return None  # here
    """,
    "an exception that leaves the clean-up, hidden": """
        def f(x):
            with Quiet(hides=True):  # here
                try:
                    return x
                finally:
                    fails(x)
    """,
    "loops, and a loop in the clean-up": """
        def f(x):
            for one in range(5):
                try:
                    if one == 3:
                        return x  # here
                finally:
                    for two in (n for n in range(3)):
                        len("ab")
                        if two:
                            continue
    """,
    "the clean-up goes on with the loop": """
        def f(x):
            for one in range(2):
                try:
                    return x
                finally:
                    continue
            return 2  # here
    """,
    "the second of two tries": """
        def f(x):
            for one in (fails, len):
                try:
                    return one("ab")  # here
                except KeyError:
                    len("ab")
    """,
    "over several lines": """
        def f(x):
            try:
                return (  # here
                    x
                    if x
                    else
                    0
                )
            finally:
                len("ab")
    """,
    "a comprehension in the return": """
        def f(x):
            try:
                return [one for one in (each for each in range(3))]  # here
            finally:
                len("ab")
    """,
    "branches in the clean-up": """
        def f(x):
            try:
                return x  # here
            finally:
                if x:
                    len("ab")
                else:
                    len("abc")
    """,
    "on one line": """
        def f(x):
            try: return x  # here
            finally: len("ab")
    """,
    "a function on one line in the try": """
        def f(x):
            try:
                def g(): return x
            finally:
                g()  # here
    """,
    "the helper has a try": """
        def f(x):
            return g(x)  # here

        def g(x):
            try:
                return x
            finally:
                len("ab")
    """,
    "the helper has none": """
        def g(x):
            return x

        def f(x):
            try:
                return g(x)  # here
            finally:
                g(x)
    """,
    "a helper that yields": """
        def g(x):
            try:
                yield x
            finally:
                len("ab")

        def f(x):
            try:
                return next(g(x))  # here
            finally:
                len("ab")
    """,
    "a context manager of one's own": """
        @contextlib.contextmanager
        def g():
            try:
                yield
            finally:
                len("ab")

        def f(x):
            with g():
                return x  # here
    """,
    "a recursion": """
        def f(x, depth=3):
            try:
                if depth:
                    return f(x, depth - 1)  # here
                return x
            finally:
                len("ab")
    """,
    "a lambda in the try": """
        def f(x):
            try:
                return (lambda: x)()  # here
            finally:
                len("ab")
    """,
    "a lambda": """
        f = lambda x: x  # here
    """,
    "decorated": """
        def same(function):
            return function

        @same
        @same
        def f(x):
            try:
                return x  # here
            finally:
                len("ab")
    """,
    "a method": """
        class C:
            def __call__(self, x):
                try:
                    return x  # here
                finally:
                    len("ab")
        f = C()
    """,
    "a match": """
        def f(x):
            try:
                match x:
                    case 7:
                        return x  # here
                    case _:
                        return 0
            finally:
                len("ab")
    """,
    "a while with an else": """
        def f(x):
            try:
                while not x:
                    pass
                else:
                    return x  # here
            finally:
                len("ab")
    """,
    "a handled group of exceptions": """
        def f(x):
            try:
                raise ExceptionGroup("two", [ValueError()])
            except* ValueError:
                x = 0
            finally:
                len("ab")
            return x  # here
    """,
}
"""Functions, and the line that is to be shown, where 7 is passed in."""


def finding(
    folder: Path, source: str, wrong: Finding = WRONG, python: str = sys.executable
) -> Finding:
    """Return the finding *wrong*, located at the call `f(7)`."""
    data = source.encode()
    attempt = Attempt(
        exercise=EXERCISE, submission=from_bytes(data, EXERCISE, label="shapes.py"), seed="seed"
    )
    pool = GuestPool(python, folder, Limits())
    with pool.guest(attempt) as (guest, _):
        guest.allow(60.0)
        session = CheckSession(guest, functions=("f",), source=data, unusable=frozenset())
        learner = Learner(session, lambda *_: {})
        learner.f(7)
        found = learner.last_call().locate(wrong)
    pool.close()
    return found


@pytest.mark.parametrize("python", [sys.executable, *other_pythons()])
@pytest.mark.parametrize("shape", SHAPES)
def test_the_line_is_that_of_the_return(shape: str, python: str, tmp_path: Path) -> None:
    """Whatever runs behind it, on each version of Python."""
    source = HELPERS + textwrap.dedent(SHAPES[shape])
    (wanted,) = (n for n, line in enumerate(source.splitlines(), 1) if line.endswith("# here"))
    assert finding(tmp_path, source, python=python).line == wanted


def test_a_long_loop_is_not_traced_to_its_end(tmp_path: Path) -> None:
    """Then the line that ran last is shown."""
    source = (
        "def f(x):\n    try:\n        for one in range(40_000):\n            one = one + 1\n"
        "        return x\n    finally:\n        len('ab')\n"
    )
    assert finding(tmp_path, source).line == 7


def test_a_file_that_takes_the_interpreter_apart_has_the_line_that_ran_last(tmp_path: Path) -> None:
    """The finding stands, whatever becomes of the question about its line."""
    source = (
        "def f(x):\n    try:\n        return x\n    finally:\n"
        "        import builtins, sys\n        sys.setrecursionlimit(30)\n"
        "        vars(builtins).clear()\n"
    )
    assert finding(tmp_path, source).line in (3, 7)


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("\n\nasync def f(x):\n    return x\n", 3),
        ("def f(x):\n    yield x\n", 1),
        ("async def f(x):\n    yield x\n", 1),
        ("def f(x):\n    return (one for one in [x])\n", 2),
        ("import contextlib\ndef f(x):\n    return g()\nasync def g():\n    pass\n", 3),
    ],
)
def test_a_call_that_hands_over_waiting_code_is_told_so(
    source: str, line: int, tmp_path: Path
) -> None:
    """With what was expected of it, and the line that makes it."""
    found = finding(tmp_path, source, replace(WRONG, expected="Seven.", misconception="adds_it"))
    assert (found.misconception, found.rule, found.line) == ("not_run", 0, line)
    assert found.expected == "Seven."
    assert "and no result" in found.observed
