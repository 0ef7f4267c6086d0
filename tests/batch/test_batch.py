"""`grade batch` as an instructor runs it: everybody has a row, and stopping it loses nothing."""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from support.batch_process import counted, finish, start, wait_for
from support.grading import attempt, run
from support.kill_drill import disturbed_run, undisturbed_run
from support.processes import descendants, still_running
from support.small_classes import compared, rows, same, write_class
from support.synthetic_layouts import write_synthetic_class

from grader import course
from grader.gradebook.database import held
from grader.host.examiner_process import examine
from grader.model import Policy, State

ENDLESS = "while True:\n    pass\n"


def test_every_student_has_a_row_in_the_right_state_with_the_right_points(tmp_path: Path) -> None:
    """A small synthetic class; the points are those of grading one by one with the same seed."""
    made = write_synthetic_class(tmp_path / "school", students=6, seed="batch", layout="folders")
    done = run(
        "batch", *made.paths, "--roster", made.roster, "--out", "out",
        folder=tmp_path, seconds=300,
    )  # fmt: skip
    assert (done.status, done.out) == (0, "")
    found = {(row.student, row.exercise): row for row in rows(tmp_path / "out")}
    assert {place: row.state for place, row in found.items()} == {
        place: expected.state for place, expected in made.expected.items()
    }
    for place, row in list(found.items())[::4]:
        content = made.expected[place].content
        if content is not None:
            alone = examine([attempt(row.exercise, content, seed=row.seed)])[0]
            assert row.earned == alone.earned
    assert "6 students" in done.err
    assert "18 rows in out" in done.err
    assert "Next: grade gradebook show out" in done.err


def test_a_second_run_grades_what_is_new_and_nothing_else(tmp_path: Path) -> None:
    """Counted by what goes to an examiner; the gradebook of the others is as it was."""
    write_class(tmp_path / "class", 3, numbers=[1])
    arguments = ("batch", "class", "--out", "out", "--exercise", "1")
    assert finish(start(tmp_path / "log", *arguments, folder=tmp_path))[0] == 0
    assert len(counted(tmp_path / "log")) == 3
    before = rows(tmp_path / "out")
    file = tmp_path / "class" / "student002" / f"{course.exercise(1).slug}.py"
    file.write_bytes(b"# new\n")
    (tmp_path / "class" / "student004").mkdir()
    assert finish(start(tmp_path / "log", *arguments, folder=tmp_path))[0] == 0
    after = rows(tmp_path / "out")
    assert counted(tmp_path / "log") == [after[1].seed]
    assert (after[0], after[2]) == (before[0], before[2])
    assert finish(start(tmp_path / "log", *arguments, "--rerun", "all", folder=tmp_path))[0] == 0
    assert len(counted(tmp_path / "log")) == 3
    assert [compared(row) for row in rows(tmp_path / "out")] == [compared(row) for row in after]


def test_rows_that_ran_out_of_time_are_named_by_each_run_that_grades_them(tmp_path: Path) -> None:
    """With what they cost: at the end of each run, and at the beginning of the next."""
    write_class(tmp_path / "class", 3, numbers=[1])
    file = tmp_path / "class" / "student002" / f"{course.exercise(1).slug}.py"
    file.write_text(ENDLESS, "utf-8")
    arguments = ("batch", "class", "--out", "out", "--exercise", "1", "--time-limit", "1")
    named = r"  student002, exercise 1: ran out of time; its checks took [1-9]\d*\.\d s"
    first = run(*arguments, folder=tmp_path, seconds=300).err
    assert re.findall(rf"{named}(.*)", first) == ["."]
    second = run(*arguments, folder=tmp_path, seconds=300).err
    assert re.findall(rf"{named}(.*)", second) == ["; it is graded again.", "."]
    assert "student001, exercise 1: ran out" not in first + second


