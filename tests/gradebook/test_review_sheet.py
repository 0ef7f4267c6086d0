"""The review queue as a spreadsheet: written, filled by a person, checked, and taken back."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from support.graded_class import gradebook, known, small_class, tasks
from support.grading import run

from grader.errors import UsageError
from grader.gradebook import review, students
from grader.gradebook.store import Gradebook
from grader.gradebook.students import Explanation

NOW = datetime(2026, 2, 1, 12, 30, tzinfo=UTC)


def sheet(found: tuple[Explanation, ...], **changes: Mapping[str, str]) -> bytes:
    """Write the sheet as a spreadsheet would save it, with some cells changed by student."""
    text = review.written_sheet(found).decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(text, newline="")))
    for line in lines:
        line.update(changes.get(line["student"], {}))
    saved = io.StringIO(newline="")
    writer = csv.DictWriter(saved, list(lines[0]), delimiter=";", quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerows(lines)
    return saved.getvalue().encode("utf-8-sig")


def test_a_sheet_goes_out_and_comes_back() -> None:
    """Saved with other delimiters and quotes; comments that look like formulas come through."""
    content = sheet(
        known(),
        student01={"points": "3", "comment": "'=well said; really"},
        student02={"points": "", "comment": "see me\nplease"},
        student04={"points": " 0 "},
    )
    found = review.marks_in_sheet(content, "prose.csv", known(), NOW)
    assert [(mark.student, mark.points, mark.comment) for mark in found] == [
        ("student01", 3, "=well said; really"),
        ("student02", None, "see me\nplease"),
        ("student04", 0, ""),
    ]
    again = known(found)
    assert review.marks_in_sheet(sheet(again), "prose.csv", again, NOW) == ()
    assert [one.row.student for one in again if one.waiting] == ["student02", "student05"]


def test_a_sheet_carries_the_prose_harmlessly() -> None:
    """Every cell of a learner is there, and none begins like a formula."""
    rows = tuple(row for row, _ in small_class())
    first = known(rows=rows)[0]
    hostile = replace(first, texts={**first.texts, "objects": '=HYPERLINK(1)\n; "x", 😀'})
    text = review.written_sheet((hostile,)).decode("utf-8-sig")
    (line,) = csv.DictReader(io.StringIO(text, newline=""))
    assert line["text: objects"] == '\'=HYPERLINK(1)\n; "x", 😀'
    assert line["evidence"] == "follows_module holds, module_behind holds, forgotten holds"
    assert line["text: boundary"].startswith("It covers global names only.")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"points": "4"}, "line 2: points of student01: 4 is no whole number from 0 to 3"),
        ({"points": "2,5"}, "line 2: points of student01: 2,5 is no whole number"),
        ({"student": "nobody"}, "line 2: there is no explanation of nobody in exercise 3"),
        ({"exercise": "1"}, "line 2: there is no explanation of student01 in exercise 1"),
        ({"student": "student04"}, "student04 stands on line"),
        ({"points": "1", "sha256": "0"}, "line 2: student01 has handed in another file"),
    ],
)
def test_what_is_wrong_in_a_sheet_is_told_with_its_line(
    change: Mapping[str, str], says: str
) -> None:
    """And nothing of the file is kept."""
    content = sheet(known(), student01=change, student05={"points": "1"})
    with pytest.raises(UsageError) as caught:
        review.marks_in_sheet(content, "prose.csv", known(), NOW)
    assert says in caught.value.message
    assert "Nothing of the file was kept" in caught.value.next_step


def test_a_sheet_does_not_overwrite_what_was_marked_meanwhile() -> None:
    """The mark of somebody else counts, unless it is the very same."""
    content = sheet(known(), student01={"points": "1"})
    meanwhile = review.mark_for(known()[0], 2, "", NOW)
    with pytest.raises(UsageError, match=r"student01 was marked at 2026-02-01T12:30:00Z"):
        review.marks_in_sheet(content, "prose.csv", known((meanwhile,)), NOW)
    same = replace(meanwhile, points=1)
    assert review.marks_in_sheet(content, "prose.csv", known((same,)), NOW) == ()


def test_the_command_writes_and_takes_a_sheet(tmp_path: Path) -> None:
    """`--export`, then `--import`; a wrong file changes nothing."""
    out = gradebook(tmp_path / "out")
    done = run("gradebook", "review", out, "--export", "p.csv", folder=tmp_path)
    assert (done.status, done.out) == (0, "")
    content = (tmp_path / "p.csv").read_bytes()
    wrong = content.replace(b",,3,", b",2,3,", 1).replace(b",,3,", b",5,3,", 1)
    (tmp_path / "wrong.csv").write_bytes(wrong)
    done = run("gradebook", "review", out, "--import", "wrong.csv", folder=tmp_path)
    assert done.status == 2
    with Gradebook.open(out) as book:
        assert book.marks() == ()
    (tmp_path / "p.csv").write_bytes(content.replace(b",,3,", b",2,3,", 1))
    done = run("gradebook", "review", out, "--import", "p.csv", folder=tmp_path)
    assert (done.status, done.out) == (0, "1 mark taken from p.csv.\n")
    with Gradebook.open(out) as book:
        assert [(m.student, m.points) for m in book.marks()] == [("student01", 2)]


def test_a_sheet_of_an_earlier_file_asks_anew() -> None:
    """Points and comment for what was handed in before are not offered for what is there now."""
    (mark,) = review.marks_in_sheet(
        sheet(known(), student01={"points": "3", "comment": "old"}), "p.csv", known(), NOW
    )
    rows = tuple(row for row, _ in small_class())
    again = known((mark,), tuple(replace(r, sha256="0" * 64) if r.sha256 else r for r in rows))
    assert review.marks_in_sheet(sheet(again), "p.csv", again, NOW) == ()
    assert next(tally.given for tally in students.student_records(rows, (mark,), tasks())) == 3
    newer = [replace(r, sha256="0" * 64) if r.sha256 else r for r in rows]
    assert next(tally.given for tally in students.student_records(newer, (mark,), tasks())) is None


def test_empty_lines_say_nothing_and_a_missing_column_is_named() -> None:
    """Spreadsheets leave lines of separators at the end; a column must be there to be read."""
    content = sheet(known(), student01={"points": "3"})
    assert len(review.marks_in_sheet(content + b";;;;\r\n\r\n", "prose.csv", known(), NOW)) == 1
    renamed = content.replace(b"points", b"grade")
    with pytest.raises(UsageError, match="has no column points"):
        review.marks_in_sheet(renamed, "prose.csv", known(), NOW)


def test_a_sheet_that_cannot_be_written_is_told_with_the_option_of_this_command(
    tmp_path: Path,
) -> None:
    """Whoever reviews has `--export` and no `--output`."""
    out = gradebook(tmp_path / "out")
    done = run("gradebook", "review", out, "--export", "no/p.csv", folder=tmp_path)
    assert (done.status, done.out) == (2, "")
    assert "Name another file with --export." in done.err
