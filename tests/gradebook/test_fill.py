"""A teacher's own Canvas or Moodle file is filled in one column and is otherwise as it was."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.grading import TESTS

from grader.errors import UsageError
from grader.gradebook.lms import canvas, moodle
from grader.gradebook.lms.csv_file import read
from grader.gradebook.lms.fill import FilledFile, fill
from grader.gradebook.points import StudentPoints

GOLDEN = TESTS / "exports"
BOM = b"\xef\xbb\xbf"
CELLS = st.text(st.sampled_from(list("ab,;\t\"'\r\n =+-@é😀")), max_size=8)


def entry(student: str, points: int | None, possible: int = 24, **more: object) -> StudentPoints:
    """Return what a student gets."""
    return StudentPoints(student=student, name="", points=points, possible=possible, **more)  # type: ignore[arg-type]


CLASS = (
    entry("1001", 24),
    entry("1002", 13),
    entry("1003", None, why="nothing handed in"),
    entry("1004", None, why="the grader made a mistake of its own", faulted=True),
    entry("1005", 0),
    entry("1006", 7),
    entry("1999", 9),
)


def cells(content: bytes, delimiter: str) -> list[list[str]]:
    """Read a file as a program would."""
    text = content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def differences(before: bytes, after: bytes, delimiter: str = ",") -> dict[tuple[str, int], str]:
    """Return what is written where: first cell of the line and column to the new text."""
    old, new = cells(before, delimiter), cells(after, delimiter)
    assert len(old) == len(new)
    return {
        (a[1] or a[0], place): b[place]
        for a, b in zip(old, new, strict=True)
        for place in range(len(b))
        if place >= len(a) or a[place] != b[place]
    }


def fill_canvas(name: str, **how: object) -> tuple[bytes, FilledFile]:
    """Fill a golden Canvas export."""
    content = (GOLDEN / name).read_bytes()
    how = {"students": CLASS, "column": "Module objects", **how}
    students = how.pop("students")
    return content, fill(canvas.layout, content, name, students, **how)  # type: ignore[arg-type]


def fill_moodle(name: str, **how: object) -> tuple[bytes, FilledFile]:
    """Fill a golden Moodle worksheet."""
    content = (GOLDEN / name).read_bytes()
    how = {"students": CLASS, **how}
    students = how.pop("students")
    return content, fill(moodle.layout, content, name, students, **how)  # type: ignore[arg-type]


def test_canvas_gets_points_in_one_column_and_nothing_else() -> None:
    """Byte for byte: a mark of byte order, CR LF, quotes, formulas, emoji, totals."""
    before, done = fill_canvas("canvas.csv")
    expected = (GOLDEN / "canvas_filled.csv").read_bytes()
    assert done.content == expected
    assert before.startswith(BOM)
    assert differences(before, done.content) == {
        ("1001", 5): "24", ("1002", 5): "13", ("1005", 5): "0",
    }  # fmt: skip
    assert done.count == 3


def test_canvas_tells_of_everybody_who_has_no_points() -> None:
    """Missing, faulted, excused, in one of the two only; the test student is nobody."""
    _, done = fill_canvas("canvas.csv")
    told = "\n".join(done.notes)
    assert done.faulted
    assert "left as it was: 1003: nothing handed in" in told
    assert "left as it was: 1004: the grader made a mistake of its own" in told
    assert "left as it was: 1006: EX, excused" in told
    assert "not in canvas.csv: 1999" in told
    assert "not in the gradebook: line 11, =HYPERLINK(1), 1007" in told
    assert "Test" not in told


def test_canvas_with_semicolons_and_decimal_commas() -> None:
    """The delimiter is kept, and scaled points have the file's decimal comma."""
    before, done = fill_canvas("canvas_semicolon.csv", column="4711", scaled=True)
    assert differences(before, done.content, ";") == {
        ("1001", 5): "100", ("1002", 5): "54,17", ("1005", 5): "0", ("1006", 5): "29,17",
    }  # fmt: skip
    assert done.notes[0] == "points are scaled from 24 to 100, rounded to two decimals"


