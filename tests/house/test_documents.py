"""The documents name packages, modules and tests that there are."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from support.grading import ROOT, TESTS
from support.layers import PACKAGES

from grader.model import Limits
from grader.sandbox.confinement import PROTECTIONS, prepare
from grader.sandbox.interpreters import interpreter_facts
from grader.sandbox.windows_jobs import GIVES

DOCUMENTS = [
    ROOT / "README.md",
    *sorted((ROOT / ".github").glob("*.md")),
    *sorted((ROOT / ".github" / "decisions").glob("*.md")),
    TESTS / "support" / "README.md",
]


def drawing() -> dict[str, int]:
    """Return the packages in the drawing of CONTRIBUTING, and the line of each."""
    text = (ROOT / ".github" / "CONTRIBUTING.md").read_text("utf-8")
    lines = text.partition("```text\n")[2].partition("```")[0].splitlines()
    names = [(name, place) for place, line in enumerate(lines) for name in named(line)]
    assert len(names) == len(dict(names)), "a package is drawn twice"
    return dict(names)


def named(line: str) -> list[str]:
    """Return the packages on a line of the drawing; behind column 50 it explains them."""
    return re.findall(r"\w+", line[:50] if len(line) > 60 else line)


def test_the_drawing_has_every_package_and_arrows_go_down() -> None:
    """The drawing in CONTRIBUTING agrees with the table of imports."""
    lines = drawing()
    assert set(lines) == set(PACKAGES) - {"__main__", "__init__"}
    up = [
        f"{package} imports {other}"
        for package, others in PACKAGES.items()
        for other in others
        if package in lines
        and lines[other] <= lines[package]
        and lines[package] != max(lines.values())
    ]
    assert not up


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_path_in_a_document_exists(document: Path) -> None:
    """In backquotes; a path with a placeholder in capitals is none."""
    text = document.read_text("utf-8")
    paths = re.findall(r"`((?:grader|tests|\.github|\.ci)/[\w./-]*)`", text)
    assert not [
        path for path in paths if not re.search("[A-Z]", path) and not (ROOT / path).exists()
    ]


def test_the_tests_that_security_names_exist() -> None:
    """Each promise names the tests that hold it, by their folder and file below `tests`."""
    text = (ROOT / ".github" / "SECURITY.md").read_text("utf-8")
    names = set(re.findall(r"`(\w+/test_\w+)`", text))
    assert len(names) > 15
    assert not [name for name in names if not (TESTS / f"{name}.py").exists()]
    assert not re.findall(r"`test_\w+`", text)


def test_the_list_of_helpers_is_complete() -> None:
    """`tests/support/README.md` names each module there, and no other."""
    text = (TESTS / "support" / "README.md").read_text("utf-8")
    rows = re.findall(r"^\| (`.*?`) \|", text, re.MULTILINE)
    helpers = re.findall(r"`(\w+)`", " ".join(rows))
    assert sorted(helpers) == sorted(
        path.stem for path in (TESTS / "support").glob("*.py") if path.stem != "__init__"
    )


def protections_on(platform: str) -> set[str]:
    """Return the names of the protections in the last cell of a platform's row in SECURITY."""
    words = {"system calls": "syscalls", "files": "filesystem", "processor time": "cpu"}
    text = (ROOT / ".github" / "SECURITY.md").read_text("utf-8")
    row = next(line for line in text.splitlines() if line.startswith(f"| {platform} |"))
    names = row.strip("| ").rpartition("|")[2].rpartition(":")[2].split(",")
    return {words.get(name.strip(), name.strip().replace(" ", "_")) for name in names}


@pytest.mark.skipif(sys.platform == "win32", reason="there are no resource limits to prepare")
def test_security_says_what_is_prepared_on_other_systems(tmp_path: Path) -> None:
    """The rows of macOS and Windows, which were never run, agree with the code."""
    assert protections_on("Windows") == GIVES
    here = interpreter_facts(sys.executable)
    with prepare(here, tmp_path, Limits(), sys_platform="darwin") as mac:
        assert protections_on("macOS") == mac.required
    assert len(PROTECTIONS) == 13, "SECURITY says how many there are"
