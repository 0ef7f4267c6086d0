"""Golden pages: the reports that are kept as files, each of one answer at one width.

`pages()` makes them anew; they depend on nothing but the answers and the seed. The
interpreter's version is left out, since the kit runs on several.
"""

from __future__ import annotations

import io
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from grader import course
from grader.model import Grade
from grader.reports import terminal
from support.grading import TESTS, grade, run, solution, with_function, wrong_answer

FOLDER = TESTS / "golden"
RENEW = "python tests/golden.py"

_FORGET = "def forget(module):\n    "
_HELPERS = """
def forget(module):
    name = module.__name__
    remaining = [name, "garden.shed"]
    return drop(name, remaining, log="removed " * 20)


def drop(name, remaining, log):
    while remaining:
        remaining.pop()
    return {}[name]
"""
_PRINTS = """
def forget(module):
    print("before:", module.__name__, "世界", "e\\u0301", "\\x1b[31mred\\x1b[0m", "\\u202eright to left")
    for number in range(30):
        print("\\t", number)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One answer and the ways in which its report is kept.

    :param seconds: the time limit.
    """

    name: str
    number: int
    source: str
    widths: tuple[int, ...] = (80,)
    plain: bool = False
    everything: bool = False
    seconds: float = 5.0


def cases() -> list[Case]:
    """Return all answers."""
    wrong = "def same_module(first, second):\n    return first.__name__ == second.__name__"
    one_wrong = with_function(1, "same_module", wrong)
    stub = course.stub(course.exercise(1)).decode()
    return [
        Case(name="nothing_done", number=1, source=stub),
        Case(name="one_wrong", number=1, source=one_wrong, widths=(60, 80, 120)),
        Case(name="one_wrong_plain", number=1, source=one_wrong, widths=(60, 80), plain=True),
        Case(name="all_right", number=1, source=solution(1), widths=(60, 80)),
        Case(name="long_call", number=1, source=wrong_answer(1, "deep_copies_values"), widths=(60, 80, 120)),
        Case(
            name="does_not_load",
            number=1,
            source="import sys\ndef build_and_register(name, values)\n    return 1\n",
            widths=(60, 80),
        ),
        Case(name="fails_at_import", number=1, source="LIMIT = '12'\nTWICE = LIMIT * 2 + 1\n"),
        Case(
            name="time_limit",
            number=1,
            source=with_function(1, "forget", f"{_FORGET}while module: pass"),
            seconds=1.0,
        ),
        Case(name="printed", number=1, source=with_function(1, "forget", _PRINTS)),
        Case(name="raises", number=1, source=with_function(1, "forget", _HELPERS), widths=(60, 80)),
        Case(
            name="recursion", number=1, source=with_function(1, "forget", f"{_FORGET}forget(module)")
        ),
        Case(name="asks", number=1, source=with_function(1, "forget", f"{_FORGET}input('ok? ')")),
        Case(
            name="debugs", number=1, source=with_function(1, "forget", f"{_FORGET}breakpoint()")
        ),
        Case(name="exits", number=1, source=with_function(1, "forget", f"{_FORGET}quit()")),
        Case(
            name="several_wrong",
            number=2,
            source=wrong_answer(2, "module_dict_as_locals"),
            everything=True,
        ),
        Case(
            name="unpredicted",
            number=3,
            source=course.stub(course.exercise(3)).decode(),
        ),
        Case(name="explained", number=3, source=solution(3)),
    ]  # fmt: skip


def shown(graded: Grade, *, width: int = 80, plain: bool = False, everything: bool = False) -> str:
    """Return the report of one exercise as text, without colours."""
    file = io.StringIO()
    console = Console(file=file, width=width, color_system=None, markup=False, emoji=False)
    terminal.report(graded, console, everything=everything, plain=plain)
    return file.getvalue()


def pages() -> Iterator[tuple[str, str]]:
    """Yield name and text of every page."""
    for case in cases():
        label = f"exercises/{course.exercise(case.number).slug}.py"
        graded = grade(case.number, case.source, label=label, seconds=case.seconds)
        for width in case.widths:
            text = shown(graded, width=width, plain=case.plain, everything=case.everything)
            yield f"{case.name}_{width}", settled(text)
    yield from _commands()


def settled(text: str) -> str:
    """Return *text* without what differs between interpreters."""
    return re.sub(r"Python 3\.\d+\.\d+", "Python 3.x", text)


def _commands() -> Iterator[tuple[str, str]]:
    """Yield what commands print in a learner's folder, from the first day to the last."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for page, *words in (
            ("grade",),
            ("help", "--help"),
            ("start", "start"),
            ("start_again", "start"),
            ("all_new", "all", "--seed", "seed"),
            ("hint_first", "hint", "2"),
            ("hint_second", "hint", "2"),
            ("hint_third", "hint", "2"),
            ("rules", "rules"),
            ("rules_3", "rules", "3"),
        ):
            yield page, settled(run(*words, folder=folder).out)
        for number in course.slugs():
            file = folder / "exercises" / f"{course.exercise(number).slug}.py"
            file.write_text(solution(number), "utf-8")
            if number == 1:
                yield "all_begun", settled(run("all", "--seed", "seed", folder=folder).out)
        yield "all_done", settled(run("all", "--seed", "seed", folder=folder).out)
