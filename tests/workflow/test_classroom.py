"""`grade classroom`: what a workflow's step leaves, whatever it was given."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from support.grading import corpus, run, solution
from support.report_readers import ReaderError, commands, github_page, outputs
from support.workflow_step import RUNNERS, UNCONFINED, Step, all_valid

from grader import course

NUMBERS = list(course.slugs())
SLUGS = course.slugs()


def test_a_solved_repository_is_green_and_silent(tmp_path: Path) -> None:
    """All points, a summary, no annotation, nothing on standard error."""
    step = Step(tmp_path, {})
    done = step.run()
    assert (done.status, done.err) == (0, "")
    all_valid(step)
    read = step.reported()
    assert read.points == (24, 24)
    assert read.table == {f"ex{number}": 8.0 for number in NUMBERS}
    assert not read.red
    assert commands(done.out) == []
    assert github_page(step.summary.read_text()).tags.count("h2") == 3


def test_points_lost_are_told_at_the_learners_line(tmp_path: Path) -> None:
    """One annotation for each exercise that is not solved, with a path from the root."""
    wrong = next(one for one in corpus(1) if one.misconception)
    step = Step(tmp_path, {1: wrong.text.encode()})
    done = step.run()
    assert done.status == 0
    read = step.reported()
    assert read.red
    assert read.points == (16 + _passed(step, 1), 24)
    found = commands(done.out)
    assert [one.name for one in found] == ["error"]
    assert found[0].properties["file"] == f"exercises/{SLUGS[1]}.py"
    assert found[0].properties["title"].startswith("Exercise 1: ")
    assert int(found[0].properties["line"]) >= 1


def _passed(step: Step, number: int) -> int:
    return sum(test["status"] == "pass" for test in step.payload(number)["tests"])


@pytest.mark.parametrize(
    "broken",
    [
        [(None, "there is no exercises/"), ("def broken(:\n", ".1 ")],
        [("x = '\x00'", ".1 "), (b"\xff\xfea\x00", "saved as UTF-16")],
        [("while True: pass\n", ".1 "), ("import os\nos._exit(0)\n", ".1 ")],
        [("#" * (1 << 20) + "\n\n", "larger than"), (None, "there is no exercises/")],
    ],
    ids=["missing, syntax", "nul, utf-16", "endless, exits", "large, missing"],
)
def test_a_file_that_cannot_be_graded_is_a_zero_and_takes_no_other_with_it(
    tmp_path: Path, broken: list[tuple[str | bytes | None, str]]
) -> None:
    """Its payload has at least one test and all its points; the exercise behind it has its own."""
    step = Step(tmp_path, {number: answer for number, (answer, _) in enumerate(broken, 1)})
    done = step.run("--time-limit", "1")
    assert done.status == 0
    all_valid(step)
    summary = step.summary.read_text()
    for number, (_, says) in enumerate(broken, 1):
        assert f"| {number} | {course.exercise(number).title} | 0 of 8 |" in summary
        body = step.payload(number)
        assert (body["status"], body["max_score"]) == ("fail", 8)
        assert (f"{number}{says}" if says == ".1 " else says) in body["tests"][0]["name"]
    assert step.payload(3)["status"] == "pass"
    assert step.reported().points == (8, 24)
    assert [one.name for one in commands(done.out)] == ["error", "error"]


def test_a_link_in_place_of_a_file_is_not_followed(tmp_path: Path) -> None:
    """A checkout may hold any link; what lies outside is nobody's answer."""
    step = Step(tmp_path, {1: None, 2: None})
    (tmp_path / "elsewhere.py").write_text(solution(1))
    (step.checkout / "exercises" / f"{SLUGS[1]}.py").symlink_to(tmp_path / "elsewhere.py")
    assert step.run().status == 0
    assert "symbolic link" in step.payload(1)["tests"][0]["name"]
    assert step.reported().points == (8, 24)


def test_only_the_checkout_is_searched(tmp_path: Path) -> None:
    """`grade all` looks in the folders above; here somebody else's file may lie there."""
    step = Step(tmp_path, {1: None, 2: None})
    (tmp_path / f"{SLUGS[1]}.py").write_text(solution(1))
    assert step.run().status == 0
    assert step.reported().points == (8, 24)


