"""Every file of a gradebook that people read shows control and format characters, whoever wrote them."""

from __future__ import annotations

import csv
import html
import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from support.graded_class import bare, graded, known, tasks
from support.grading import run, solution
from support.hidden_characters import HIDDEN, LOOK_ALIKE_IDS, hidden_in
from support.html_page import parsed
from support.sample_rows import finding

from grader.cli.commands.gradebook import ExportFormat
from grader.gradebook import review, students
from grader.gradebook.lms import comment
from grader.gradebook.store import Gradebook
from grader.model import Mark, Row, State

UNSEEN = "".join(HIDDEN.values())
NOW = datetime(2026, 2, 1, 12, 30, tzinfo=UTC)
AT = "2026-02-01T12:00:00Z"


def rows() -> tuple[tuple[Row, str], ...]:
    """Return a class of three; all that a learner or a layout wrote has hidden characters in it."""
    three = solution(3)
    row = graded(f"student{UNSEEN}01", 3, three, name=f"Name{UNSEEN}one")
    explained = dict(row.report["explanation"])
    explained["texts"] = dict.fromkeys(explained["texts"], f"a{UNSEEN}b\r\nc")
    explained["cites"] = [{"id": f"cite{UNSEEN}", "holds": True}]
    checks = [{**check, "evidence": [UNSEEN]} for check in row.report["checks"]]
    found = finding(None, call=UNSEEN, observed=f"o{UNSEEN}", line=1, source=UNSEEN)
    checks[0] |= {"judgement": "failed", "earned": 0, "finding": found}
    report = {**row.report, "explanation": explained, "checks": checks, "printed": UNSEEN}
    hostile = replace(row, report=report, file=f"a{UNSEEN}.py")
    why = f"it ended: {UNSEEN}"
    return (
        (hostile, three),
        (bare(f"student{UNSEEN}02", 3, State.UNREADABLE, why, name=UNSEEN), ""),
        (bare("student03", 3, State.FAULTED, why), ""),
    )


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Give a gradebook of that class, with a mark whose comment has hidden characters in it."""
    folder = tmp_path / "out"
    with Gradebook.create(folder) as book:
        for row, source in rows():
            book.put(row, source.encode() if source else None)
        (first, source), *_ = rows()
        book.mark(
            Mark(student=first.student, exercise=3, points=2, comment=f"so{UNSEEN}\r\nso",
                 marked_at=AT, sha256=first.sha256)
        )  # fmt: skip
    return folder


def cells(content: bytes) -> str:
    """Return the text of a CSV file, each cell with its own lines."""
    text = content.decode("utf-8-sig")
    lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    return "\n".join(cell for line in lines for cell in line)


def page(content: bytes) -> str:
    """Return the text of an HTML page, entities resolved; parsed without an error."""
    text = content.decode("utf-8")
    parsed(text)
    return html.unescape(text)


def archived(content: bytes) -> str:
    """Return the names in an archive; what is in it is JSON."""
    return "\n".join(zipfile.ZipFile(io.BytesIO(content)).namelist())


READ: dict[str, Callable[[bytes], str]] = {"csv": cells, "html": page, "gradescope": archived}
"""Format to the text that a person reads of it."""

NOT_READ = {"json": "for programs", "canvas": "filled, not made", "moodle": "filled, not made"}
"""Format to the reason why characters stay in it; what is filled in is tested below."""


def exported(out: Path, form: str, *more: str) -> bytes:
    """Return the file that `grade gradebook export` writes."""
    file = out.parent / "exported"
    done = run("gradebook", "export", out, "--format", form, "-o", file, *more, folder=out.parent)
    assert done.status in (0, 3), done.err
    assert hidden_in(done.err, allowed="\n") == ""
    return file.read_bytes()


def test_every_format_is_read_by_people_or_has_a_reason() -> None:
    """A new one has to be put on one of the two lists."""
    assert {*READ, *NOT_READ} == {one.value for one in ExportFormat}


@pytest.mark.parametrize("form", READ)
def test_a_file_for_people_hides_nothing(out: Path, form: str) -> None:
    """Ids, names, file names, reasons, prose, citations, comments, evidence, printed output."""
    text = READ[form](exported(out, form))
    assert hidden_in(text, allowed="\n\t") == ""
    assert form == "gradescope" or "\\u202e" in text


def test_the_sheet_for_review_hides_nothing_and_comes_back(out: Path, tmp_path: Path) -> None:
    """The student is found by what the sheet shows; a comment that nobody changed stays as it was."""
    file = tmp_path / "sheet.csv"
    done = run("gradebook", "review", out, "--all", "--export", file, folder=tmp_path)
    assert done.status == 0, done.err
    text = cells(file.read_bytes())
    assert hidden_in(text, allowed="\n") == ""
    assert "\\u202e" in text
    lines = list(csv.DictReader(io.StringIO(file.read_text("utf-8-sig"), newline="")))
    lines[0]["points"] = "1"
    filled = io.StringIO(newline="")
    writer = csv.DictWriter(filled, list(lines[0]))
    writer.writeheader()
    writer.writerows(lines)
    file.write_text(filled.getvalue(), "utf-8-sig", newline="")
    done = run("gradebook", "review", out, "--import", file, folder=tmp_path)
    assert done.status == 0, done.err
    with Gradebook.open(out) as book:
        (mark,) = book.marks()
    assert (mark.points, mark.comment) == (1, f"so{UNSEEN}\r\nso")
    assert mark.student == rows()[0][0].student


def test_a_sheet_of_an_earlier_version_comes_back_too() -> None:
    """Its cells had the characters themselves."""
    (first, _), *_ = rows()
    (one,) = known(rows=(first,))
    old = f'student;exercise;points\r\n"{first.student}";3;2\r\n'
    content = old.encode("utf-8", "surrogatepass").replace(b"\xed\xb2\x80", b"\\udc80")
    (mark,) = review.marks_in_sheet(content, "sheet.csv", (one,), NOW)
    assert (mark.student, mark.points) == (first.student, 2)


def test_two_students_whose_ids_look_alike_even_so_are_refused() -> None:
    """One id has the characters of the other one's escape in it; no mark goes to the wrong one."""
    pair = [graded(who, 3, solution(3)) for who in ("student01 ", "student01\\x20")]
    explanations = known(rows=tuple(pair))
    sheet = b"student,exercise,points\r\nstudent01\\x20,3,2\r\n"
    with pytest.raises(Exception, match="several students look like student01"):
        review.marks_in_sheet(sheet, "sheet.csv", explanations, NOW)


