"""What an instructor runs on a gradebook: the table, one student, and every export."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path

import pytest
from rich.cells import cell_len
from support.graded_class import NAMES, WRONG, gradebook, small_class, staff_report
from support.grading import Run, grade, run

from grader import course
from grader.gradebook.store import Gradebook
from grader.model import Audience, Judgement, Mark
from grader.reports import json as json_report
from grader.reports.json import read_grade


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The gradebook of the small class; no test writes to it."""
    return gradebook(tmp_path_factory.mktemp("class") / "out")


def command(out: Path, *arguments: str | Path, **how: object) -> Run:
    """Run `grade gradebook`."""
    name, *rest = arguments
    return run("gradebook", name, out, *rest, folder=out.parent, **how)  # type: ignore[arg-type]


def earned() -> dict[tuple[str, int], int | None]:
    """Return the points of every row as the gradebook has them."""
    return {(row.student, row.exercise): row.earned for row, _ in small_class()}


def totals() -> dict[str, int]:
    """Return the points of every student who has no fault and handed something in."""
    found: dict[str, list[int | None]] = {}
    for (student, _), points in earned().items():
        found.setdefault(student, []).append(points)
    whole = {
        who: sum(p or 0 for p in points) for who, points in found.items() if None not in points
    }
    return {who: points for who, points in whole.items() if who != "student03"}


def test_the_table_has_a_line_for_each_student_within_eighty_columns(out: Path) -> None:
    """In a pipe: no escapes, points a column, states in words, names made harmless."""
    done = command(out, "show")
    assert (done.status, done.err) == (0, "")
    assert "\x1b" not in done.out
    lines = done.out.splitlines()
    assert all(cell_len(line) <= 80 for line in lines)
    told = {line.split()[0]: line for line in lines if line.startswith("student")}
    assert list(told) == sorted(NAMES)
    assert told["student01"].split()[-6:] == ["8", "8", "8", "24", "waits", "graded"]
    assert "none in 2" in told["student02"]
    assert told["student03"].split()[-5:] == ["none", "none", "none", "none", "nothing"]
    assert "unreadable in 1" in told["student05"]
    assert "4 explanations wait for a person" in done.out


def test_a_fault_is_never_shown_as_points(out: Path) -> None:
    """The word stands for the exercise and for the total; the way out is told."""
    done = command(out, "show")
    line = next(line for line in done.out.splitlines() if line.startswith("student04"))
    assert line.split()[-8:] == ["8", "FAULT", "8", "FAULT", "waits", "FAULT", "in", "2"]
    assert "--rerun faulted" in done.out
    full = " ".join(command(out, "show", "--student", "student04").out.split())
    assert "FAULT, no points yet of 24" in full
    assert "the examiner ended before it answered" in full


@pytest.mark.parametrize(
    ("arguments", "students"),
    [
        (["--filter", "BROWN"], ["student01"]),
        (["--state", "faulted"], ["student04"]),
        (["--state", "nothing_handed_in"], ["student02", "student03"]),
        (["--misconception", "by_equality"], ["student02"]),
        (["--misconception", " By  Equality"], ["student02"]),
        (["--misconception", "by_equality", "--exercise", "2"], []),
        (["--sort", "points", "--exercise", "1", "--state", "graded"],
         ["student01", "student04", "student06", "student02"]),
        (["--sort", "state"],
         ["student04", "student05", "student02", "student03", "student01", "student06"]),
        (["--sort", "name", "--exercise", "2", "--state", "graded"],
         ["student06", "student01", "student05"]),
    ],
)  # fmt: skip
def test_a_class_can_be_sorted_and_filtered(
    out: Path, arguments: list[str], students: list[str]
) -> None:
    """Each option alone and together; what is left out is counted."""
    done = command(out, "show", *arguments)
    shown = [line.split()[0] for line in done.out.splitlines() if line.startswith("student")]
    assert shown == students
    whole = len(shown) == 6
    assert (f"{len(shown)} students." if whole else f"{len(shown)} of 6 students.") in done.out


def test_one_student_is_told_in_the_words_of_the_learners_report(out: Path) -> None:
    """Findings, lines and checks as `grade exercise` tells them; the prose in full after them."""
    done = command(out, "show", "--student", "student02")
    found = next(c["finding"] for c in staff_report(1, WRONG)["checks"] if c["finding"])
    flat = " ".join(done.out.split())
    for part in ("observed", "expected", "why", "next_step"):
        assert " ".join(found[part].split()) in flat
    assert "FAIL 1.6" in flat
    assert "follows_module DOES NOT HOLD" in flat
    assert "There are three objects" in flat
    assert "Something that it cites does not hold yet" in flat


