"""The learner's progress file: what it says, where it is kept, and that nothing depends on it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from support.grading import grade, run, solution
from support.sample_grades import sample_grade

from grader import course
from grader.learner import progress
from grader.learner.progress import FILE, Change, Progress, change
from grader.learner.progress_note import sentence
from grader.model import Grade

SLUG = course.exercise(1).slug
NOON = datetime(2026, 1, 31, 12, tzinfo=UTC)
RIGHT = solution(1)
NO_FORGET = f"{RIGHT}\n\ndef forget(name):\n    return None\n"
BROKEN = "def forget(:\n"


@pytest.fixture(scope="module")
def grades() -> dict[str, Grade]:
    """Grades of one right answer, of one with a wrong function, and of one that does not load."""
    return {text: grade(1, text) for text in (RIGHT, NO_FORGET, BROKEN)}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A learner's folder with untouched stubs."""
    assert run("start", folder=tmp_path).status == 0
    return tmp_path


def save(folder: Path, text: str) -> None:
    (folder / "exercises" / f"{SLUG}.py").write_text(text, "utf-8")


def test_a_check_keeps_since_when_it_holds(grades: dict[str, Grade]) -> None:
    """A later grade with the same verdict changes no time; losing and regaining it does."""
    later = NOON + timedelta(hours=1)
    first = Progress().with_grade(grades[NO_FORGET], NOON)
    second = first.with_grade(grades[RIGHT], later)
    assert set(first.held[SLUG]) == {f"1.{n}" for n in range(1, 8)}
    assert second.held[SLUG]["1.1"] == "2026-01-31T12:00:00Z"
    assert second.held[SLUG]["1.8"] == "2026-01-31T13:00:00Z"
    assert "1.8" not in second.with_grade(grades[NO_FORGET], later).held[SLUG]


def test_changes_are_told_of_checks_that_could_be_asked(grades: dict[str, Grade]) -> None:
    """Nothing on the first run, nothing by a file that does not load, nothing without news."""
    known = Progress().with_grade(grades[NO_FORGET], NOON)
    assert change(Progress(), grades[RIGHT]) == Change()
    assert change(known, grades[RIGHT]) == Change(now=("1.8",))
    assert change(known, grades[NO_FORGET]) == Change()
    assert change(known, grades[BROKEN]) == Change()
    through = known.with_grade(grades[BROKEN], NOON)
    assert change(through, grades[NO_FORGET]) == Change()
    full = Progress().with_grade(grades[RIGHT], NOON)
    assert change(full, grades[NO_FORGET]) == Change(no_longer=("1.8",))


def test_finished_means_these_very_bytes(grades: dict[str, Grade]) -> None:
    """Another file, or a worse grade of it, is not finished."""
    full = Progress().with_grade(grades[RIGHT], NOON)
    assert full.has_finished(SLUG, RIGHT.encode())
    assert not full.has_finished(SLUG, RIGHT.encode() + b"#")
    assert not full.with_grade(grades[BROKEN], NOON).has_finished(SLUG, RIGHT.encode())


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ([], ""),
        ([Change()], ""),
        ([Change(now=("1.4",))], "Since your last run: 1.4 now holds."),
        ([Change(no_longer=("1.4", "1.6"))], "Since your last run: 1.4 and 1.6 no longer hold."),
        (
            [Change(now=("1.1", "1.2", "1.3", "1.6")), Change(no_longer=("2.2",))],
            "Since your last run: 1.1 to 1.3 and 1.6 now hold; 2.2 no longer holds.",
        ),
        ([Change(now=("1.9", "1.10", "1.11"))], "Since your last run: 1.9 to 1.11 now hold."),
    ],
)
def test_changes_are_told_in_a_sentence(changes: list[Change], told: str) -> None:
    """Singular and plural, and numbers in a row as their ends."""
    assert sentence(changes) == told


def test_exercise_and_all_say_what_is_new_since_the_last_run(folder: Path) -> None:
    """Each run compares with the one before, whichever command that was."""
    save(folder, NO_FORGET)
    assert "Since your last run" not in run("exercise", "1", folder=folder).out
    save(folder, RIGHT)
    assert "Since your last run: 1.8 now holds." in run("all", folder=folder).out
    assert "Since your last run" not in run("exercise", "1", folder=folder).out
    save(folder, NO_FORGET)
    assert "1.8 no longer holds." in run("exercise", "1", folder=folder).out


