"""The tests can be collected on systems other than POSIX, where each may still be skipped."""

from __future__ import annotations

import ast

import pytest
from support.grading import TESTS

POSIX_ALONE = {"fcntl", "grp", "posix", "pty", "pwd", "resource", "syslog", "termios", "tty"}
"""Modules of the standard library that Windows lacks (docs.python.org/3/library/unix.html)."""

FILES = sorted(
    [
        TESTS / "conftest.py",
        *(TESTS / "support").glob("*.py"),
        *TESTS.glob("[!_]*/test_*.py"),
        *TESTS.glob("*.py"),
    ]
)


def imported_at_once(source: str) -> set[str]:
    """Return the modules that a file imports whatever the system; none behind a skip of the file."""
    found: set[str] = set()
    for statement in ast.parse(source).body:
        if isinstance(statement, ast.If) and "allow_module_level" in ast.dump(statement):
            break
        if isinstance(statement, ast.Import):
            found |= {name.name for name in statement.names}
        elif isinstance(statement, ast.ImportFrom) and statement.module:
            found.add(statement.module)
    return found


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("import os, pty\nfrom resource import getrlimit", {"os", "pty", "resource"}),
        ("import sys\nif sys.platform != 'win32':\n    import termios", {"sys"}),
        ("def f():\n    import fcntl", set()),
        ("import a\nif 1:\n    pytest.skip('no', allow_module_level=True)\nimport pty", {"a"}),
    ],
)
def test_an_import_counts_unless_it_depends_on_the_system(source: str, found: set[str]) -> None:
    """By an `if`, in a function, or behind the skip of a whole file it does not."""
    assert imported_at_once(source) == found


def test_no_file_of_the_tests_needs_a_module_of_posix_to_be_imported() -> None:
    """One such import in conftest or what it imports, and no test runs on Windows."""
    assert len(FILES) > 100
    needing = {
        str(path.relative_to(TESTS)): names
        for path in FILES
        if (names := imported_at_once(path.read_text("utf-8")) & POSIX_ALONE)
    }
    assert not needing


def test_the_list_of_files_has_every_test() -> None:
    """A folder of tests that is new is not left out."""
    own = {path for path in TESTS.rglob("test_*.py") if "another_course" not in path.parts}
    assert own <= set(FILES)