@pytest.mark.parametrize("student", ["student02", "student06"])
def test_whoever_reads_one_student_is_not_told_what_the_learner_is_to_run(
    out: Path, student: str
) -> None:
    """Points lost or none: the commands at the end of a learner's report are for the learner."""
    done = command(out, "show", "--student", student)
    assert done.status == 0
    assert "Seed seed" in done.out
    flat = " ".join(done.out.split())
    for word in ("grade exercise", "grade hint", "grade all", "Change your file"):
        assert word not in flat


def test_an_unknown_student_or_folder_is_a_usage_error_with_a_way_on(out: Path) -> None:
    """Near ids are offered; an empty folder says how a gradebook is made."""
    done = command(out, "show", "--student", "student7")
    assert (done.status, done.out) == (2, "")
    assert "Is it one of these: student" in done.err
    done = command(out.parent / "nowhere", "show")
    assert done.status == 2
    assert "grade batch" in done.err
    done = command(out, "show", "--exercise", "9")
    assert (done.status, "no rows of exercise 9" in done.err) == (2, True)


def test_a_misconception_that_nobody_has_is_a_usage_error_with_those_there_are(out: Path) -> None:
    """A mistyped name is told from one that some students have and these have not."""
    done = command(out, "show", "--misconception", "nosuch")
    assert (done.status, done.out) == (2, "")
    assert "has the misconception nosuch." in done.err
    assert "It has by_equality, structural_only." in done.err


def test_a_report_read_back_is_the_grade_it_was_made_from() -> None:
    """Reporting it again gives the same JSON, for staff and for the learner."""
    first = grade(1, WRONG)
    for audience in Audience:
        body = json_report.grade_as_json(first, audience)
        again = read_grade(json.loads(json.dumps(body)))
        assert json_report.grade_as_json(again, audience) == body
    assert any(verdict.judgement is Judgement.FAILED for verdict in again.verdicts)


def test_json_keeps_the_contract_and_a_persons_points_apart(out: Path, tmp_path: Path) -> None:
    """Every promised key; null and not 0 for a fault; a mark leaves `earned` as it was."""
    book = gradebook(tmp_path / "out")
    with Gradebook.open(book) as opened:
        opened.mark(Mark(student="student01", exercise=3, points=2, comment="=good", marked_at="t"))
    body = command(book, "export", "--format", "json").json
    assert body["schema"] == "gradebook/1"
    assert {(row["student"], row["exercise"]): row["earned"] for row in body["rows"]} == earned()
    for row in body["rows"]:
        assert {"state", "possible", "file", "sha256", "seed", "graded_at", "checks"} <= set(row)
        assert (row["earned"] is None) == (row["state"] == "faulted")
    marked = next(r for r in body["rows"] if (r["student"], r["exercise"]) == ("student01", 3))
    assert marked["mark"] == {
        "points": 2, "comment": "=good", "marked_at": "t", "outdated": False,
    }  # fmt: skip
    assert set(marked["explanation"]["texts"]) == {"objects", "evidence", "boundary"}


def test_csv_has_the_points_of_every_row_and_no_formula(out: Path) -> None:
    """One line a student and exercise; names come through; nothing begins like a formula."""
    done = command(out, "export", "--format", "csv")
    assert done.status == 0
    lines = list(csv.DictReader(io.StringIO(done.out, newline="")))
    points = {
        (line["student"], int(line["exercise"])): int(line["earned"]) if line["earned"] else None
        for line in lines
    }
    assert points == earned()
    assert not [cell for line in lines for cell in line.values() if cell[:1] in set("=+-@\t\r")]
    names = {line["student"]: line["name"] for line in lines}
    assert names["student01"] == "Brown, Jr"
    assert names["student02"] == "'" + NAMES["student02"]
    assert names["student03"] == NAMES["student03"]
    assert names["student04"] == NAMES["student04"].replace("\n", "\\n")
    faulted = next(line for line in lines if line["state"] == "faulted")
    assert (faulted["earned"], faulted["total"]) == ("", "")


CANVAS = "Student,ID,Section,All (1)\n    Points Possible,,,24\n" + "".join(
    f'"Last, {place}",student{place:02},A,\n' for place in range(1, 8)
)
MOODLE = "Identifier,Grade,Maximum Grade,Last modified (grade),Feedback comments\n" + "".join(
    f"Participant {place},,24.00,-,\n" for place in range(1, 8)
)


