"""The command line as people and scripts meet it: status, streams, options, errors."""

from __future__ import annotations

import shutil
import sys
import sysconfig
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from support.grading import ROOT, corpus, run

from grader import __version__, course
from grader.checks.rules import RULES
from grader.cli.command_table import COMMANDS

SLUG = course.exercise(1).slug
FINDING = {
    "misconception", "rule", "call", "observed", "expected", "why", "next_step", "line", "source",
    "column", "trace",
}  # fmt: skip


@pytest.fixture
def course_folder(tmp_path: Path) -> Path:
    """A learner's folder with untouched stubs."""
    done = run("start", folder=tmp_path)
    assert done.status == 0, done.err
    return tmp_path


def test_a_solution_is_full_marks_and_status_zero(tmp_path: Path) -> None:
    """Eight of eight, and nothing on standard error."""
    done = run("exercise", "1", ROOT / "solutions" / f"{SLUG}.py", folder=tmp_path)
    assert (done.status, done.err) == (0, "")
    assert "8 of 8 points" in done.out
    assert done.out.count("PASS") == 8


def test_the_stub_is_found_and_told_kindly(course_folder: Path) -> None:
    """Started in the course folder or in exercises/, without naming a file."""
    for folder in (course_folder, course_folder / "exercises"):
        done = run("exercise", "1", folder=folder)
        assert done.status == 1
        assert done.out.count("Not started") == 1
        assert "0 of 8 points" in done.out


def test_json_keeps_its_contract(tmp_path: Path) -> None:
    """Every promised key is there, with its type."""
    (tmp_path / "answer.py").write_text(corpus(1)[0].text, "utf-8")
    done = run(
        "exercise", "1", "answer.py", "--format", "json", "--seed", "7f3a", "--time-limit", "3",
        folder=tmp_path,
    )  # fmt: skip
    report = done.json
    assert done.status == 1
    assert report["schema"] == "grade/1"
    assert (report["exercise"], report["seed"], report["status"]) == (1, "7f3a", "failed")
    assert report["title"] == course.exercise(1).title
    assert (report["earned"], report["possible"]) == (7, 8)
    assert report["python"].count(".") == 2
    assert report["file"].endswith(".py")
    assert isinstance(report["printed"], str)
    assert all(isinstance(how, str) for how in report["sandbox"].values())
    numbers = [check["number"] for check in report["checks"]]
    assert numbers == [f"1.{place}" for place in range(1, 9)]
    for check in report["checks"]:
        assert check["id"].startswith(f"{SLUG}.")
        assert check["judgement"] in {"passed", "failed", "blocked", "faulted"}
        assert (check["finding"] is None) == (check["judgement"] == "passed")
        assert check["possible"] == 1
        assert "evidence" not in check
    found = next(check["finding"] for check in report["checks"] if check["finding"])
    assert set(found) == FINDING


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("exercise", "9"), "there is no exercise 9"),
        (("exercise", "1", "nothing.py"), "there is no file nothing.py"),
        (("exercise", "1", "."), "is a folder"),
        (("exercise", "1"), "no exercises/"),
        (("exercise", "1", "x.py", "--python", "2.7"), "there is no Python 2.7"),
        (("exercise", "1", "x.py", "--python", "/bin/sh"), "there is no Python /bin/sh"),
        (("exercise", "one"), "one"),
        (("exercise", "1", "x.py", "--time-limit", "0"), "time-limit"),
        (("exercise", "1", "x.py", "--time-limit", "nan"), "nan is no number of seconds"),
        (("all", "--time-limit", "inf"), "inf is not in the range"),
        (("watch", "--time-limit", "nan"), "nan is no number of seconds"),
        (("classroom", "--deadline", "nan"), "nan is no number of seconds"),
        (("classroom", "--deadline", "inf"), "inf is not in the range"),
        (("kit", "collect", "a.csv", "b", "--time-limit", "nan"), "nan is no number of seconds"),
        (("rules", "6"), "there is no review rule 6"),
        (("rules", "1.9"), "The checks of exercise 1 are 1.1, 1.2"),
        (("rules", "1.x"), "there is no check 1.x"),
        (("rules", "4.1"), "The exercises are 1, 2, 3"),
        (("rules", "one"), "there is no review rule one"),
        (("hint", "9"), "there is no exercise 9"),
        (("no-such-command",), "no-such-command"),
    ],
)
def test_usage_errors_name_the_thing_and_end_with_two(
    tmp_path: Path, arguments: tuple[str, ...], says: str
) -> None:
    """The sentence is on standard error, standard output stays empty."""
    (tmp_path / "x.py").write_text("x = 1")
    done = run(*arguments, folder=tmp_path)
    assert (done.status, done.out) == (2, "")
    assert says in done.err
    assert "Traceback" not in done.err


