"""CSV text for people: every CSV file of ours that a person opens is made here.

Cells are shown as on a terminal (`grader.reports.escape`), and none begins like a formula. JSON and a
learner's own file are not for reading and keep every character. So do the files of Canvas and Moodle that are
filled (`grader.gradebook.lms`): those systems compare their own cells byte for byte.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterable, Sequence

from grader.reports.escape import visible, visible_id

_FORMULA = re.compile(r"'*\s*[=+\-@\t\r\n＝＋－＠]")
_TAB = 4


def csv_text(
    titles: Sequence[str], lines: Iterable[Sequence[object]], *, prose: Collection[str] = ()
) -> str:
    """Return CSV text with lines ended by CR LF, as in RFC 4180.

    :param lines: the cells of each line, as many as there are titles.
    :param prose: titles of columns whose cells may have several lines; see `prose_cell`. Each other
        cell is one line, in which also a blank that nobody would see is shown.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    shown = [prose_cell if title in prose else visible_id for title in titles]
    writer.writerow([safe(visible_id(title)) for title in titles])
    for cells in lines:
        pairs = zip(shown, cells, strict=True)
        writer.writerow([safe(show(str(cell))) for show, cell in pairs])
    return out.getvalue()


def prose_cell(text: str) -> str:
    """Return a text of several lines as a cell shows it: lines stay, and tabs become blanks."""
    return visible(text, lines=True).expandtabs(_TAB)


def safe(text: str) -> str:
    """Return *text* changed so that no spreadsheet takes it for a formula; `restored` undoes it.

    A cell that begins with `= + - @`, a tab or a line end gets an apostrophe in front
    (https://owasp.org/www-community/attacks/CSV_Injection).
    """
    return f"'{text}" if _FORMULA.match(text) else text


def restored(text: str) -> str:
    """Return the text that `safe` was given."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text[1:]) else text
