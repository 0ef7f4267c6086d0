"""The learner's report on a terminal, or in a pipe: what holds, and the one thing to do next.

Every judgement is a word as well as a sign. Nothing of a learner's text is obeyed
by the terminal, fragments of code are not broken, and no line is wider than asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from grader.model import Grade, Judgement, Verdict
from grader.reports import wording
from grader.reports.wording import WORDS, unobeyed, visible

_SIGNS = {
    Judgement.PASSED: ("✓", "+", "green"),
    Judgement.FAILED: ("✗", "x", "bold red"),
    Judgement.BLOCKED: ("–", "-", "yellow"),
    Judgement.FAULTED: ("!", "!", "bold magenta"),
}
_NARROWEST, _WIDEST = 40, 100
_LABEL = 12
_PRINTED_LINES = 20


class Page:
    """Lays lines out for one console.

    :param plain: ASCII signs only.
    """

    def __init__(self, console: Console, *, plain: bool) -> None:
        self._console = console
        self.plain = plain or not (console.encoding or "").lower().startswith("utf")
        self.width = min(max(console.width, _NARROWEST), _WIDEST)

    def line(self, text: str = "", style: str = "") -> None:
        """Write one line as it is."""
        if self.plain:
            text = _plain(text, self._console.encoding)
        self._console.print(Text(unobeyed(text), style=style), soft_wrap=True)

    def wrapped(
        self,
        text: str,
        *,
        indent: int = 0,
        first: str = "",
        style: str = "",
        words: Callable[[str], Iterator[str]] | None = None,
    ) -> None:
        """Write *text* over as many lines as it takes, the first one behind *first*.

        :param words: says where a line may end; between words if left out.
        """
        lead = first.ljust(indent)
        for row in map(unobeyed, wrap(text, self.width - indent, words or _words)):
            line = Text(_plain(lead, self._console.encoding) if self.plain else lead, style="bold")
            line.append(_plain(row, self._console.encoding) if self.plain else row, style=style)
            self._console.print(line, soft_wrap=True)
            lead = " " * indent

    def sign(self, judgement: Judgement) -> tuple[str, str]:
        """Return the sign of a judgement, and its style."""
        fancy, simple, style = _SIGNS[judgement]
        return (simple if self.plain else fancy), style


def _plain(text: str, encoding: str | None) -> str:
    swapped = text.translate({0x201C: '"', 0x201D: '"', 0x2018: "'", 0x2019: "'", 0x2013: "-",
                              0x2026: "...", 0x00B7: "-", 0x2502: "|"})  # fmt: skip
    return swapped.encode(encoding or "ascii", "backslashreplace").decode(encoding or "ascii")


def wrap(
    text: str, width: int, words: Callable[[str], Iterator[str]] | None = None
) -> Iterator[str]:
    """Yield lines of at most *width* cells; a fragment in backquotes is kept on one line.

    A word that is too long for any line is cut where the line ends.
    """
    row = ""
    for word in (words or _words)(text):
        if row and cell_len(row) + 1 + cell_len(word) > width:
            yield row
            row = ""
        row = f"{row} {word}" if row else word
        while cell_len(row) > width:
            cut = _fitting(row, width)
            yield row[:cut]
            row = row[cut:].lstrip()
    yield row


def _words(text: str) -> Iterator[str]:
    held = ""
    for piece in text.split(" "):
        held = f"{held} {piece}" if held else piece
        if held.count("`") % 2 == 0:
            if held:
                yield held
            held = ""
    if held:
        yield from held.split(" ")


def _arguments(call: str) -> Iterator[str]:
    """Yield the parts of a call after which a line may end: its arguments, whole."""
    pieces = call.split(", ")
    yield from (f"{piece}," for piece in pieces[:-1])
    yield pieces[-1]


def _fitting(text: str, width: int) -> int:
    """Return how many characters of *text* fit; after a comma or a space where there is one."""
    fits = 0
    while fits < len(text) and cell_len(text[: fits + 1]) <= width:
        fits += 1
    at = max(text.rfind(", ", 0, fits) + 1, text.rfind(" ", 0, fits))
    return at if at > width // 3 else max(fits, 1)


def report(grade: Grade, console: Console, *, everything: bool, plain: bool) -> None:
    """Write one graded exercise.

    :param everything: all findings, not the first only.
    """
    page = Page(console, plain=plain)
    exercise = grade.attempt.exercise
    page.line(f"Exercise {exercise.number} · {exercise.title}", "bold")
    page.wrapped(f"{visible(grade.attempt.submission.label)}: {wording.score(grade)}")
    page.line()
    _checks(page, grade)
    told = wording.told(grade)
    for verdict in told if everything else told[:1]:
        page.line()
        _finding(page, verdict)
    _printed(page, grade)
    page.line()
    _closing(page, grade, len(told), everything=everything)


def _checks(page: Page, grade: Grade) -> None:
    for verdict in grade.verdicts:
        sign, style = page.sign(verdict.judgement)
        lead = f"{sign} {WORDS[verdict.judgement]:<5} {verdict.check.number}  "
        text = verdict.check.sentence
        if verdict.judgement is Judgement.BLOCKED:
            text = f"{text} ({wording.waiting_for(verdict)})"
        page.wrapped(text, indent=len(lead), first=lead, style=style if sign != "✓" else "")


def _finding(page: Page, verdict: Verdict) -> None:
    found = verdict.finding
    if found is None:
        return
    word = "does not hold yet" if verdict.judgement is Judgement.FAILED else "could not be asked"
    page.line(f"Check {verdict.check.number} {word}", "bold")
    for label, text in wording.parts(found):
        shown = visible(text)
        if label.startswith("Your line"):
            page.line(f"  {label}", "bold")
            bar = "|" if page.plain else "│"
            for row in wrap(shown, page.width - 6):
                page.line(f"    {bar} {row}", "cyan")
        else:
            words = _arguments if label == "Call" else None
            page.wrapped(shown, indent=_LABEL, first=f"  {label}", words=words)


def _printed(page: Page, grade: Grade) -> None:
    text = wording.printed(grade)
    if not text:
        return
    page.line()
    page.line("Printed by your code", "bold")
    rows = visible(text, lines=True).expandtabs(4).splitlines()
    bar = "|" if page.plain else "│"
    for row in rows[:_PRINTED_LINES]:
        for part in wrap(row, page.width - 4):
            page.line(f"  {bar} {part}", "dim")
    if len(rows) > _PRINTED_LINES:
        page.line(f"  … and {len(rows) - _PRINTED_LINES} lines more")


def _closing(page: Page, grade: Grade, told: int, *, everything: bool) -> None:
    number = grade.attempt.exercise.number
    prose = wording.explanation(grade)
    if prose:
        page.wrapped(visible(prose))
        page.line()
    if grade.faulted:
        page.wrapped(wording.FAULT)
    elif wording.not_started(grade):
        page.wrapped(
            f"Nothing is written yet, so nothing can be wrong. Open {visible(grade.attempt.submission.label)}, "
            f"write the first function, and run `grade exercise {number}` again."
        )
    elif grade.earned == grade.possible:
        page.wrapped(f"Every check of exercise {number} holds.")
    elif told > 1 and not everything:
        more = "1 more finding" if told == 2 else f"{told - 1} more findings"
        page.wrapped(f"{more}: `grade exercise {number} --all`. A hint: `grade hint {number}`.")
    else:
        page.wrapped(f"Change that line, save, and grade again. A hint: `grade hint {number}`.")
    page.line(f"seed {grade.attempt.seed} · Python {grade.python or '?'}", "dim")


def summary(grades: Sequence[Grade], console: Console, *, plain: bool) -> None:
    """Write one line for each exercise, and the next thing to do."""
    page = Page(console, plain=plain)
    for grade in grades:
        exercise = grade.attempt.exercise
        done = grade.earned == grade.possible and not grade.faulted
        judgement = Judgement.PASSED if done else Judgement.FAILED
        if grade.faulted:
            judgement = Judgement.FAULTED
        elif wording.not_started(grade):
            judgement = Judgement.BLOCKED
        sign, style = page.sign(judgement)
        word = "NEW" if wording.not_started(grade) else WORDS[judgement]
        lead = f"{sign} {word:<5} {exercise.number}  "
        page.wrapped(
            f"{exercise.title}: {wording.score(grade)}", indent=len(lead), first=lead, style=style
        )
    page.line()
    earned, possible = sum(g.earned for g in grades), sum(g.possible for g in grades)
    page.line(f"{earned} of {possible} points", "bold")