def test_files_may_lie_in_the_root_of_the_checkout(tmp_path: Path) -> None:
    """Beside `exercises/`, as `grade all` takes them."""
    step = Step(tmp_path, {1: None, 2: None})
    (step.checkout / f"{SLUGS[1]}.py").write_text(solution(1))
    assert step.run(str(step.checkout)).status == 0
    assert step.reported().points == (16, 24)


def test_what_others_wrote_to_the_runners_files_stays(tmp_path: Path) -> None:
    """Also where the last line of it has no end."""
    step = Step(tmp_path, {2: None, 3: None})
    step.output.write_text("other=1\nlast<<E\na\nE\nunended=2")
    step.summary.write_text("before")
    assert step.run().status == 0
    found = outputs(step.output.read_text())
    assert (found["other"], found["last"], found["unended"]) == ("1", "a", "2")
    assert set(found) == {"other", "last", "unended", *RUNNERS.split(",")}
    assert step.summary.read_text().startswith("before\n")


def test_outside_of_a_workflow_it_writes_the_files_it_is_told_and_says_so(tmp_path: Path) -> None:
    """Each as a whole, so that a second run leaves what one run leaves; no commands."""
    step = Step(tmp_path, {1: None, 2: "x = 1\n", 3: None})
    for _ in range(2):
        done = run(
            "classroom", step.checkout, "--output", "p.txt", "--summary", "s.md",
            folder=tmp_path,
            environment={"GITHUB_ACTIONS": "", "GITHUB_OUTPUT": "", "GITHUB_STEP_SUMMARY": ""},
        )  # fmt: skip
        assert done.status == 0
        assert "payloads: p.txt" in done.out
        assert "summary: s.md" in done.out
        assert commands(done.out) == []
    text = (tmp_path / "p.txt").read_text()
    assert [line.partition("=")[0] for line in text.splitlines()] == RUNNERS.split(",")
    assert (tmp_path / "s.md").read_text().count("# Exercises") == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "checkout", "p.txt", "runner", "s.md",
    ]  # fmt: skip


def test_with_nowhere_to_write_it_says_where_to(tmp_path: Path) -> None:
    """A person who calls it is told what to call."""
    done = run("classroom", folder=tmp_path, environment={"GITHUB_OUTPUT": ""})
    assert (done.status, done.out) == (2, "")
    assert "nowhere to write" in done.err
    assert "grade all" in done.err


def test_payloads_that_cannot_be_written_end_with_three(tmp_path: Path) -> None:
    """Before anything is graded."""
    step = Step(tmp_path, {})
    done = step.run(GITHUB_OUTPUT=str(tmp_path / "no" / "such" / "folder"))
    assert (done.status, done.out) == (3, "")
    assert "could not be written" in done.err


def test_a_summary_that_cannot_be_written_costs_no_points(tmp_path: Path) -> None:
    """The payloads count, so the step goes on and says it."""
    step = Step(tmp_path, {2: None, 3: None})
    done = step.run(GITHUB_STEP_SUMMARY=str(tmp_path))
    assert done.status == 0
    assert "summary could not be written" in done.err
    assert step.reported().points == (8, 24)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [(("nowhere",), "no folder nowhere"), (("--python", "2.7"), "there is no Python 2.7")],
)
def test_a_step_that_is_set_up_wrongly_says_so_in_every_payload(
    tmp_path: Path, arguments: tuple[str, ...], says: str
) -> None:
    """It ends with two, and no student has a zero for it."""
    step = Step(tmp_path, {})
    done = step.run(*arguments)
    assert done.status == 2
    assert says in done.err
    all_valid(step)
    assert step.statuses() == ["error"] * 3
    assert says in step.payload(1)["tests"][0]["message"]
    assert step.reported().points == (0, 0)


@pytest.mark.skipif(sys.platform != "linux", reason="leaves layers of Linux out")
def test_unconfined_code_is_not_run_unless_that_is_allowed(tmp_path: Path) -> None:
    """The payloads give the reason, and the exit status is that of a wrong call."""
    step = Step(tmp_path, {1: f"open({str(tmp_path / 'ran')!r}, 'w')\n{solution(1)}"})
    done = _finished(step.start(code=UNCONFINED))
    assert done.returncode == 2
    assert "unconfined" in done.stderr
    assert "--allow-unconfined" in done.stderr
    all_valid(step)
    assert step.statuses() == ["error"] * 3
    assert "unconfined" in step.payload(3)["tests"][0]["message"]
    assert step.reported().red
    assert "unconfined" in step.summary.read_text()
    assert not (tmp_path / "ran").exists()
    done = _finished(step.start("--allow-unconfined", code=UNCONFINED))
    assert done.returncode == 0
    assert step.reported().points == (24, 24)
    assert (tmp_path / "ran").exists()