@pytest.mark.parametrize("column", ["Module objects", "Module objects (4711)", "4711"])
def test_canvas_finds_a_column_by_title_or_id(column: str) -> None:
    """All three ways of naming it give the same file."""
    _, done = fill_canvas("canvas.csv", column=column)
    assert done.content == (GOLDEN / "canvas_filled.csv").read_bytes()


@pytest.mark.parametrize(
    ("how", "says", "next_step"),
    [
        ({"column": "Module"}, "no columns called Module", "Module objects (4711)"),
        ({"column": ""}, "has 2 assignments", "Essay, part one (4712)"),
        ({"column": "Current Score"}, "does not let Current Score change", "--column"),
        ({"students": (entry("1001", 8, 8),)}, "gives 24 points, and the gradebook 8", "--scale"),
        ({"students": (entry("nobody", 8),)}, "no line is about a student", "--match"),
        ({"match": "Login"}, "has no column Login", "SIS Login ID"),
    ],
)
def test_canvas_refuses_to_guess(how: dict[str, object], says: str, next_step: str) -> None:
    """What is not clear is told, with what there is to choose from."""
    with pytest.raises(UsageError) as caught:
        fill_canvas("canvas.csv", **how)
    assert says in caught.value.message
    assert next_step in caught.value.next_step


def test_canvas_matches_on_id_then_sis_user_id_then_login() -> None:
    """An earlier key decides; case and blanks do not."""
    content = (
        b"Student,ID,SIS User ID,SIS Login ID,Section,E (1)\n"
        b"    Points Possible,,,,,24\n"
        b"A,1,s1,login1,X,\nB,2,1,login2,X,\nC,3,s3,Login3 ,X,\n"
    )
    students = (entry("1", 1), entry("S3", 3), entry("login2", 2))
    done = fill(canvas.layout, content, "file.csv", students)
    assert differences(content, done.content) == {("1", 5): "1", ("2", 5): "2", ("3", 5): "3"}
    with pytest.raises(UsageError, match="line 4: both login2 and 2 are on it"):
        fill(canvas.layout, content, "file.csv", (entry("login2", 2), entry("2", 2)))
    with pytest.raises(UsageError, match=r"login1 stands on lines 3, 6 \(SIS Login ID\)"):
        fill(canvas.layout, content + b"D,4,s4,LOGIN1,X,\n", "file.csv", (entry("login1", 2),))


def test_canvas_last_and_first_names_in_columns_of_their_own() -> None:
    """The other form of the export: `LastName`, `FirstName`, no SIS columns."""
    content = (
        b"LastName,FirstName,ID,SIS Login ID,Section,E (1)\n"
        b"    Points Possible,,,,,24\nBrown,Jr,1,login1,X,\nStudent,Test,9,,X,\n"
    )
    done = fill(canvas.layout, content, "file.csv", (entry("login1", 5),))
    assert done.content == content.replace(b"Brown,Jr,1,login1,X,", b"Brown,Jr,1,login1,X,5")
    assert done.notes == ()


def test_moodle_gets_grades_by_participant_and_nothing_else() -> None:
    """Identifier to number; dates, status and comments stay byte for byte."""
    before, done = fill_moodle("moodle.csv", scaled=True)
    assert done.content == (GOLDEN / "moodle_filled.csv").read_bytes()
    assert differences(before, done.content) == {
        ("Brown, Jr", 4): "100", ("Zwölf 😀", 4): "54.17", ("=cmd|' /C calc'!A0", 4): "0",
    }  # fmt: skip
    told = "\n".join(done.notes)
    assert "left as it was: 1006: Moodle does not let this grade change" in told
    assert "not in moodle.csv: 1999" in told
    assert "not in the gradebook: line 8, Participant 1007, Seven; Jr" in told


