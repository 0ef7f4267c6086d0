"""A CSV file keeps every cell that nobody fills, byte for byte."""

from __future__ import annotations

import codecs
import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from grader.errors import UsageError
from grader.gradebook.lms import csv_file
from grader.gradebook.lms.csv_file import Worksheet, read
from grader.reports.csv_text import restored, safe

CELLS = st.text(
    st.sampled_from(list("ab,;\t\"'\r\n =+-@é😀")), max_size=8
)  # fmt: skip
FORMULAS = ["=HYPERLINK(1)", "+1", "-1", "@x", "\tx", "\rx", " =1", "'=1", "''=1", "＝1", "\n=1"]


def lines(text: str, delimiter: str) -> Worksheet:
    """Read *text* with a header that settles the delimiter."""
    return read(f"Student{delimiter}ID\n{text}".encode(), "file.csv")


@given(rows=st.lists(st.lists(CELLS, min_size=1, max_size=5), max_size=6), how=st.data())
def test_what_the_csv_module_writes_is_read_alike_and_written_back(
    rows: list[list[str]], how: st.DataObject
) -> None:
    """Any delimiter, quoting and line end: the same values, and the same bytes."""
    delimiter = how.draw(st.sampled_from(",;\t"))
    out = io.StringIO(newline="")
    writer = csv.writer(
        out,
        delimiter=delimiter,
        quoting=how.draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])),
        lineterminator=how.draw(st.sampled_from(["\n", "\r\n", "\r"])),
    )
    writer.writerow(["Student", "ID", "Section"])
    writer.writerows(rows)
    sheet = read(out.getvalue().encode(), "file.csv")
    meant = csv.reader(io.StringIO(out.getvalue(), newline=""), delimiter=delimiter)
    assert [line.values for line in sheet.lines] == list(meant)
    assert sheet.delimiter == delimiter
    assert sheet.content() == out.getvalue().encode()


@given(text=st.text(st.sampled_from(list('ab,;"\r\n ')), max_size=40))
@example('"a"b"",c\n')
@example('"a""",""\r\rb')
@example("a\n\n,")
def test_odd_text_means_what_the_csv_module_says(text: str) -> None:
    """Quotes in odd places, blank lines, bare carriage returns; only an open quote is refused."""
    try:
        sheet = lines(text, ",")
    except UsageError as error:
        assert "never ends" in error.message  # noqa: PT017
        return
    whole = f"Student,ID\n{text}"
    assert [line.values for line in sheet.lines] == list(csv.reader(io.StringIO(whole, newline="")))
    assert sheet.content() == whole.encode()


@given(
    rows=st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=5),
    value=CELLS,
    how=st.data(),
)
def test_filling_one_cell_changes_no_other(
    rows: list[list[str]], value: str, how: st.DataObject
) -> None:
    """The raw text of all other cells and line ends is the same; the new one says its value."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([["Student", "ID", "Section"], *rows])
    sheet = read(out.getvalue().encode(), "file.csv")
    place = how.draw(st.integers(1, len(rows)))
    column = how.draw(st.integers(0, 2))
    done = read(sheet.filled(column, {place: value}).content(), "file.csv")
    assert done.lines[place].value(column) == value
    for number, (before, after) in enumerate(zip(sheet.lines, done.lines, strict=True)):
        for at, (old, new) in enumerate(zip(before.cells, after.cells, strict=True)):
            assert old == new or (number, at) == (place, column)
        assert before.end == after.end


def test_quotes_order_mark_and_short_lines_are_kept() -> None:
    """A quoted cell stays quoted, a plain one plain; a line that ends early is drawn out."""
    content = codecs.BOM_UTF8 + b'Student,ID,"Ex ""1"""\r\n"Brown, Jr",7,"3"\r\nGreen,8\n'
    sheet = read(content, "file.csv")
    done = sheet.filled(2, {1: "8", 2: "5"}).content()
    assert done == codecs.BOM_UTF8 + b'Student,ID,"Ex ""1"""\r\n"Brown, Jr",7,"8"\r\nGreen,8,5\n'


def test_records_know_the_line_of_text_that_they_begin_on() -> None:
    """Line ends inside of cells are counted."""
    sheet = read(b'a,"b\nc\r\nd"\n\n"e",f\r\ng,h', "file.csv")
    assert [line.number for line in sheet.lines] == [1, 4, 5, 6]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("Student,ID\nJos\xe9,7\n".encode("latin-1"), "not UTF-8 text (line 2)"),
        ("Student,ID\n".encode("utf-16"), "not UTF-8"),
        (b"", "is empty"),
        (b"\r\n \r\n", "is empty"),
        (b'a,b\nc,"d\n', 'line 2: a cell begins with "'),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line(content: bytes, says: str) -> None:
    """Another encoding, nothing, a quote that never closes."""
    with pytest.raises(UsageError) as caught:
        read(content, "file.csv")
    assert says in caught.value.message
    assert caught.value.next_step


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_begins_like_a_formula(text: str) -> None:
    """Whatever begins like one gets an apostrophe in front."""
    assert safe(text) == f"'{text}"


@given(text=st.text(st.sampled_from(list("='+-@ \t\r\nax＝")), max_size=6) | st.text())
def test_a_neutralised_cell_can_be_told_back(text: str) -> None:
    """`restored` undoes `safe`, whatever the text."""
    assert restored(safe(text)) == text


def test_a_file_that_is_far_too_large_is_not_taken_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """No gradebook is as large as that."""
    monkeypatch.setattr(csv_file, "LARGEST", 16)
    assert read(b"Student,ID\nA,17\n", "file.csv").lines[1].values == ["A", "17"]
    with pytest.raises(UsageError, match=r"file\.csv is larger than"):
        read(b"Student,ID\nA,178\n", "file.csv")


@pytest.mark.parametrize(
    ("content", "delimiter"),
    [
        (b"one;two", ";"),
        (b"\n\none\ntwo;three;four\nfive,six,seven,eight\n", ";"),
        (b'"a,b\n,,,";c\n', ";"),
        (b"alone\n", ","),
    ],
    ids=["one line", "the first that has one", "quoted", "none anywhere"],
)
def test_the_delimiter_is_that_of_the_first_line_that_has_one(
    content: bytes, delimiter: str
) -> None:
    """What stands in quotes does not count."""
    assert read(content, "file.csv").delimiter == delimiter


def test_what_stands_behind_a_closed_quote_belongs_to_the_cell() -> None:
    """Programs write such cells, and the csv module reads them so; an open one has no end."""
    assert csv_file.meaning('"a""b"c') == 'a"bc'
    assert csv_file.meaning('"a""b') == 'a"b'


def test_a_title_that_stands_there_twice_names_no_column() -> None:
    """Which of the two is meant is not guessed."""
    sheet = read(b"ID,Grade,grade ,Name\n", "file.csv")
    assert csv_file.column_named(sheet, sheet.lines[0], ("Points", "name")) == 3
    assert csv_file.column_named(sheet, sheet.lines[0], ("Points",)) is None
    with pytest.raises(UsageError, match="has 2 columns that are called Grade"):
        csv_file.column_named(sheet, sheet.lines[0], ("Grade",))
