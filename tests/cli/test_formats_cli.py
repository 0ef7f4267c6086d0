"""Outside formats as a program calls them: `grade exercise|all --format …`, and their statuses."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from support.grading import Run, corpus, run, solution
from support.report_readers import (
    classroom50_points,
    classroom_reporter,
    commands,
    github_page,
    gradescope_points,
    step_environment,
    strict_json,
)
from support.schemas import valid
from support.workflow_step import RUNNERS, UNCONFINED

from grader import course

SLUGS = course.slugs()
FAULTY = """
import grader.host.examiner_process as examination
examination.Examiner.report = lambda self, *_rest: (_ for _ in ()).throw(
    examination.Fault("the examiner is gone"))
from grader.cli.entry import main
main()
"""
"""The command line with examiners that never report."""


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    """A folder with a wrong answer, none, and a right one."""
    wrong = next(one for one in corpus(1) if one.misconception)
    (tmp_path / f"{SLUGS[1]}.py").write_text(wrong.text, "utf-8")
    (tmp_path / f"{SLUGS[3]}.py").write_text(solution(3))
    return tmp_path


def test_every_format_of_one_folder_says_the_same_points(answers: Path) -> None:
    """A missing file is a zero with its reason; terminal and JSON are asked file by file."""
    points = {}
    body = _told(run("all", ".", "--format", "gradescope", folder=answers), 1)
    valid("gradescope", body)
    points["gradescope"] = gradescope_points(body)[:2]
    missing = next(test for test in body["tests"] if test["number"] == "2")
    assert "there is no exercises/exercise_2" in missing["output"]
    release = answers / "release-body.md"
    done = run("all", ".", "--format", "classroom50", "--release-body", release, folder=answers)
    body = _told(done, 1)
    valid("classroom50", body)
    points["classroom50"] = classroom50_points(body)
    assert github_page(release.read_text()).tags.count("h2") == 3
    done = run("all", ".", "--format", "classroom", folder=answers)
    assert done.status == 1
    points["classroom"] = classroom_reporter(step_environment(done.out), RUNNERS).points
    earned = possible = 0
    for number in (1, 3):
        graded = _told(
            run("exercise", str(number), "--format", "json", folder=answers), number == 1
        )
        valid("grade", graded)
        earned, possible = earned + graded["earned"], possible + graded["possible"]
        text = run("exercise", str(number), "--plain", folder=answers).out
        assert f"{graded['earned']} of {graded['possible']} points" in text
    points["json"] = earned, possible + course.exercise(2).points
    assert len(set(points.values())) == 1, points
    assert 0 < points["json"][0] < points["json"][1]


def _told(done: Run, status: int) -> dict[str, Any]:
    assert done.status == status, done.err
    return dict(strict_json(done.out))


def test_one_exercise_has_its_own_line_for_a_step(answers: Path) -> None:
    """What a step can append to `$GITHUB_OUTPUT`."""
    done = run("exercise", "3", "--format", "classroom", folder=answers)
    assert (done.status, done.err) == (0, "")
    assert classroom_reporter(step_environment(done.out), "ex3").points == (8, 8)


def test_a_plain_exit_status_is_enough_for_a_grader_that_knows_no_more(answers: Path) -> None:
    """Such a grader passes PATH and HOME only; 0 means full marks and nothing else does."""
    for number, status in ((1, 1), (3, 0)):
        done = subprocess.run(
            [sys.executable, "-P", "-m", "grader", "exercise", str(number)],
            cwd=answers,
            env={"PATH": "", "HOME": str(answers)},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == status, done.stderr
        assert commands(done.stdout) == []


def test_classroom50_says_which_of_the_runners_variables_it_lacks(answers: Path) -> None:
    """They are empty texts then; with all of them nothing is said."""
    done = run(
        "exercise", "3", "--format", "classroom50", folder=answers,
        environment={"CLASSROOM": "c", "ASSIGNMENT": "a", "SUBMISSION_TAG": "s",
                     "COMMIT_URL": "u", "RELEASE_URL": "r", "REVIEW_URL": ""},
    )  # fmt: skip
    assert done.err == "grade: not set, so left empty: REVIEW_URL.\n"
    assert (done.json["classroom"], done.json["review"]) == ("c", "")


def test_gradescope_visibility_comes_from_the_environment(answers: Path) -> None:
    """A word that Gradescope does not know is an error of the caller's."""
    arguments = ("exercise", "3", "--format", "gradescope")
    done = run(*arguments, folder=answers, environment={"GRADE_VISIBILITY": "3.2=after_published"})
    shown = {test["number"]: test["visibility"] for test in done.json["tests"]}
    assert (shown["3.1"], shown["3.2"]) == ("visible", "after_published")
    done = run(*arguments, folder=answers, environment={"GRADE_VISIBILITY": "never"})
    assert (done.status, done.out) == (2, "")
    assert "no visibility 'never'" in done.err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("all", ".", "--format", "json", "--release-body", "b.md"), "--release-body goes with"),
        (("all", "nowhere", "--format", "gradescope"), "no folder nowhere"),
        (
            ("all", ".", "--format", "classroom50", "--release-body", "no/b.md"),
            "no/b.md cannot be written",
        ),
    ],
)
def test_a_wrong_call_is_no_zero(answers: Path, arguments: tuple[str, ...], says: str) -> None:
    """Standard output stays empty, so nobody takes it for a grade."""
    done = run(*arguments, folder=answers)
    assert (done.status, done.out) == (2, "")
    assert says in done.err
    assert not (answers / "b.md").exists()