def test_only_reports_for_a_person_are_kept(folder: Path) -> None:
    """Programs that ask for JSON, JUnit or Markdown leave no trace."""
    for form in ("json", "junit", "markdown"):
        assert run("exercise", "1", "--format", form, folder=folder).status == 1
    assert not (folder / FILE).exists()


def test_an_answer_from_elsewhere_is_not_the_learners_progress(folder: Path) -> None:
    """Not a file of another name, and not one of this name in another folder."""
    other = folder / "exercises" / "mine.py"
    other.write_text(RIGHT)
    assert run("exercise", "1", other, folder=folder).status == 0
    (folder / "elsewhere").mkdir()
    (folder / "elsewhere" / f"{SLUG}.py").write_text(RIGHT)
    assert run("exercise", "1", f"elsewhere/{SLUG}.py", folder=folder).status == 0
    assert not list(folder.rglob(FILE.name))


@pytest.mark.parametrize("damage", ["[" * 100_000, "{", "[]", '{"schema": "progress/9"}', "\x00"])
def test_damage_is_told_once_and_mended(folder: Path, damage: str) -> None:
    """The first run says so on standard error, the second has a whole file again."""
    (folder / FILE).parent.mkdir()
    (folder / FILE).write_text(damage)
    first = run("hint", "1", folder=folder)
    assert first.status == 0
    assert "starts anew" in first.err
    assert run("hint", "1", folder=folder).err == ""
    assert json.loads((folder / FILE).read_text())["hints"] == {SLUG: 2}


def test_damaged_parts_are_left_out(folder: Path) -> None:
    """What has the shape is believed, what has not is nothing."""
    (folder / FILE).parent.mkdir()
    body = {"schema": "progress/1", "hints": {SLUG: "x", "y": -1}, "held": {SLUG: ["1.1"]}}
    (folder / FILE).write_text(json.dumps(body | {"finished": 7}))
    assert progress.read(folder) == Progress(held={SLUG: {}})


@pytest.mark.parametrize("kind", ["pipe", "folder", "file in place of the folder"])
def test_a_strange_thing_in_its_place_is_no_error(folder: Path, kind: str) -> None:
    """Nothing waits, nothing fails; nothing is kept where nothing can be."""
    if kind == "file in place of the folder":
        (folder / FILE.parent).write_text("mine")
    else:
        (folder / FILE).parent.mkdir()
        os.mkfifo(folder / FILE) if kind == "pipe" else (folder / FILE).mkdir()
    assert run("exercise", "1", folder=folder).status == 1
    assert run("hint", "1", folder=folder).status == 0


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_keeps_nothing(folder: Path) -> None:
    """And the grade is the same."""
    folder.chmod(0o555)
    assert run("exercise", "1", folder=folder).status == 1
    folder.chmod(0o755)
    assert not (folder / FILE).exists()


def test_many_writers_at_once_leave_a_whole_file(tmp_path: Path) -> None:
    """The later one wins; at no moment is it half of one and half of another."""
    script = (
        "import sys; from pathlib import Path; from grader.learner.progress import Progress, write\n"
        "for n in range(200): write(Path(sys.argv[1]), Progress(hints={f'{n}' * 500: n}))\n"
    )
    writers = [subprocess.Popen([sys.executable, "-c", script, tmp_path]) for _ in range(3)]
    reads = 0
    while any(writer.poll() is None for writer in writers):
        kept = progress.read(tmp_path)
        assert not kept.damaged
        reads += bool(kept.hints)
    assert [writer.wait(60) for writer in writers] == [0, 0, 0]
    assert reads
    assert len(progress.read(tmp_path).hints) == 1
    assert [path.name for path in (tmp_path / FILE).parent.iterdir()] == [FILE.name]


def test_a_fault_of_ours_changes_nothing_that_was_known(grades: dict[str, Grade]) -> None:
    """Neither what holds nor what was finished."""
    known = Progress().with_grade(grades[RIGHT], NOON)
    assert known.with_grade(sample_grade("p!"), NOON) is known


def test_without_exercises_above_a_folder_is_its_own(tmp_path: Path) -> None:
    """With them, the nearest that has them keeps the progress."""
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    assert progress.folder_of(inner) == inner
    (tmp_path / "exercises").mkdir()
    assert progress.folder_of(inner) == tmp_path
