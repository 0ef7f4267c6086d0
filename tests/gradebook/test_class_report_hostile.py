"""What learners and layouts write is hostile: on the page of a class it is text and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from support.class_report_data import Gradebook
from support.html_page import Page, parsed

from grader.gradebook.html_report.page import report
from grader.model import Mark, Row, State


def page_of(book: Gradebook, **how: Any) -> Page:
    return parsed(report(book.rows, book.marks, sources=book.sources, **how))


HOSTILE = (
    "</script><script>alert(1)</script><img src=x onerror=alert(2)>\"' onfocus=alert(3) "
    'autofocus x="<!--<style>*{}</style>&lt;b&gt;&amp;amp;{{ 7*7 }}{% raw %}]]>javascript:alert(4)'
)
UNSEEN = "\u202eevil\u2066\u200b\x1b[31m\x00\ufeff\u2028\ud800end"


def told_by_a_learner(text: str) -> Gradebook:
    """Return students of whom everything that a learner or a layout can write is *text*.

    One of them has a name that the text does not mention, so it can be an example for a class.
    """
    finding = {
        "misconception": "rebound",
        "rule": 2,
        "call": text,
        "observed": text,
        "expected": text,
        "why": "Why.",
        "next_step": "Next.",
        "line": 2,
        "source": text,
    }
    check = {"earned": 0, "possible": 1, "seconds": 0.1, "rule": 2, "evidence": [text]}
    checks: list[Mapping[str, Any]] = [
        {**check, "id": "a", "number": "3.1", "sentence": "One.", "judgement": "failed",
         "blocked_by": None, "finding": finding},
        {**check, "id": "b", "number": "3.2", "sentence": "Two.", "judgement": "blocked",
         "blocked_by": text, "finding": None},
    ]  # fmt: skip
    told = {
        "exercise": 3,
        "title": "Title",
        "file": text,
        "seed": text,
        "possible": 2,
        "sandbox": {},
        "python": text,
        "checks": checks,
        "printed": text,
        "explanation": {
            "state": "evidence_failing",
            "cites": [{"id": text, "holds": False}],
            "score": None,
            "texts": {"objects": text, text: text},
        },
    }
    common: dict[str, Any] = {"exercise": 3, "possible": 8, "why": text, "file": text, "seed": text}
    return Gradebook(
        rows=(
            Row(student=f"a{text}", name=f"a{text}", state=State.GRADED, earned=0,
                sha256="0" * 64, graded_at=text, report=told, **common),
            Row(student=f"b{text}", name="", state=State.FAULTED, earned=None, **common),
            Row(student=f"c{text}", name=f"c{text}", state=State.UNREADABLE, earned=0, **common),
            Row(student="q7", name="Q7", state=State.GRADED, earned=0, sha256="0" * 64,
                graded_at=text, report=told, **common),
        ),
        marks=(
            Mark(student=f"a{text}", exercise=3, points=1, comment=text, marked_at=text),
        ),
        sources=lambda _: f"first\n{text}\nthird".encode("utf-8", "surrogatepass"),
    )  # fmt: skip


@pytest.mark.parametrize("text", [HOSTILE, UNSEEN, f"{HOSTILE}{UNSEEN}"])
def test_what_a_learner_wrote_is_text_and_nothing_else(text: str) -> None:
    """The page has the elements and attributes that it has for a harmless class."""
    harmless = page_of(told_by_a_learner("harmless text"), title="T", rubrics={3: ("One.",)})
    hostile = page_of(told_by_a_learner(text), title="T", rubrics={3: ("One.",)})
    assert hostile.shape == harmless.shape
    assert [one.text for one in hostile.all("script")] == [
        one.text for one in harmless.all("script")
    ]


def test_hostile_text_can_be_read_as_it_was_written() -> None:
    """Escaped once, and not twice."""
    page = page_of(told_by_a_learner(HOSTILE))
    assert page.text.count(HOSTILE) > 12


def test_what_an_eye_would_miss_is_shown() -> None:
    """Bidirectional overrides, zero-width and control characters stand there as escapes."""
    html = report(
        told_by_a_learner(UNSEEN).rows,
        told_by_a_learner(UNSEEN).marks,
        sources=told_by_a_learner(UNSEEN).sources,
        title=UNSEEN,
        generated=UNSEEN,
        rubrics={3: (UNSEEN,)},
    )
    shown = html.encode("utf-8").decode("utf-8")
    assert not set(UNSEEN) & set(shown) - set("evilend[31m")
    assert "\\u202eevil\\u2066\\u200b\\x1b[31m\\x00\\ufeff\\u2028\\ud800end" in parsed(html).text
