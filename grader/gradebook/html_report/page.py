"""The class report: one HTML file that works from disk, without a network and without scripts.

A script only adds sorting, filtering and keys. Texts that a learner wrote are hostile: they are
escaped, invisible characters are shown, and the page's content security policy allows no script,
style or address but its own.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader import course
from grader.gradebook.html_report import statistics
from grader.gradebook.html_report.class_view import view
from grader.gradebook.html_report.values import STATE_WORDS
from grader.model import Mark, Row, State
from grader.reports import wording
from grader.reports.escape import visible, visible_id
from grader.reports.wording import WORDS

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

POLICY = (
    "default-src 'none'; script-src {script}; style-src {style}; img-src data:; "
    "base-uri 'none'; form-action 'none'"
)
"""Content security policy of the page: its own script and style alone, and no requests."""

HEIGHT = 120
"""Height of the tallest bar, the same in every histogram."""

_GAP = 0.22


def report(
    rows: Sequence[Row],
    marks: Sequence[Mark],
    *,
    sources: Callable[[str], bytes],
    title: str = "Class report",
    generated: str = "",
    rubrics: Mapping[int, Sequence[str]] | None = None,
) -> str:
    """Return the report of a class as the text of one HTML file, to be written as UTF-8.

    :param marks: points and comments of people for prose.
    :param sources: SHA-256 to the graded file; its exceptions are not caught.
    :param generated: date in the heading; empty for none.
    :param rubrics: exercise number to the lines of its rubric.
    """
    found = view(rows, marks, sources)
    environment = _environment()
    style = _asset(environment, "class.css")
    script = _asset(environment, "class.js")
    page = environment.get_template("class.html").render(
        policy=POLICY.format(script=_hash(script), style=_hash(style)),
        style=style,
        script=script,
        title=title,
        generated=generated,
        rubrics=rubrics or {},
        found=found,
        exercises=statistics.exercises(found),
        total=statistics.total(found),
        checks=statistics.checks(found),
        rules=statistics.rules(found),
        kinds=statistics.kinds(found),
        reteach=statistics.reteach(found),
        rule_titles={rule.number: rule.title for rule in course.rules()},
        State=State,
        state_words=STATE_WORDS,
        words={judgement.value: word.lower() for judgement, word in WORDS.items()},
        bars=bars,
        tallest=HEIGHT,
    )
    # An apostrophe could end nothing here: every attribute stands in double quotes. The calls
    # that findings quote are full of them, and a reference is five times as long.
    return page.replace("&#39;", "'")


def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("grader.gradebook.html_report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["prose"] = _prose
    environment.filters["id"] = visible_id
    environment.filters["evidence"] = wording.evidence
    environment.filters["number"] = _number
    environment.filters["students"] = _students
    return environment


def _shown(value: object) -> object:
    """Return the value of a template's expression with invisible characters shown; not escaped yet.

    jinja2 applies it to every expression, so none can be forgotten.
    """
    return visible(value, lines=True) if type(value) is str else value


def _prose(text: str) -> Markup:
    """Return a text of the kit with its parts in backquotes as code."""
    from markupsafe import Markup, escape

    pieces = [escape(_shown(piece)) for piece in text.split("`")]
    if len(pieces) % 2 == 0:
        return escape(_shown(text))
    return Markup("").join(
        Markup("<code>{}</code>").format(piece) if place % 2 else piece
        for place, piece in enumerate(pieces)
    )


def _number(value: float | None) -> str:
    """Return a mean or a median with at most one decimal, a dash where there is none."""
    return "–" if value is None else f"{value:.1f}".removesuffix(".0")


def _students(count: int) -> str:
    return "1 student" if count == 1 else f"{count} students"


def _asset(environment: Environment, name: str) -> Markup:
    """Return a style sheet or a script of the kit, not to be escaped."""
    from markupsafe import Markup

    assert environment.loader is not None
    text, _, _ = environment.loader.get_source(environment, name)
    return Markup(text)  # noqa: S704 - a file of ours, and nothing is put into it


def _hash(text: str) -> str:
    """Return the source expression by which a policy allows exactly *text*."""
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar: the count of a value.

    :param middle: centre of its labels.
    :param label: True if the value is written below; with many bars not all are.
    """

    value: int
    count: int
    x: float
    y: float
    width: float
    height: float
    middle: float
    label: bool


def bars(counts: Sequence[int], width: int) -> tuple[Bar, ...]:
    """Return a bar for each of *counts*, together *width* wide, with their feet at `HEIGHT`.

    A count above zero is visible however tall the others are.
    """
    step = width / max(len(counts), 1)
    tallest = max([*counts, 1])
    every = 1 if len(counts) <= 12 else 4
    found = []
    for value, count in enumerate(counts):
        height = max(count / tallest * HEIGHT, 2.0) if count else 0.0
        found.append(
            Bar(
                value=value,
                count=count,
                x=round(value * step + step * _GAP / 2, 2),
                y=round(HEIGHT - height, 2),
                width=round(step * (1 - _GAP), 2),
                height=round(height, 2),
                middle=round((value + 0.5) * step, 2),
                label=value % every == 0 or (value == len(counts) - 1 and value % every > 1),
            )
        )
    return tuple(found)
