"""The zip for Gradescope, unpacked, set up and run as Gradescope does."""

from __future__ import annotations

import json
import os
import re
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest
from support.grading import ROOT, run
from support.installation import call, handed_in, linux_only, offline, quick_python, wheel_of

from grader import course
from grader.errors import UsageError
from grader.kit import bundles


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """What a student handed in: exercise 1 solved, 2 untouched, 3 missing, and traps."""
    return handed_in(tmp_path / "checkout")


@pytest.fixture
def archive(tmp_path: Path, wheels: Path) -> Path:
    """The zip for Gradescope, as the command writes it."""
    done = run(
        "kit", "export", "gradescope", "autograder.zip", "--wheel", wheel_of(wheels),
        "--visibility", "after_published,1.3=after_due_date", folder=tmp_path,
    )  # fmt: skip
    assert done.status == 0, done.err
    assert wheel_of(wheels).name in done.out
    return tmp_path / "autograder.zip"


def unpacked(archive: Path, folder: Path) -> None:
    """Unpack with the modes that the archive gives its files, as Gradescope does."""
    with zipfile.ZipFile(archive) as packed:
        for entry in packed.infolist():
            packed.extract(entry, folder)
            (folder / entry.filename).chmod(entry.external_attr >> 16 & 0o777)


def test_gradescopes_zip_has_its_three_files(archive: Path, tmp_path: Path, wheels: Path) -> None:
    """At the top, the two programs executable, and the same bytes every time."""
    with zipfile.ZipFile(archive) as packed:
        modes = {one.filename: one.external_attr >> 16 & 0o777 for one in packed.infolist()}
    assert modes == {
        "setup.sh": 0o755, "run_autograder": 0o755, wheel_of(wheels).name: 0o644,
    }  # fmt: skip
    again = bundles.gradescope(wheel_of(wheels), "after_published,1.3=after_due_date")
    assert again == archive.read_bytes()


@linux_only
def test_gradescope_gets_results_whatever_happens(
    archive: Path, checkout: Path, tmp_path: Path, wheels: Path
) -> None:
    """Set up once, then: a grade; a grade that does not end in time; and no kit at all.

    The grade is of what the student handed in, with the visibility that was asked for. Where
    there is none, as in an image that cannot confine code, the text says whose mistake that is,
    and no score is given, not even a zero.
    """
    base = tmp_path / "autograder"
    unpacked(archive, base / "source")
    shutil.copytree(checkout, base / "submission")
    image = tmp_path / "image"  # whose newest Python is ours
    image.mkdir()
    (image / "python3.14").symlink_to(quick_python())
    path = f"{image}{os.pathsep}{os.environ['PATH']}"
    where = offline(wheels) | {"AUTOGRADER": str(base), "PATH": path}
    made = call([base / "source" / "setup.sh"], folder=base, environment=where)
    assert made.status == 0, made.err

    def started(**more: str) -> dict[str, Any]:
        done = call(
            [base / "source" / "run_autograder"],
            folder=base / "submission",
            environment={**where, **more},
        )
        assert done.status == 0, done.err
        assert "a file of the student ran" not in done.out + done.err
        path = base / "results" / "results.json"
        assert [one.name for one in path.parent.iterdir()] == [path.name]
        results = json.loads(path.read_text("utf-8"))
        assert isinstance(results, dict)
        return results

    graded = started()
    assert graded["score"] == course.exercise(1).points
    assert sum(one["max_score"] for one in graded["tests"]) == sum(
        one.points for one in course.exercises()
    )
    shown = {one["number"]: one["visibility"] for one in graded["tests"]}
    assert shown["1.3"] == "after_due_date"
    assert {shown[number] for number in shown.keys() - {"1.3"}} == {"after_published"}

    less = started(SECONDS_FOR_ALL="0.01")
    _unconfine(base / "kit")
    for failed in (less, started(), _without(base / "kit", started)):
        assert "score" not in failed
        assert "tests" not in failed
        assert "not your mistake" in failed["output"]
        assert failed["visibility"] == "visible"


@linux_only
@pytest.mark.parametrize("allowed", [False, True])
def test_what_an_instructor_allows_reaches_the_grader(
    tmp_path: Path, wheels: Path, allowed: bool
) -> None:
    """The option of the export is that of the grader, and one word; else there is none."""
    done = run(
        "kit", "export", "gradescope", "a.zip", "--wheel", wheel_of(wheels),
        *(["--allow-unconfined"] if allowed else []), folder=tmp_path,
    )  # fmt: skip
    assert done.status == 0, done.err
    unpacked(tmp_path / "a.zip", tmp_path)
    python = tmp_path / "kit" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text('#!/bin/sh\nprintf "%s\\n" "$@" >>"$ASKED"\necho "{}"\n')
    python.chmod(0o755)
    asked = tmp_path / "asked"
    done = call(
        [tmp_path / "run_autograder"],
        folder=tmp_path,
        environment={"AUTOGRADER": str(tmp_path), "ASKED": str(asked)},
    )
    assert done.status == 0, done.err
    words = asked.read_text().splitlines()
    assert words[words.index("--format") :][:2] == ["--format", "gradescope"]
    assert ("--allow-unconfined" in words) == allowed
    assert "" not in words