def test_points_in_every_export_are_those_of_the_gradebook(out: Path, tmp_path: Path) -> None:
    """Canvas, Moodle and Gradescope give each student the sum of the rows, or nothing."""
    (tmp_path / "c.csv").write_text(CANVAS)
    done = command(out, "export", "--format", "canvas", "--into", tmp_path / "c.csv")
    assert done.status == 3
    given = {line[1]: line[3] for line in csv.reader(done.out.splitlines()[2:])}
    assert {who: int(points) for who, points in given.items() if points} == totals()
    assert "left as it was: student04" in done.err
    moodle = MOODLE.replace("Identifier", "Identifier,Username").replace("\nParticipant ", "\nP ")
    for place in range(1, 8):
        moodle = moodle.replace(f"P {place},", f"Participant {place},STUDENT{place:02},")
    (tmp_path / "m.csv").write_text(moodle)
    done = command(out, "export", "--format", "moodle", "--into", tmp_path / "m.csv", "--feedback")
    lines = list(csv.DictReader(io.StringIO(done.out)))
    assert {r["Username"].lower(): int(r["Grade"]) for r in lines if r["Grade"]} == totals()
    assert "Exercise 1: 7 of 8 points.<br>Check 1.6" in lines[1]["Feedback comments"]
    done = command(out, "export", "--format", "gradescope", "-o", tmp_path / "g.zip")
    with zipfile.ZipFile(tmp_path / "g.zip") as archive:
        scores = {name: json.loads(archive.read(name)) for name in archive.namelist()}
    assert {name.split("/")[0]: body["score"] for name, body in scores.items()} == totals()
    assert all(sum(t["score"] for t in one["tests"]) == one["score"] for one in scores.values())
    assert not any("evidence" in test for one in scores.values() for test in one["tests"])


def test_html_and_json_are_whole_with_a_fault_in_them(out: Path, tmp_path: Path) -> None:
    """They say what happened, so nothing is left out and the exit status is 0."""
    done = command(out, "export", "--format", "html", "-o", tmp_path / "class.html")
    assert (done.status, done.err) == (0, "")
    page = (tmp_path / "class.html").read_text("utf-8")
    assert page.startswith(("<!doctype html>", "<!DOCTYPE html>"))
    assert all(student in page for student in NAMES)
    assert next(iter(course.exercise(3).review.rubric)) in page  # type: ignore[union-attr]


def test_zeros_for_missing_and_a_persons_points_are_given_only_when_asked_for(
    tmp_path: Path,
) -> None:
    """With --marked, who waits keeps the cell as it was; the points possible grow with it."""
    book = gradebook(tmp_path / "out")
    with Gradebook.open(book) as opened:
        opened.mark(Mark(student="student01", exercise=3, points=2, comment="", marked_at="t"))
    (tmp_path / "c.csv").write_text(CANVAS.replace(",24\n", ",27\n"))
    into = ("export", "--format", "canvas", "--into", tmp_path / "c.csv")
    done = command(book, *into, "--marked", "--zero-for-missing")
    given = {line[1]: line[3] for line in csv.reader(done.out.splitlines()[2:])}
    assert given["student01"] == "26"
    assert given["student03"] == "0"
    assert given["student06"] == "24"
    assert given["student02"] == ""
    assert "student02" in done.err
    assert "waits for a person's points" in done.err
    assert command(book, *into).status == 2


def test_output_is_whole_or_not_there(out: Path, tmp_path: Path) -> None:
    """A file is written in one go; where that is impossible, it is said and nothing is left."""
    done = command(out, "export", "--format", "csv", "-o", tmp_path / "a.csv")
    assert (done.status, done.out) == (0, "")
    assert (tmp_path / "a.csv").read_bytes().startswith(b"student,name")
    done = command(out, "export", "--format", "csv", "-o", tmp_path / "no" / "a.csv")
    assert (done.status, "cannot be written" in done.err) == (2, True)
    assert "Name another file with --output." in done.err
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--format", "canvas"], "canvas needs the file that you exported there"),
        (["--format", "csv", "--column", "x"], "--column is not for csv, but for canvas, moodle"),
        (["--format", "json", "--scale"], "--scale is not for json"),
        (["--format", "canvas", "--into", "x.csv", "--feedback"], "--feedback is not for canvas"),
        (["--format", "canvas", "--into", "x.csv"], "x.csv cannot be read"),
        (["--format", "csv", "--exercise", "7"], "no row is of exercise 7"),
        (["--format", "excel"], "excel"),
    ],
)
def test_options_that_do_not_fit_are_told(out: Path, arguments: list[str], says: str) -> None:
    """A usage error before anything is written."""
    done = command(out, "export", *arguments)
    assert (done.status, done.out) == (2, "")
    assert says in " ".join(done.err.split())