@pytest.mark.parametrize("command", [("show",), ("show", "--filter", "student"), ("similar",)])
@pytest.mark.parametrize("width", ["60", "200"])
def test_a_terminal_is_shown_nothing_hidden(
    out: Path, command: tuple[str, ...], width: str
) -> None:
    """Tables, a student in full, similar files."""
    verb, *more = command
    done = run(
        "gradebook", verb, out, *more, "--plain", folder=out.parent, environment={"COLUMNS": width}
    )
    assert done.status == 0, done.err
    assert hidden_in(done.out, allowed="\n") == ""


def test_ids_that_differ_by_what_nobody_sees_are_told_apart(tmp_path: Path) -> None:
    """In the table on a terminal, in CSV and in HTML, whatever is done with blanks there."""
    ids = sorted({who for pair in LOOK_ALIKE_IDS for who in pair})
    folder = tmp_path / "out"
    with Gradebook.create(folder) as book:
        for who in ids:
            book.put(bare(who, 1, State.NOTHING_HANDED_IN))
    shown = run("gradebook", "show", folder, "--plain", folder=tmp_path).out
    table = {
        " ".join(line.split())
        for line in shown.splitlines()
        if line.startswith(("student", "\\x20student"))
    }
    assert len(table) == len(ids)
    lines = csv.DictReader(io.StringIO(exported(folder, "csv").decode(), newline=""))
    assert len({" ".join(line["student"].split()) for line in lines}) == len(ids)
    text = exported(folder, "html").decode()
    names = re.findall(r'<bdi class="name">([^<]*)</bdi>', text)
    assert len({" ".join(html.unescape(name).split()) for name in names}) == len(ids)


def test_a_comment_for_moodle_shows_what_is_hidden_in_it() -> None:
    """The only text of ours in a file that is filled; its other cells are the teacher's."""
    rows_ = tuple(row for row, _ in rows())
    for record in students.student_records(rows_, (), tasks()):
        assert hidden_in(html.unescape(comment.comment(record))) == ""