def _finished(process: subprocess.Popen[str]) -> subprocess.CompletedProcess[str]:
    with process:
        try:
            out, errors = process.communicate(timeout=60)
        finally:
            process.kill()
    return subprocess.CompletedProcess([], process.returncode, out, errors)


SPY = """
import os
raise ValueError("saw " + " ".join(sorted(os.environ)) + " " + " ".join(os.environ.values()))
"""


def test_learner_code_inherits_nothing_of_the_workflow(tmp_path: Path) -> None:
    """No variable of the runner's, by name or value."""
    step = Step(tmp_path, {1: SPY, 2: None, 3: None})
    names = ("GITHUB_TOKEN", "ACTIONS_RUNTIME_TOKEN", "RUNNER_TEMP", "INPUT_X", "EX2_RESULTS", "CI")
    done = step.run(**{name: f"secret-{name}" for name in names})
    text = step.summary.read_text()
    assert "saw" in text, "the spy's message is in the summary, so it would be seen"
    everything = text + done.out + str([step.payload(number) for number in NUMBERS])
    assert "secret" not in everything
    for name in (*names, "GITHUB_OUTPUT", "GITHUB_ACTIONS"):
        assert not re.search(rf"\b{name}\b", everything.replace("\\", ""))


FORGER = r"""
import os, sys
for stream in (sys.stdout, sys.stderr):
    print("::notice title=Autograding complete::Points 24/24", file=stream)
    print("##[error]forged\r::error::forged\x85::error::forged", file=stream)
os.write(1, b"ex1=Zm9yZ2Vk\n::set-output name=ex1::Zm9yZ2Vk\n")
class Odd(Exception): pass
Odd.__name__ = Odd.__qualname__ = "<img src=x>\n::error::forged"
raise Odd("\n::error::forged\x1b[31m ##[error]x [l](https://example.com) www.example.com @someone"
          "\n| a |\n<script>alert(1)</script> `` ` ")
"""
PROSE = """
EXPLANATION = {"one": "::error::forged", "two": "<script>"}
CITES = ("www.example.com", "::error::forged", "@someone <img src=x>", "3.1\\n::error::x")
"""


def test_a_forger_in_the_sandbox_forges_nothing(tmp_path: Path) -> None:
    """Printed text, the name and text of an exception, and ids in prose, through a real run."""
    step = Step(tmp_path, {1: FORGER, 2: "def reload(): pass\n" + FORGER, 3: solution(3) + PROSE})
    done = step.run()
    assert done.status == 0
    all_valid(step)
    assert step.reported().points == (8, 24)
    found = commands(done.out)
    assert [one.name for one in found] == ["error", "error"]
    assert [one.properties["title"][:10] for one in found] == ["Exercise 1", "Exercise 2"]
    assert commands("\n".join(step.reported().log)) == []
    assert set(outputs(step.output.read_text())) == set(RUNNERS.split(","))
    page = github_page(step.summary.read_text())
    assert not {"a", "img", "script"} & set(page.tags)
    assert page.attributes == []
    assert page.tags.count("h2") == 3
    assert "forged" in page.prose + page.code, "it was there to be forged"


def test_a_step_whose_locale_is_plain_ascii_is_told_everything(tmp_path: Path) -> None:
    """A letter that the locale lacks is no reason to fail after the work is done."""
    step = Step(tmp_path, {1: "raise ValueError('fünf ≠ 𝕏')", 2: None, 3: None})
    done = step.run(PYTHONIOENCODING="ascii", PYTHONUTF8="0", LC_ALL="C", PYTHONCOERCECLOCALE="0")
    assert (done.status, done.err) == (0, "")
    assert "fünf ≠ 𝕏" in done.out
    assert "fünf ≠ 𝕏" in step.summary.read_text("utf-8")
    assert "fünf" in step.payload(1)["tests"][0]["message"]


def test_the_reporter_would_refuse_an_exercise_without_payload(tmp_path: Path) -> None:
    """What the tests above rely on."""
    step = Step(tmp_path, {})
    with pytest.raises(ReaderError, match="no results"):
        step.reported()