@pytest.mark.skipif(sys.platform != "linux", reason="watches processes in /proc")
@pytest.mark.long
def test_killed_at_random_moments_it_loses_and_repeats_nothing(tmp_path: Path) -> None:
    """SIGKILL to the coordinator; `python tests/drill.py kill` does it twenty times."""
    undisturbed_run(tmp_path, 4)
    result = disturbed_run(tmp_path, kills=3, draw=random.Random(7))
    assert result.wrong == ()
    assert result.rows == 12


@pytest.mark.skipif(sys.platform != "linux", reason="watches processes in /proc")
@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_stops_it_in_order(tmp_path: Path, number: int, status: int) -> None:
    """It says how to go on, takes every process along and can be gone on with."""
    write_class(tmp_path / "class", 2, numbers=[1])
    slug = course.exercise(1).slug
    for who in (3, 4):
        (tmp_path / "class" / f"student{who:03}").mkdir()
        (tmp_path / "class" / f"student{who:03}" / f"{slug}.py").write_text(f"# {who}\n{ENDLESS}")
    arguments = ("batch", "class", "--out", "out", "--exercise", "1", "--jobs", "2")
    process = start(tmp_path / "log", *arguments, "--time-limit", "60", folder=tmp_path)
    wait_for("rows to grade", process)
    end = 200
    while not (below := descendants(process.pid)) and (end := end - 1):
        still_running({process.pid}, 0.05)
    process.send_signal(number)
    ended, said = finish(process, 30)
    assert ended == status
    assert "Stopped." in said
    assert "run the same command again: grade batch class --out out" in said
    assert "Traceback" not in said
    assert below
    assert still_running(below, 5.0) == set()
    assert not list(tmp_path.glob("grade-*"))  # the examiners' folders
    assert finish(start(tmp_path / "log", *arguments, "--time-limit", "1", folder=tmp_path))[0] == 0
    assert len(rows(tmp_path / "out")) == 4


def test_two_runs_do_not_write_to_one_gradebook(tmp_path: Path) -> None:
    """The second is told; a lock that a killed run left behind keeps nobody out."""
    write_class(tmp_path / "class", 1, numbers=[])
    with held(tmp_path / "out"):
        done = run("batch", "class", "--out", "out", folder=tmp_path)
    assert done.status == 2
    assert "another run is grading into out" in done.err
    assert (tmp_path / "out" / "batch.lock").exists()
    assert run("batch", "class", "--out", "out", folder=tmp_path).status == 0


@pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0, reason="mounts a file system, which root may"
)
def test_a_full_and_a_read_only_disk_are_told_and_gone_on_from(tmp_path: Path) -> None:
    """What was finished before the disk was full is kept, and not graded again."""
    write_class(tmp_path / "class", 6, numbers=[1])
    out = tmp_path / "out"
    out.mkdir()

    def mount(*options: str) -> None:
        subprocess.run(["mount", *options, "tmpfs", str(out)], check=True, timeout=30)

    arguments = ("batch", "class", "--out", "out", "--exercise", "1", "--jobs", "1")
    mount("-t", "tmpfs", "-o", "size=190k")
    try:
        status, said = finish(start(tmp_path / "log", *arguments, folder=tmp_path))
        assert status == 2, said
        assert "disk is full" in said
        assert "run the same command again" in said
        counted(tmp_path / "log")
        kept = rows(out)
        assert 0 < len(kept) < 6
        mount("-o", "remount,ro")
        refused = run("batch", "class", "--out", "out", folder=tmp_path)
        assert refused.status == 2
        assert "may not be written" in refused.err
        mount("-o", "remount,rw,size=8m")
        assert finish(start(tmp_path / "log", *arguments, folder=tmp_path))[0] == 0
        assert len(counted(tmp_path / "log")) == 6 - len(kept)
        after = {row.student: row for row in rows(out)}
        assert [after[row.student] for row in kept] == list(kept)
        assert len(after) == 6
    finally:
        subprocess.run(["umount", str(out)], check=True, timeout=30)


