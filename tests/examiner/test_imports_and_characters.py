"""A file that needs what is not there, or has characters of another program, is told what to do."""

from __future__ import annotations

import pytest
from support.grading import finding_of, grade, solution, with_function


@pytest.mark.parametrize(
    "line",
    [
        "from . import helpers",
        "from .helpers import build",
        "import numpy",
        "import numpy.linalg as la",
        "from requests.sessions import Session",
        "from exercise_2_reload import simulate_reload",
    ],
)
def test_an_import_of_what_is_not_there_is_told_what_is(line: str) -> None:
    """Relative, of a package that is not installed, of another exercise."""
    found = finding_of(grade(1, f"{line}\n{solution(1)}"), "1.1")
    assert (found.misconception, found.line, found.source) == ("module_not_there", 1, line)
    assert "standard library" in found.expected
    body = f"def forget(module):\n    {line}\n"
    found = finding_of(grade(1, with_function(1, "forget", body)), "1.8")
    assert (found.misconception, found.source) == ("module_not_there", line)


@pytest.mark.parametrize(
    "line", ["import sys.stout", "from sys import stout", "open('no_such_file.txt')"]
)
def test_another_error_at_import_time_is_not_told_so(line: str) -> None:
    """A slip in a module that is there, or an error of another kind."""
    found = finding_of(grade(1, f"import sys\n{line}\n{solution(1)}"), "1.1")
    assert found.misconception == "load_error"


def test_an_import_of_a_variable_is_no_import_of_what_is_missing() -> None:
    """The statement takes its word literally, which is another mistake."""
    body = "def import_back(name):\n    import name\n    return name\n"
    found = finding_of(grade(1, with_function(1, "import_back", body)), "1.4")
    assert found.misconception != "module_not_there"


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("x = \u201chello\u201d", "a typographic quotation mark, \u201c"),
        ("x = \u2018hello\u2019", "a typographic quotation mark, \u2018"),
        ("x = 1 \u2013 2", "this character, \u2013"),
        ("x = 1\u00a0+ 2", "a character that cannot be seen, U+00A0"),
        ("x = 1\u200b", "a character that cannot be seen, U+200B"),
    ],
)
def test_a_character_of_another_program_is_to_be_typed_again(line: str, what: str) -> None:
    """Quotation marks, dashes and blanks, as they come with a text that is copied."""
    found = finding_of(grade(1, f"{line}\n{solution(1)}"), "1.1")
    assert (found.misconception, found.line) == ("syntax_error", 1)
    assert what in found.next_step
    assert "Type it again" in found.next_step