def test_start_overwrites_nothing_and_says_so(course_folder: Path) -> None:
    """A second start keeps what a learner wrote."""
    path = course_folder / "exercises" / f"{SLUG}.py"
    path.write_text("mine")
    done = run("start", folder=course_folder)
    assert done.status == 0
    assert f"kept exercises/{SLUG}.py" in done.out
    assert path.read_text() == "mine"


def test_hints_go_one_step_further_each_time(course_folder: Path) -> None:
    """Question, place to look, code; then the last again; `--reset` starts anew."""
    hints = course.exercise(1).hints
    seen = [run("hint", "1", folder=course_folder).out.split() for _ in range(4)]
    assert seen == [hints[place].split() for place in (0, 1, 2, 2)]
    assert run("hint", "1", "--reset", folder=course_folder).out.split() == hints[0].split()


def test_damaged_progress_is_no_error(course_folder: Path) -> None:
    """The file may be anything; it counts as absent."""
    (course_folder / ".grade").mkdir()
    for text in ("", "[]", '{"schema": "progress/1", "hints": 7}', "[" * 100_000):
        (course_folder / ".grade" / "progress.json").write_text(text)
        assert run("hint", "1", folder=course_folder).status == 0


def test_rules_are_five_in_order_and_each_explained(tmp_path: Path) -> None:
    """The list has the titles; one rule has its mechanism and an example."""
    listed = " ".join(run("rules", folder=tmp_path).out.split())
    places = [listed.index(f"{rule.number}. {rule.title}") for rule in RULES]
    assert places == sorted(places)
    assert len(places) == 5
    one = run("rules", "3", folder=tmp_path).out
    assert RULES[2].example.splitlines()[0] in one


def test_the_number_of_a_check_shows_the_rule_that_it_teaches(tmp_path: Path) -> None:
    """The same page as for the number of that rule, for each check of an exercise."""
    for check in course.checks(course.exercise(2))[::3]:
        one = run("rules", check.number, folder=tmp_path)
        assert one.out == run("rules", str(check.rule.number), folder=tmp_path).out
        assert check.sentence.split()[0] in one.out


def test_all_findings_are_shown_on_request(tmp_path: Path) -> None:
    """The first finding by default; every one with --all."""
    (tmp_path / "answer.py").write_text("def build_and_register(n, v): pass\n")
    short = run("exercise", "1", "answer.py", folder=tmp_path).out
    full = run("exercise", "1", "answer.py", "--all", folder=tmp_path).out
    assert short.count("Next step") == 1
    assert full.count("Next step") > 2


def test_grade_all_gives_every_exercise_in_each_format(course_folder: Path) -> None:
    """One line an exercise for people; one document for programs."""
    numbers = list(course.slugs())
    text = run("all", folder=course_folder)
    assert text.status == 1
    assert text.out.count("NEW") == len(numbers)
    report = run("all", "--format", "json", folder=course_folder).json
    assert [one["exercise"] for one in report["exercises"]] == numbers
    suites = ET.fromstring(run("all", "--format", "junit", folder=course_folder).out)
    assert [suite.get("tests") for suite in suites] == ["8"] * len(numbers)
    markdown = run("all", course_folder, "--format", "markdown", folder=ROOT).out
    assert markdown.count("\n## ") + markdown.startswith("## ") == len(numbers)


