"""Places to look, from `grade batch` to everything that staff read; no learner ever reads of them."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from support.grading import Run, run, solution
from support.sample_rows import check, row, seen

from grader.gradebook import csv_export, json_export
from grader.gradebook.html_report import page
from grader.gradebook.students import student_records
from grader.model import Audience, PlaceToLook, SourceScan
from grader.reports import wording
from grader.reports.json import grade_as_json, read_grade

REACHES = solution(1).replace(
    "import sys\n", "import sys\nimport gc  # a right answer may search with it\n", 1
)
LINES = [REACHES.splitlines().index("import gc  # a right answer may search with it") + 1]
LOOK = f"look at line {LINES[0]}"
HIDDEN = f"# coding: unicode_escape\n{solution(1)}"
UNSCANNED = "not scanned: its encoding, unicode_escape, hides the letters that it has"


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graded class of four in the folder `out`; no test writes to it."""
    folder = tmp_path_factory.mktemp("school")
    for student, text in (
        ("student01", solution(1)),
        ("student02", REACHES),
        ("student03", HIDDEN),
        ("student04", REACHES),
    ):
        file = folder / "class" / student / "exercise_1_identity.py"
        file.parent.mkdir(parents=True)
        file.write_text(text, "utf-8")
    done = run("batch", "class", "--out", "out", "--exercise", "1", folder=folder, seconds=300)
    assert done.status == 0, done.err
    return folder


def gradebook(school: Path, *arguments: str) -> Run:
    """Run `grade gradebook`."""
    name, *rest = arguments
    return run("gradebook", name, school / "out", *rest, folder=school)


def test_the_table_lists_who_is_to_be_looked_at(school: Path) -> None:
    """The points stay; a file that could not be scanned is named too, and nobody else."""
    out = gradebook(school, "show").out
    assert "Places to look, which are no verdict:" in out
    listed = out.partition("Places to look")[2]
    for student in ("student02", "student04"):
        assert f"  {student}, exercise 1: {LOOK}" in listed
    assert "student03, exercise 1: not scanned" in listed
    assert "student01" not in listed
    points = {
        line.split()[0]: line.split()[1] for line in out.splitlines() if line[:7] == "student"
    }
    assert points["student01"] == points["student02"] == "8"


def test_one_student_is_shown_with_what_stands_there(school: Path) -> None:
    """Lines first, then each line with its name."""
    out = gradebook(school, "show", "--student", "student02").out
    assert f"staff, no verdict: {LOOK}" in out
    assert f"line {LINES[0]}: import gc" in out
    assert "no verdict" not in gradebook(school, "show", "--student", "student01").out


def test_exports_for_staff_have_the_places(school: Path) -> None:
    """JSON with lines and names, CSV in words, the class page in words and in full."""
    rows = json.loads(gradebook(school, "export", "--format", "json").out)["rows"]
    assert [one["look_at"] for one in rows] == [
        {"lines": [], "places": [], "unscanned": ""},
        {"lines": LINES, "places": [{"line": LINES[0], "what": "import gc"}], "unscanned": ""},
        {"lines": [], "places": [], "unscanned": UNSCANNED.removeprefix("not scanned: ")},
        {"lines": LINES, "places": [{"line": LINES[0], "what": "import gc"}], "unscanned": ""},
    ]
    cells = list(csv.DictReader(io.StringIO(gradebook(school, "export", "--format", "csv").out)))
    assert [one["look_at"] for one in cells] == ["", LOOK, UNSCANNED, LOOK]
    html = gradebook(school, "export", "--format", "html").out
    assert html.count(f"1 · {LOOK}") == 2
    assert f"<li>line {LINES[0]}: import gc</li>" in html
    assert UNSCANNED in html


@pytest.mark.parametrize("form", ["terminal", "json", "junit", "markdown", "gradescope"])
def test_a_learners_report_has_none_of_it(tmp_path: Path, form: str) -> None:
    """The same file, graded by its author."""
    (tmp_path / "exercise_1_identity.py").write_text(REACHES, "utf-8")
    done = run(
        "exercise", "1", "exercise_1_identity.py", "--all", "--format", form, folder=tmp_path
    )
    assert done.status == 0
    for word in (LOOK, "look_at", "import gc", "no verdict", "scanned"):
        assert word not in done.out + done.err


def test_a_file_for_learners_from_a_gradebook_has_none_of_it(school: Path) -> None:
    """Gradescope publishes what it is given."""
    done = gradebook(school, "export", "--format", "gradescope", "--output", "scores.zip")
    assert done.status == 0, done.err
    with zipfile.ZipFile(school / "scores.zip") as archive:
        texts = [archive.read(name).decode() for name in archive.namelist()]
    assert len(texts) == 4
    assert not any(
        word in text for word in (LOOK, "look_at", "import gc", "scanned") for text in texts
    )


def scanned(*places: tuple[int, str], unscanned: str = "") -> SourceScan:
    """Return a scan with these places."""
    found = tuple(PlaceToLook(line=line, what=what) for line, what in places)
    return SourceScan(places=found, unscanned=unscanned)


@pytest.mark.parametrize(
    ("scan", "words"),
    [
        (None, ""),
        (scanned(), ""),
        (scanned((49, "gc"), (2, "f_back"), (2, "gc")), "look at lines 2, 49"),
        (scanned((7, "gc"), unscanned="why"), "look at line 7; not scanned: why"),
        (
            scanned(*((line, "gc") for line in range(1, 12))),
            "look at lines 1, 2, 3, 4, 5, 6, 7, 8 and 3 more",
        ),
    ],
)
def test_lines_are_named_in_words(scan: SourceScan | None, words: str) -> None:
    """Each once and in order; of very many the first."""
    assert wording.places_to_look(scan) == words


def test_the_learners_form_of_a_report_leaves_the_scan_out() -> None:
    """Staff's form of the same grade has it, and it is read back."""
    grade = replace(read_grade(row("a", [check("1.1")]).report), scan=scanned((2, "gc")))
    assert "look_at" not in grade_as_json(grade, Audience.LEARNER)
    assert read_grade(grade_as_json(grade, Audience.STAFF)).scan == grade.scan


def test_rows_of_an_earlier_kit_are_read_without_places() -> None:
    """Nothing says that they were scanned."""
    old = row("a", [check("1.1")])
    assert json_export.report([old], [])["rows"][0]["look_at"] is None
    assert [one["look_at"] for one in cells(old)] == [""]
    assert seen(old).students[0].results[0].look_at == ""


def test_what_stands_there_is_shown_harmless() -> None:
    """It may hold letters of any kind, and an encoding may be called anything."""
    report: dict[str, Any] = {
        "look_at": {
            "lines": [3],
            "places": [{"line": 3, "what": "sys._\u202e<b>"}],
            "unscanned": "=1+1 <script>",
        }
    }
    odd = row("a", [check("1.1")], report=report)
    html = page.report([odd], [], sources=lambda _: b"")
    assert "sys._\u202e" not in html
    assert "&lt;b&gt;" in html
    assert "=1+1 &lt;script&gt;" in html
    assert cells(odd)[0]["look_at"] == "look at line 3; not scanned: =1+1 <script>"


def cells(*rows: Any) -> list[dict[str, str]]:
    """Return the CSV export of rows."""
    text = csv_export.report(student_records(rows, [], {}))
    return list(csv.DictReader(io.StringIO(text)))