def _unconfine(kit: Path) -> None:
    """Make the installed kit believe that the machine has neither Landlock nor seccomp."""
    (model,) = kit.glob("lib/python*/site-packages/grader/model.py")
    with model.open("a") as file:
        file.write("CONFINED = Policy(required=CONFINED.required, available=frozenset())\n")
        file.write("AS_AVAILABLE = Policy(available=frozenset())\n")


def _without(kit: Path, started: Any) -> Any:
    """Start once more after the kit has been taken away."""
    shutil.rmtree(kit)
    return started()


@linux_only
def test_setup_says_what_is_missing(archive: Path, tmp_path: Path) -> None:
    """An image without a Python that is new enough: a status, and what to choose instead."""
    base = tmp_path / "autograder"
    unpacked(archive, base / "source")
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in ("bash", "dirname", "env"):
        found = shutil.which(name)
        assert found
        (tools / name).symlink_to(found)
    asked = tmp_path / "asked"
    (tools / "apt-get").write_text(f'#!/bin/sh\necho "$*" >>"{asked}"\ntest "$1" = update\n')
    (tools / "apt-get").chmod(0o755)
    done = call(
        [base / "source" / "setup.sh"],
        folder=base,
        environment={"PATH": str(tools), "AUTOGRADER": str(base)},
    )
    assert done.status == 1
    assert "newer base image" in done.err
    assert re.findall(r"python[\d.]+", asked.read_text())[0] == "python3.13"
    assert not (base / "kit").exists()


def test_a_wheel_is_built_from_the_checkout(tmp_path: Path) -> None:
    """Without --wheel, from the sources here or above."""
    out = tmp_path / "autograder.zip"
    done = run(
        "kit", "export", "gradescope", out, folder=ROOT / "exercises",
        environment={"PIP_NO_BUILD_ISOLATION": "0"}, seconds=300,
    )  # fmt: skip
    assert done.status == 0, done.err
    with zipfile.ZipFile(out) as packed:
        assert any(name.endswith(".whl") for name in packed.namelist())


def planted(folder: Path, name: str, about: str, *, checks: bool = True) -> Path:
    """Write a wheel that says *about* of itself."""
    path = folder / name
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("x.dist-info/METADATA", about)
        if checks:
            packed.writestr("grader/checks/exercise_1_identity/checks.py", "")
    return path


def test_what_is_no_wheel_of_this_kit_is_refused(tmp_path: Path) -> None:
    """Missing, no archive, another project, another version; nothing is written."""
    name = "module_objects_kit-9-py3-none-any.whl"
    (tmp_path / "text.whl").write_text("no zip")
    wrong = [
        tmp_path / "missing.whl",
        tmp_path / "text.whl",
        planted(tmp_path, "other-1-py3-none-any.whl", "Name: other\nVersion: 1\n"),
        planted(tmp_path, name, "Name: module-objects-kit\nVersion: 9\n"),
    ]
    for wheel in wrong:
        done = run("kit", "export", "gradescope", "a.zip", "--wheel", wheel, folder=tmp_path)
        assert done.status == 2, wheel
        assert len(done.err.splitlines()) == 2, done.err
    nowhere = run("kit", "export", "gradescope", "a.zip", folder=tmp_path)
    assert nowhere.status == 2
    assert "--wheel FILE" in nowhere.err
    assert not (tmp_path / "a.zip").exists()


def test_an_archive_is_never_overwritten(tmp_path: Path, wheels: Path) -> None:
    """A file that is there stays as it is; a name that is no zip's is refused."""
    (tmp_path / "a.zip").write_text("mine")
    for name in ("a.zip", "a.tar"):
        done = run(
            "kit", "export", "gradescope", name, "--wheel", wheel_of(wheels), folder=tmp_path
        )
        assert done.status == 2, name
    assert (tmp_path / "a.zip").read_text() == "mine"
    assert [path.name for path in tmp_path.iterdir()] == ["a.zip"]


@pytest.mark.parametrize("words", ["secret", "1.3=never", "$(id)=hidden", '"=hidden'])
def test_a_visibility_that_is_none_is_refused(words: str, tmp_path: Path, wheels: Path) -> None:
    """Neither a word that Gradescope does not know nor one that a shell would obey."""
    done = run(
        "kit", "export", "gradescope", "a.zip", "--wheel", wheel_of(wheels),
        f"--visibility={words}", folder=tmp_path,
    )  # fmt: skip
    assert done.status == 2
    with pytest.raises(UsageError):
        bundles.gradescope(wheel_of(wheels), '"; id')
