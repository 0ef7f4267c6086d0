"""Layout of reports on a terminal or in a pipe: width, rows, signs and colours.

rich finds out width and colours, from the terminal and `NO_COLOR`, `FORCE_COLOR`, `COLUMNS` and
`TERM`; `grader.reports.wrap` breaks lines. No meaning depends on a colour.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TextIO

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from grader.model import Judgement
from grader.reports.escape import escaped_command
from grader.reports.wrap import MARK, WrappedRow, code_rows, wrap

# Only colours of the terminal's own theme, and of these the ones that can be read on dark and
# light grounds alike: no yellow, no white, nothing dimmed.
_SIGNS = {
    Judgement.PASSED: ("✓", "+", "green"),
    Judgement.FAILED: ("✗", "x", "red"),
    Judgement.BLOCKED: ("–", "-", "bold"),
    Judgement.FAULTED: ("!", "!", "magenta"),
}
_NARROWEST, _WIDEST, _PIPE = 40, 100, 80
_SIMPLE = str.maketrans(
    {"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "…": "...", "·": "-", "│": "|", "✗": "x"}
)


def console_for(
    *,
    plain: bool = False,
    errors: bool = False,
    stream: TextIO | None = None,
    width: int | None = None,
) -> Console:
    """Return the console on which a report is written.

    In a pipe a report is `COLUMNS` cells wide, or 80 without that variable.

    :param plain: no escape sequence at all, as with `NO_COLOR` in the environment.
    :param errors: write to standard error.
    :param stream: write there instead.
    :param width: in cells; None for rich to find out.
    """
    where = stream or (sys.stderr if errors else sys.stdout)
    colourless = plain or bool(os.environ.get("NO_COLOR"))
    fixed = not where.isatty() and not os.environ.get("COLUMNS", "").isdigit()
    return Console(
        file=stream,
        stderr=errors,
        highlight=False,
        markup=False,
        emoji=False,
        color_system=None if colourless else "auto",
        force_terminal=False if os.environ.get("FORCE_COLOR") == "0" else None,
        width=width or (_PIPE if fixed else None),
    )


class Page:
    """Writer of a report's lines to one console.

    :param plain: ASCII signs only.
    """

    def __init__(self, console: Console, *, plain: bool) -> None:
        self._console = console
        self._encoding = console.encoding or "ascii"
        self.plain = plain or not self._encoding.lower().startswith("utf")
        self.width = min(max(console.width, _NARROWEST), _WIDEST)
        self.bar = "|" if self.plain else "│"
        self.mark = "\\" if self.plain else MARK

    def line(
        self, text: str = "", style: str = "", *, lead: str = "", lead_style: str = ""
    ) -> None:
        """Write one line as it is, behind *lead*."""
        lead, text = self.possible(lead) if text else lead.rstrip(), self.possible(text)
        whole = escaped_command(lead + text)  # which leaves the spaces at the start of a line alone
        line = Text.assemble((whole[: len(lead)], lead_style), (whole[len(lead) :], style))
        self._console.print(line, soft_wrap=True)

    def wrapped(
        self,
        text: str,
        *,
        indent: int = 0,
        first: str = "",
        style: str = "",
        lead_style: str = "bold",
    ) -> None:
        """Write a sentence over as many lines as it takes, the first one behind *first*."""
        text, spare = self._ready(text)
        room = self.width - spare
        rows = wrap(text, room - indent, widest=room, mark=self.mark)
        self._rows(list(rows), indent, first, style, lead_style)

    def code(self, text: str, *, indent: int = 0, first: str = "") -> None:
        """Write one line of code over as many lines as it takes, the first one behind *first*.

        Code that would be broken at *indent*, and less so further left, gets lines of its own there.
        """
        text, spare = self._ready(text)
        room = self.width - spare
        if indent + cell_len(text) <= room:
            self.line(text, lead=first.ljust(indent), lead_style="bold")
            return
        hang = 0 if first.strip() else 2
        tries = {
            left: list(code_rows(text, room - left - hang, mark=self.mark))
            for left in sorted({indent, 4, 0}, reverse=True)
        }
        broken = {left: self._broken(rows) for left, rows in tries.items()}
        left = (
            indent if broken[indent] == min(broken.values()) else min(tries, key=broken.__getitem__)
        )
        if first.strip() and left != indent:
            self.line(first, "bold")
            first = ""
        for row in tries[left]:
            self.line(row, lead=first.ljust(left), lead_style="bold")
            first = " " * (left + hang)

    def quoted(self, text: str) -> None:
        """Write one line that somebody printed, each of its rows behind a bar."""
        text, spare = self._ready(text)
        lead = f"  {self.bar} "
        for row in code_rows(text, self.width - cell_len(lead) - spare, mark=self.mark):
            self.line(row, lead=lead)

    def source(
        self, lines: Sequence[tuple[int, str]], *, at: int = 0, caret: int | None = None
    ) -> None:
        """Write lines of a file behind their numbers, with a pointer to line *at*.

        :param lines: number and text; tabs are spaces already.
        :param at: number of the line to point at, if there is more than one.
        :param caret: 0-based place in that line to put a caret under; it is ASCII then.
        """
        digits = len(str(max((number for number, _ in lines), default=0)))
        depth = min((len(t) - len(t.lstrip()) for _, t in lines if t.strip()), default=0)
        for number, whole in lines:
            text, spare = self._ready(whole[depth:])
            lead = f"  {'>' if number == at else ' '} {number:>{digits}} {self.bar} "
            blank = f"    {'':>{digits}} {self.bar} "
            rows = list(code_rows(text, self.width - cell_len(lead) - spare, mark=self.mark))
            for row in rows:
                self.line(row, lead=lead)
                lead = blank
            if caret is not None and number == at and len(rows) == 1:
                place = min(max(caret - depth, 0), self.width - cell_len(blank) - 1)
                self.line(f"{'':{place}}^", lead=blank)

    def sign(self, judgement: Judgement) -> tuple[str, str]:
        """Return the sign of a judgement, and its style."""
        fancy, simple, style = _SIGNS[judgement]
        return (simple if self.plain else fancy), style

    def possible(self, text: str) -> str:
        """Return *text* in characters of the stream's encoding."""
        if not self.plain:
            return text
        return (
            text.translate(_SIMPLE)
            .encode(self._encoding, "backslashreplace")
            .decode(self._encoding, "replace")
        )

    def _broken(self, rows: Sequence[str]) -> int:
        return sum(row.endswith(self.mark) for row in rows)

    def _rows(
        self, rows: Sequence[WrappedRow], indent: int, first: str, style: str, lead_style: str
    ) -> None:
        lead = first.ljust(indent)
        for row in rows:
            if row.wide:
                if lead.strip():
                    self.line(lead.rstrip(), lead_style)
                self.line(" " * min(indent, self.width - cell_len(row.text)) + row.text, style)
            else:
                self.line(row.text, style, lead=lead, lead_style=lead_style)
            lead = " " * indent

    def _ready(self, text: str) -> tuple[str, int]:
        """Return *text* as it will be written, and how many cells a row's start may still need.

        Escapes make a text wider, so they precede wrapping.
        """
        text = self.possible(text.replace("##[", escaped_command("##[")))
        return text, cell_len(escaped_command("::")) - 2 if "::" in text else 0
