"""A CSV file that keeps the text of its cells, so that cells which are not filled stay byte for byte.

The `csv` module does not keep quotes, line ends and byte order marks. The values of the cells agree
with that module's default dialect; a test compares the two.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from grader.errors import UsageError

LARGEST = 32 << 20
"""Bytes of the largest file that is read; one of 10,000 students is far smaller."""

CANVAS_TEST_STUDENTS = frozenset({"student, test", "test student"})
"""Names of the student that Canvas makes for trying a course out, in lower case."""

_DELIMITERS = (",", ";", "\t")


@dataclass(frozen=True, slots=True, kw_only=True)
class CsvLine:
    """One record of a CSV file, which may span several lines of text.

    :param cells: text of each cell, with its quotes; none for a blank line.
    :param end: the line end; empty at the end of the file.
    :param number: line number of its first line of text, from 1.
    """

    cells: tuple[str, ...]
    end: str
    number: int

    def value(self, column: int) -> str:
        """Return the value of a cell; empty for one that does not exist."""
        return meaning(self.cells[column]) if column < len(self.cells) else ""

    @property
    def values(self) -> list[str]:
        """The values of all cells, as the `csv` module reads them."""
        return [meaning(cell) for cell in self.cells]


@dataclass(frozen=True, slots=True, kw_only=True)
class Worksheet:
    """A CSV file.

    :param name: file name, for messages.
    :param bom: its byte order mark; empty without one.
    """

    name: str
    delimiter: str
    bom: bytes
    lines: tuple[CsvLine, ...]

    def filled(self, column: int, values: dict[int, str]) -> Worksheet:
        """Return the file with new values in one column.

        A quoted cell stays quoted. A line that ends before the column gets empty cells.

        :param values: position of the line to value.
        """
        lines = list(self.lines)
        for place, value in values.items():
            line = lines[place]
            cells = [*line.cells, *[""] * (column + 1 - len(line.cells))]
            cells[column] = self._written(value, quoted=cells[column].startswith('"'))
            lines[place] = replace(line, cells=tuple(cells))
        return replace(self, lines=tuple(lines))

    def _written(self, value: str, *, quoted: bool) -> str:
        if quoted or any(sign in value for sign in (self.delimiter, '"', "\r", "\n")):
            doubled = value.replace('"', '""')
            return f'"{doubled}"'
        return value

    def content(self) -> bytes:
        """Return the bytes of the file."""
        text = "".join(self.delimiter.join(line.cells) + line.end for line in self.lines)
        return self.bom + text.encode("utf-8")


def meaning(cell: str) -> str:
    """Return the value of a cell from its text."""
    if not cell.startswith('"'):
        return cell
    parts, at = [], 1
    while (quote := cell.find('"', at)) >= 0:
        parts.append(cell[at:quote])
        if cell[quote + 1 : quote + 2] != '"':
            return "".join(parts) + cell[quote + 1 :]
        parts.append('"')
        at = quote + 2
    return "".join(parts) + cell[at:]


def read(content: bytes, name: str) -> Worksheet:
    """Parse a file; its delimiter is the one that its first record has most of.

    :raises UsageError: when it is no UTF-8 text, too large, empty, or has an open quote.
    """
    if len(content) > LARGEST:
        raise UsageError(
            f"{name} is larger than {LARGEST >> 20} MiB", "Is it the file that was exported?"
        )
    bom = codecs.BOM_UTF8 if content.startswith(codecs.BOM_UTF8) else b""
    try:
        text = content[len(bom) :].decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start + len(bom)) + 1
        raise UsageError(
            f"{name} is not UTF-8 text (line {line})",
            "Use the file as it was exported; in a spreadsheet, save as `CSV UTF-8`.",
        ) from error
    if not text.strip():
        raise UsageError(f"{name} is empty", "Use the file as it was exported.")
    delimiter = _delimiter(text)
    return Worksheet(
        name=name, delimiter=delimiter, bom=bom, lines=tuple(_lines(text, delimiter, name))
    )


def _delimiter(text: str) -> str:
    """Return the delimiter that the first record has most of, outside of quotes."""
    counts = dict.fromkeys(_DELIMITERS, 0)
    inside = False
    for sign in text:
        if sign == '"':
            inside = not inside
        elif not inside and sign in "\r\n":
            if any(counts.values()):
                break
        elif not inside and sign in counts:
            counts[sign] += 1
    return max(counts, key=lambda sign: counts[sign])


def _lines(text: str, delimiter: str, name: str) -> list[CsvLine]:
    plain = re.compile(f"[^{re.escape(delimiter)}\r\n]*")
    ends = re.compile("\r\n|\r|\n")
    lines: list[CsvLine] = []
    cells: list[str] = []
    at, number, began = 0, 1, 1
    while at < len(text) or cells:
        start = at
        if text.startswith('"', at):
            at = _closed(text, at)
            if at < 0:
                raise UsageError(
                    f'{name}, line {number}: a cell begins with " and never ends',
                    "Use the file as it was exported.",
                )
        at = _end(plain, text, at)
        cell = text[start:at]
        number += len(ends.findall(cell))
        if text.startswith(delimiter, at):
            cells.append(cell)
            at += 1
            continue
        ended = ends.match(text, at)
        end = ended[0] if ended else ""
        whole = (*cells, cell) if cells or cell else ()
        lines.append(CsvLine(cells=whole, end=end, number=began))
        cells, at = [], at + len(end)
        number += 1
        began = number
    return lines


def _closed(text: str, at: int) -> int:
    """Return the end of the quoted part that begins at *at*, or -1."""
    at = text.find('"', at + 1)
    while at >= 0 and text.startswith('"', at + 1):
        at = text.find('"', at + 2)
    return at + 1 if at >= 0 else -1


def _end(plain: re.Pattern[str], text: str, at: int) -> int:
    found = plain.match(text, at)
    return found.end() if found else at


def column_named(sheet: Worksheet, header: CsvLine, names: Sequence[str]) -> int | None:
    """Return the column of the first of *names* among the titles, in any case; None for none.

    :raises UsageError: when a title occurs twice.
    """
    titles = [value.strip().casefold() for value in header.values]
    for name in names:
        match titles.count(name.casefold()):
            case 0:
                continue
            case 1:
                return titles.index(name.casefold())
            case count:
                raise UsageError(
                    f"{sheet.name} has {count} columns that are called {name}",
                    "Use the file as it was exported.",
                )
    return None
