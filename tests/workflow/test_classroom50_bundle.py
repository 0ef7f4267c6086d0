"""The public bundle for Classroom 50, run as its runner does."""

from __future__ import annotations

import json
import shutil
import sys
from datetime import datetime
from pathlib import Path

import pytest
from support.grading import ROOT, Run, run
from support.installation import (
    BARE,
    PINNED,
    call,
    handed_in,
    offline,
    posix_only,
    quick_python,
)
from support.shingles import leaks

from grader import course

RUNNER = {
    "CLASSROOM": "autumn", "ASSIGNMENT": "modules", "SUBMISSION_TAG": "submit/1",
    "USERNAME": "student01", "OWNER": "OWNER", "ASSIGNMENT_TYPE": "individual",
    "COMMIT_URL": "https://github.com/OWNER/x/commit/1",
    "RELEASE_URL": "https://github.com/OWNER/x/releases/1",
    "REVIEW_URL": "https://github.com/OWNER/x/pull/1",
}  # fmt: skip
SLUGS = course.slugs()


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """What a student handed in: exercise 1 solved, 2 untouched, 3 missing, and traps."""
    return handed_in(tmp_path / "checkout")


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """A teacher's bundle, as the command writes it."""
    done = run("kit", "export", "classroom50", tmp_path / "bundle", folder=tmp_path)
    assert done.status == 0, done.err
    assert PINNED in done.out
    return tmp_path / "bundle"


START = "import runpy, sys; sys.executable = sys.argv[1]; runpy.run_path(sys.argv[2], run_name='__main__')"


def autograded(bundle: Path, checkout: Path, environment: dict[str, str], python: Path) -> Run:
    """Start the bundle's script in the checkout, as the runner does.

    :param python: what the script takes for the Python that runs it.
    """
    return call(
        [BARE, "-I", "-c", START, python, bundle / "autograder.py"],
        folder=checkout,
        environment=RUNNER | environment,
    )


def test_the_public_bundle_gives_nothing_away(bundle: Path) -> None:
    """No check, no solution, no wheel: a script and a page, and where the kit comes from."""
    assert {path.name for path in bundle.rglob("*")} == {"autograder.py", "README.md"}
    assert leaks(bundle) == []
    assert f'KIT = "{PINNED}"' in (bundle / "autograder.py").read_text("utf-8").splitlines()


def test_classroom_50_gets_a_result_and_a_release(
    bundle: Path, checkout: Path, wheels: Path
) -> None:
    """Whole numbers that add up, the runner's own values, the findings, and no file of others."""
    (checkout / "result.json").symlink_to(checkout.parent / "elsewhere.json")
    before = {path.name for path in checkout.iterdir()}
    done = autograded(bundle, checkout, offline(wheels), quick_python())
    assert done.status == 0, done.err
    assert "a file of the student ran" not in done.out + done.err
    result = json.loads((checkout / "result.json").read_text("utf-8"))
    assert set(result) == {
        "schema", "classroom", "assignment", "submission", "commit", "release", "review",
        "datetime", "score", "max-score", "tests",
    }  # fmt: skip
    assert result["schema"] == "classroom50/result/v1"
    assert (result["classroom"], result["assignment"]) == ("autumn", "modules")
    assert result["submission"] == RUNNER["SUBMISSION_TAG"]
    assert [result[key] for key in ("commit", "release", "review")] == [
        RUNNER[f"{key.upper()}_URL"] for key in ("commit", "release", "review")
    ]
    datetime.strptime(result["datetime"], "%Y-%m-%dT%H:%M:%SZ")
    for entry in (result, *result["tests"]):
        for key in ("score", "max-score"):
            assert type(entry[key]) is int
            assert 0 <= entry["score"] <= entry["max-score"]
    for test in result["tests"]:
        assert {"test-name", "passed", "score", "max-score"} <= set(test)
        assert type(test["passed"]) is bool
    assert result["score"] == sum(t["score"] for t in result["tests"]) == course.exercise(1).points
    assert result["max-score"] == sum(one.points for one in course.exercises())
    assert "8 of 8" in (checkout / "release-body.md").read_text("utf-8")
    after = {path.name for path in checkout.iterdir()}
    assert after - before == {"release-body.md"}
    assert not (checkout.parent / "elsewhere.json").exists()


def test_without_the_kit_classroom_50_gets_no_result(bundle: Path, checkout: Path) -> None:
    """What fails here is infrastructure: a status that is not 0, a reason, and no file."""
    done = autograded(
        bundle, checkout, {"KIT": "no-such-kit==0", "PIP_NO_INDEX": "1"}, quick_python()
    )
    assert done.status == 1
    assert "no grade could be computed" in done.err
    assert "not the student's mistake" in done.err
    assert not (checkout / "result.json").exists()
    assert not (checkout / "release-body.md").exists()


def test_an_image_that_has_the_kit_needs_no_network(bundle: Path, checkout: Path) -> None:
    """The kit of the Python that runs the script is taken; every solution is full marks."""
    for slug in SLUGS.values():
        shutil.copy(ROOT / "solutions" / f"{slug}.py", checkout / "exercises")
    nowhere = {"KIT": "no-such-kit==0", "PIP_NO_INDEX": "1"}
    done = autograded(bundle, checkout, nowhere, python=Path(sys.executable))
    assert done.status == 0, done.err
    result = json.loads((checkout / "result.json").read_text("utf-8"))
    assert result["score"] == result["max-score"] == sum(one.points for one in course.exercises())
    assert all(test["passed"] for test in result["tests"])


@posix_only
@pytest.mark.parametrize("allowed", [False, True])
def test_a_refusal_of_the_kit_is_no_result(tmp_path: Path, checkout: Path, allowed: bool) -> None:
    """Its status 2 is infrastructure, and no file; what the instructor allows reaches the kit."""
    more = ["--allow-unconfined"] if allowed else []
    done = run("kit", "export", "classroom50", tmp_path / "bundle", *more, folder=tmp_path)
    assert done.status == 0, done.err
    python = tmp_path / "python"  # says of itself that it has the kit, and refuses to grade
    python.write_text('#!/bin/sh\ncase "$*" in *grader*) echo "$@" >"$ASKED"; exit 2; esac\n')
    python.chmod(0o755)
    asked = tmp_path / "asked"
    done = autograded(tmp_path / "bundle", checkout, {"ASKED": str(asked)}, python)
    assert done.status == 1
    assert "not the student's mistake" in done.err
    assert not (checkout / "result.json").exists()
    assert ("--allow-unconfined" in asked.read_text().split()) == allowed
