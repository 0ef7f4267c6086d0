"""What is handed out: the wheel's contents and what it says of itself, and what it depends on."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from email import message_from_string
from email.message import Message
from pathlib import Path
from zipfile import ZipFile

import lowest
import pytest
from packaging.requirements import Requirement
from support.grading import ROOT
from support.installation import wheel_of

from grader import course


@pytest.fixture(scope="module")
def archive(wheels: Path) -> Iterator[ZipFile]:
    """Give the opened wheel."""
    with ZipFile(wheel_of(wheels)) as opened:
        yield opened


@pytest.fixture(scope="module")
def metadata(archive: ZipFile) -> Message:
    """Return what the wheel says of itself."""
    (name,) = (one for one in archive.namelist() if one.endswith(".dist-info/METADATA"))
    return message_from_string(archive.read(name).decode())


def test_the_wheel_is_the_package_its_stubs_and_its_licence(archive: ZipFile) -> None:
    """Every file that git's `grader/` has is in it, and no solution, test or wrong answer."""
    package = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "grader").rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }
    stubs = {f"grader/stubs/{slug}.py" for slug in course.slugs().values()}
    rest = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert rest == package | stubs
    assert "grader/py.typed" in rest
    about = {name.partition(".dist-info/")[2] for name in archive.namelist()} - {""}
    assert {"METADATA", "entry_points.txt", "licenses/.github/LICENSE"} <= about


def test_the_stubs_are_those_that_learners_start_from(archive: ZipFile) -> None:
    """None of them is a solution under another name."""
    for slug in course.slugs().values():
        carried = archive.read(f"grader/stubs/{slug}.py")
        assert carried == (ROOT / "exercises" / f"{slug}.py").read_bytes()
        assert carried != (ROOT / "solutions" / f"{slug}.py").read_bytes()


def test_the_metadata_says_what_the_kit_is(metadata: Message) -> None:
    """Licence, Pythons, typing, and the README as the long text."""
    assert metadata["License-Expression"] == "MIT"
    assert metadata["Requires-Python"] == ">=3.11"
    classifiers = set(metadata.get_all("Classifier", []))
    assert "Typing :: Typed" in classifiers
    assert {f"Programming Language :: Python :: 3.{minor}" for minor in (11, 12, 13)} < classifiers
    assert str(metadata.get_payload()).strip() == (ROOT / "README.md").read_text("utf-8").strip()


def test_what_runs_does_not_ask_for_what_tests(metadata: Message) -> None:
    """A bare installation has no test tool beside pytest, which grades."""
    asked = [Requirement(line) for line in metadata.get_all("Requires-Dist", [])]
    bare = {one.name for one in asked if one.marker is None or one.marker.evaluate({"extra": ""})}
    assert bare == {
        "jinja2", "pygments", "pytest", "pytest-json-report", "rich", "typer", "watchfiles",
    }  # fmt: skip


def test_everything_that_is_asked_for_has_a_lower_bound() -> None:
    """`python tests/lowest.py` can then try it."""
    asked = [
        one for one in lowest.required() if one.marker is None or "win32" not in str(one.marker)
    ]
    assert lowest.bounds(asked).keys() >= {"hatchling", "typer", "distributed", "mypy"}
    with pytest.raises(ValueError, match="rich<99 has no lower bound"):
        lowest.bounds([Requirement("rich<99")])


def test_the_higher_of_two_bounds_counts_and_what_is_not_for_here_does_not() -> None:
    """As pip takes them together."""
    found = lowest.bounds(
        [
            Requirement("Rich>=14.3"),
            Requirement("rich>=13,<15"),
            Requirement(f"typer>=1; sys_platform != '{sys.platform}'"),
        ]
    )
    assert {name: str(version) for name, version in found.items()} == {"rich": "14.3"}
