"""What others rely on changes on purpose only: `python tests/golden.py` writes it anew."""

from __future__ import annotations

import ast
import re

from support.golden import RENEW
from support.grading import ROOT
from support.public_api import KEPT, surface

import grader
from grader import course, exam
from grader.checks import rules


def test_names_and_signatures_are_as_they_were_kept() -> None:
    """An author's check that works today works after a change, or the change is said."""
    assert surface() == KEPT.read_text("utf-8"), (
        f"the public API has changed; if that is meant: {RENEW}, and tell it in the CHANGELOG"
    )


def test_a_version_is_all_that_the_package_itself_has() -> None:
    """And it is one that packaging tools understand."""
    assert grader.__all__ == ["__version__"]
    assert re.fullmatch(r"\d+\.\d+\.\d+", grader.__version__)
    assert f"## {grader.__version__}\n" in (ROOT / ".github" / "CHANGELOG.md").read_text("utf-8")


def test_checks_are_written_with_the_public_names_alone() -> None:
    """The kit's own checks import nothing of it that an author may not, but for `errors.Fault`."""
    public = {
        "grader.exam": set(exam.__all__),
        "grader.checks.rules": {name for name in vars(rules) if name.isupper()},
        "grader.errors": {"Fault"},
    }
    for slug in course.slugs().values():
        path = ROOT / "grader" / "checks" / slug / "checks.py"
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.ImportFrom) or not (node.module or "").startswith("grader"):
                continue
            if (node.module or "").startswith("grader.checks"):
                continue
            assert {alias.name for alias in node.names} <= public[node.module or ""], node.module