@pytest.mark.parametrize("form", ["gradescope", "classroom50", "classroom", "json"])
def test_our_own_fault_ends_with_three_in_every_format(answers: Path, form: str) -> None:
    """Where the format has a word for it, it says it; else standard output stays empty."""
    body = answers / "b.md"
    more = ["--release-body", str(body)] if form == "classroom50" else []
    done = subprocess.run(
        [sys.executable, "-P", "-c", FAULTY, "all" if more else "exercise",
         "." if more else "3", "--format", form, *more],
        cwd=answers, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 3, done.stderr
    if form == "classroom":
        read = classroom_reporter(step_environment(done.stdout), "ex3")
        assert (read.points, read.red) == ((0, 0), True)
    elif form == "json":
        assert json.loads(done.stdout)["status"] == "faulted"
    else:
        assert done.stdout == ""
        assert "no points are reported" in done.stderr
        assert "exercise 3" in done.stderr
        assert not body.exists()


@pytest.mark.skipif(sys.platform != "linux", reason="leaves layers of Linux out")
@pytest.mark.parametrize(
    ("form", "command"),
    [
        ("gradescope", "all"),
        ("classroom50", "all"),
        ("classroom", "all"),
        ("gradescope", "exercise"),
    ],
)
def test_other_peoples_code_is_not_run_unconfined(tmp_path: Path, form: str, command: str) -> None:
    """It is a wrong call, told with what to do, and no report; told that it may, it grades."""
    ran = tmp_path / "ran"
    for number, slug in SLUGS.items():
        (tmp_path / f"{slug}.py").write_text(f"open({str(ran)!r}, 'w')\n{solution(number)}")
    what = [".", f"--format={form}"] if command == "all" else ["1", "--format", form]
    for more, status in (([], 2), (["--allow-unconfined"], 0)):
        done = subprocess.run(
            [sys.executable, "-P", "-c", UNCONFINED, command, *what, *more],
            cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        assert done.returncode == status, done.stderr
        assert (
            ("unconfined" in done.stderr) == ("--allow-unconfined" in done.stderr) == bool(status)
        )
        assert bool(done.stdout) == ran.exists() == (not status)


LEAVES = """
import os, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        while True:
            open({0!r}, "w").write(str(os.getpid()))
            time.sleep(0.01)
    os._exit(0)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only there it is adopted and ended")
def test_what_unconfined_code_leaves_running_is_gone_before_the_report(tmp_path: Path) -> None:
    """It could write another report over ours; no fault of the machine makes it likely."""
    trace = tmp_path / "trace"
    (tmp_path / f"{SLUGS[1]}.py").write_text(LEAVES.format(str(trace)) + solution(1))
    done = subprocess.run(
        [sys.executable, "-P", "-c", UNCONFINED,
         "exercise", "1", "--format", "gradescope", "--allow-unconfined"],
        cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode in {0, 1}, done.stderr
    assert "not known" not in done.stderr
    trace.unlink()
    time.sleep(0.2)
    assert not trace.exists()