def test_version_and_help_teach(tmp_path: Path) -> None:
    """`--version` is one line; every command's help has examples."""
    assert run("--version", folder=tmp_path).out == f"grade {__version__}\n"
    for command in (
        ("exercise",), ("all",), ("watch",), ("hint",), ("rules",), ("start",), ("doctor",),
        ("kit",), ("kit", "verify"), ("kit", "new"),
    ):  # fmt: skip
        page = run(*command, "--help", folder=tmp_path).out
        assert "Example" in page, command
        assert f"grade {' '.join(command)}" in page.partition("Example")[2]
        assert max(map(len, page.splitlines())) <= 80


def test_help_lists_every_command_under_a_heading(tmp_path: Path) -> None:
    """The learner's first; none among others, none cut short; and the exit statuses."""
    page = run("--help", folder=tmp_path).out
    assert "Others" not in page
    assert "..." not in page.partition("For learners:")[2]
    places = [page.index(f"\n  {name} ") for name in ("start", "exercise", "gradebook", "kit")]
    assert places == sorted(places)
    assert "3  the grader made a mistake" in page


def test_help_lists_a_command_by_the_sentence_of_its_own_help(tmp_path: Path) -> None:
    """The list is made without the options of any command, and agrees with the page of each."""
    listed = " ".join(run("--help", folder=tmp_path).out.partition("For learners:")[2].split())
    for name in COMMANDS:
        about = run(name, "--help", folder=tmp_path).out.split("\n\n")[1]
        sentence = " ".join(about.split()).partition(". ")[0].rstrip(".")
        assert f"{name} {sentence}." in listed
        assert "{" not in sentence


@pytest.mark.parametrize("group", [("gradebook",), ("kit",), ("kit", "export")], ids=" ".join)
def test_a_groups_help_cuts_no_command_short(group: tuple[str, ...], tmp_path: Path) -> None:
    """The whole first sentence of each, on as many lines as it takes; no exit statuses."""
    page = run(*group, "--help", folder=tmp_path).out
    listed = page.partition("\nCommands:\n")[2]
    assert listed
    assert "..." not in listed
    assert listed.rstrip().endswith(".")
    assert "Exit status" not in page
    assert max(map(len, page.splitlines())) <= 80


def test_grade_alone_says_what_to_do_first(tmp_path: Path) -> None:
    """Where to begin, and that is no error."""
    done = run(folder=tmp_path)
    assert (done.status, done.err) == (0, "")
    assert done.out.index("grade start") < done.out.index("grade exercise 1")


def test_start_says_what_is_next_and_keeps_what_git_ignored(tmp_path: Path) -> None:
    """A `.gitignore` that is there gets one line more, once, with its own line ends."""
    for before, after in (
        (b"*.log", b"*.log\n.grade/\n"),
        (b"*.log\r\n", b"*.log\r\n.grade/\r\n"),
        (b".grade/\n", b".grade/\n"),
    ):
        (tmp_path / ".gitignore").write_bytes(before)
        for _ in range(2):
            done = run("start", folder=tmp_path)
            assert (tmp_path / ".gitignore").read_bytes() == after
        assert "`grade exercise 1`" in " ".join(done.out.split())
    done = run("start", "my course", folder=tmp_path)
    assert "cd 'my course'" in done.out
    assert (tmp_path / "my course" / "exercises" / f"{SLUG}.py").is_file()


def test_start_where_a_file_is_in_the_way_is_a_usage_error(tmp_path: Path) -> None:
    """It says which, and that another folder can be named."""
    (tmp_path / "exercises").write_text("mine")
    done = run("start", folder=tmp_path)
    assert (done.status, done.out) == (2, "")
    assert "exercises cannot be written" in done.err
    assert "grade start DIR" in done.err


def test_the_module_runs_as_the_command_does() -> None:
    """`python -m grader` is `grade`, and both are installed."""
    import subprocess

    done = subprocess.run(
        [sys.executable, "-m", "grader", "--version"], capture_output=True, check=True, timeout=60
    )
    assert done.stdout.decode().strip() == f"grade {__version__}"
    assert shutil.which("grade", path=sysconfig.get_path("scripts"))


def test_a_closed_pipe_is_no_traceback(course_folder: Path) -> None:
    """`grade rules | head -1` ends quietly."""
    import subprocess

    command = [sys.executable, "-m", "grader", "rules"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.close()
        _, errors = process.communicate(timeout=60)
    assert (process.returncode, errors) == (1, b"")