def test_shards_merged_are_the_whole_class(tmp_path: Path) -> None:
    """Three runs, each with its part, and one gradebook at the end."""
    write_class(tmp_path / "class", 5, numbers=[1])
    common = ("batch", "class", "--exercise", "1")
    assert run(*common, "--out", "whole", folder=tmp_path, seconds=300).status == 0
    for part in (1, 2, 3):
        done = run(*common, "--out", f"{part}", "--shard", f"{part}/3", folder=tmp_path)
        assert done.status == 0
    parts = [{row.student for row in rows(tmp_path / f"{part}")} for part in (1, 2, 3)]
    assert sum(map(len, parts)) == 5
    assert run("gradebook", "merge", "out", "1", "2", "3", folder=tmp_path).status == 0
    assert same(tmp_path / "out", tmp_path / "whole")


def test_faulted_rows_end_with_three_and_are_graded_by_the_next_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no examiner can be started nobody gets a zero."""
    write_class(tmp_path / "class", 2, numbers=[1])
    broken = tmp_path / "no-such-folder"
    arguments = ("batch", "class", "--out", "out", "--exercise", "1")
    code = (
        "import sys, tempfile; tempfile.tempdir = sys.argv.pop(1)\n"
        "from grader.cli.entry import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(broken), *arguments],
        cwd=tmp_path, capture_output=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 3
    assert b"2 faulted" in done.stderr
    assert {(row.state, row.earned) for row in rows(tmp_path / "out")} == {(State.FAULTED, None)}
    assert run(*arguments, "--rerun", "faulted", folder=tmp_path).status == 0
    assert {row.state for row in rows(tmp_path / "out")} == {State.GRADED}


def test_unconfined_is_refused_unless_allowed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without Landlock and seccomp batch grades nobody; told that it may, it grades everybody."""
    from grader import model
    from grader.cli import app

    without = Policy(required=model.CONFINED.required, available=frozenset())
    monkeypatch.setattr("grader.model.CONFINED", without)
    monkeypatch.setattr("grader.model.AS_AVAILABLE", Policy(available=frozenset()))
    write_class(tmp_path / "class", 1, numbers=[1])
    monkeypatch.chdir(tmp_path)
    arguments = ["grade", "batch", "class", "--out", "out", "--exercise", "1"]
    for more, status in (([], 2), (["--allow-unconfined"], 0)):
        monkeypatch.setattr(sys, "argv", [*arguments, *more])
        with pytest.raises(SystemExit) as caught:
            app.main()
        assert (caught.value.code or 0) == status
        said = capsys.readouterr().err
        assert ("unconfined" in said) == (status == 2)
    assert [row.earned for row in rows(tmp_path / "out")] == [8]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nowhere",), "nowhere"),
        (("class", "--shard", "3/2"), "names no part"),
        (("class", "--rerun", "student99"), "no such student"),
        (("class", "--exercise", "9"), "no exercise 9"),
        (("class", "--python", "/bin/true"), "true"),
        (("class", "--time-limit", "nan"), "nan is no number of seconds"),
        (("class", "--cluster", "tcp://127.0.0.1:1", "--jobs", "2"), "--jobs"),
    ],
)
def test_usage_is_told(tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    """Exit status 2, one sentence and a next step; nothing is graded."""
    write_class(tmp_path / "class", 1, numbers=[1])
    done = run("batch", *arguments, "--out", "out", folder=tmp_path)
    assert done.status == 2
    assert said in done.err
    assert "Traceback" not in done.err


def test_what_is_named_twice_is_graded_once(tmp_path: Path) -> None:
    """A path or an exercise that is repeated adds no row, and is counted once."""
    write_class(tmp_path / "class", 2, numbers=[1, 2])
    twice = ("--exercise", "2", "--exercise", "1", "--exercise", "2")
    done = run("batch", "class", "class", "--out", "out", *twice, folder=tmp_path)
    assert done.status == 0, done.err
    assert "4 rows to grade" in done.err
    assert "4 of 4 rows" in done.err
    assert done.err.count("Exercise 2:") == 1
    assert len(rows(tmp_path / "out")) == 4