def test_moodle_in_another_language_needs_only_the_column_of_grades() -> None:
    """The identifier is known by what it says; the decimal comma by what stands there."""
    how = {"column": "Bewertung", "out_of": 50, "scaled": True}
    before, done = fill_moodle("moodle_german.csv", **how)
    assert differences(before, done.content) == {
        ("Brown, Jr", 3): "50", ("Zwei", 3): "27,08",
    }  # fmt: skip
    assert b'"27,08"' in done.content
    with pytest.raises(UsageError) as caught:
        fill_moodle("moodle_german.csv")
    assert "no column Grade" in caught.value.message
    assert "Bewertung" in caught.value.next_step


def test_moodle_comments_fill_empty_cells_only() -> None:
    """A comment that is there stays, and that is told."""
    comments = {"1001": "All <b> of it", "1002": "=1+1", "1003": "nothing"}
    before, done = fill_moodle("moodle.csv", out_of=24, feedback=comments)
    changed = differences(before, done.content)
    assert changed["Brown, Jr", 9] == "All <b> of it"
    assert ("Zwölf 😀", 9) not in changed
    assert any("comment left as it was: 1002" in note for note in done.notes)
    assert not any("1003" in str(key) for key in changed)


@pytest.mark.parametrize(
    ("points", "maximum", "shown"),
    [(1, 3, "12.5"), (2, 3, "66.67"), (1, 6, "16.67"), (1, 1, "100"), (0, 7, "0")],
)
def test_scaled_points_are_rounded_half_up(points: int, maximum: int, shown: str) -> None:
    """Exact arithmetic, two decimals at most, and no trailing zeros."""
    out_of = 100 if shown != "12.5" else 37.5
    content = f"Student,ID,Section,E (1)\n    Points Possible,,,{out_of}\nA,1,X,\n".encode()
    done = fill(canvas.layout, content, "file.csv", (entry("1", points, maximum),), scaled=True)
    assert cells(done.content, ",")[-1][-1] == shown


def test_other_files_are_refused_with_where_to_get_the_right_one() -> None:
    """A Moodle file is no Canvas file, and the other way round."""
    with pytest.raises(UsageError, match="no gradebook that Canvas exported"):
        fill(canvas.layout, (GOLDEN / "moodle.csv").read_bytes(), "moodle.csv", CLASS)
    with pytest.raises(UsageError, match="no grading worksheet of Moodle"):
        fill(moodle.layout, (GOLDEN / "canvas.csv").read_bytes(), "canvas.csv", CLASS)


@given(
    rows=st.lists(
        st.tuples(CELLS, CELLS, CELLS, CELLS, st.none() | st.integers(0, 24)),
        min_size=1,
        max_size=6,
    ),
    how=st.data(),
)
def test_canvas_touches_no_other_byte_whatever_stands_there(
    rows: list[tuple[str, str, str, str, int | None]], how: st.DataObject
) -> None:
    """Names, sections and totals of any text; only the cells of the column may change."""
    out = io.StringIO(newline="")
    delimiter = how.draw(st.sampled_from(",;"))
    writer = csv.writer(
        out, delimiter=delimiter, lineterminator="\r\n",
        quoting=how.draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])),
    )  # fmt: skip
    writer.writerow(["Student", "ID", "Section", "All (1)", "Total", "Note"])
    writer.writerow(["    Points Possible", "", "", "24.00", "(read only)", ""])
    for place, (name, section, before, note, _) in enumerate(rows):
        kept = before if before.strip().upper() not in {"EX", "N/A"} else ""
        writer.writerow([name, f"id{place}", section, kept, note, name])
    students = [entry(f"id{place}", points) for place, (*_, points) in enumerate(rows)]
    content = how.draw(st.sampled_from([b"", BOM])) + out.getvalue().encode()
    done = fill(canvas.layout, content, "file.csv", students)
    before_sheet, after_sheet = read(content, "a"), read(done.content, "b")
    for place, (old, new) in enumerate(zip(before_sheet.lines, after_sheet.lines, strict=True)):
        assert (old.cells[:3], old.cells[4:], old.end) == (new.cells[:3], new.cells[4:], new.end)
        points = students[place - 2].points if place >= 2 else None
        assert new.value(3) == (old.value(3) if points is None else str(points))
    assert done.content.startswith(BOM) == content.startswith(BOM)
