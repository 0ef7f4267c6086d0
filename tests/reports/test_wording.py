"""One wording for all forms of a report: what the terminal says, the others say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from support.golden import shown
from support.grading import attempt, examined, graded_wrong_answers, solution, with_function
from support.sample_grades import sample_grade

from grader.model import Audience, Finding, Grade, Judgement
from grader.reports import json as json_report
from grader.reports import junit, markdown, wording
from grader.reports.escape import visible
from grader.reports.wrap import MARK
from grader.workflow import annotations as annotation_lines

ODD = """
def forget(module):
    raise KeyError("a `b` *c* <d> [e](f) | g & #h $x$ @i ~~j~~ \\\\ ```k``` _l_ \\x1b[1m")
"""


@pytest.fixture(scope="module")
def grades() -> list[Grade]:
    """Findings of checks, of an exception with markup in it, of a file that does not load."""
    own = [
        with_function(1, "forget", ODD),
        with_function(1, "forget", "def forget(module):\n    return input()"),
        "def build_and_register(:\n",
        solution(1).replace("def same_module", "def same"),
    ]
    made = examined([attempt(1, text, label="a_b*c.py") for text in own])
    return [*made, *(graded for _, graded in graded_wrong_answers(1)[:6])]


def findings(graded: Grade) -> list[Finding]:
    """Return what was found, in order."""
    return [found for _, found in wording.findings(graded)]


def bare(text: str) -> str:
    """Return *text* without spaces, gutters and continuation marks."""
    return re.sub(rf"[\s{MARK}│]", "", text)


def unmarked(text: str) -> str:
    """Return what a line of Markdown shows, and of its code only that it is none."""
    return "".join(piece for piece, _ in pieces(text))


def pieces(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the texts of a line of Markdown, and whether each is code."""
    at = 0
    while at < len(text):
        run = re.compile("`+").match(text, at)
        if text[at] == "\\" and text[at + 1 : at + 2] and not text[at + 1].isalnum():
            yield text[at + 1], False
            at += 2
        elif run and (end := re.compile(f"(?<!`){run[0]}(?!`)").search(text, run.end())):
            code = text[run.end() : end.start()]
            spaced = code.startswith(" ") and code.endswith(" ") and bool(code.strip())
            yield code[1:-1] if spaced else code, True
            at = end.end()
        else:
            yield text[at], False
            at += 1


def test_the_terminal_has_every_part(grades: list[Grade]) -> None:
    """Observed, expected, why, rule, next step, whole."""
    for graded in grades:
        page = bare(shown(graded, everything=True))
        for found in findings(graded):
            for text in (found.observed, found.expected, found.why, found.next_step):
                assert bare(visible(text)) in page


def test_json_has_every_part(grades: list[Grade]) -> None:
    """As it is, because a program reads it."""
    for graded in grades:
        told = json_report.grade_as_json(graded, Audience.LEARNER)["checks"]
        told = [check["finding"] for check in told if check["finding"]]
        assert [
            (one["observed"], one["expected"], one["why"], one["next_step"]) for one in told
        ] == [
            (found.observed, found.expected, found.why, found.next_step)
            for found in findings(graded)
        ]  # fmt: skip


def test_junit_has_every_part(grades: list[Grade]) -> None:
    """In the text of a failure or of a skipped case; XML keeps it whole."""
    for graded in grades:
        root = ET.fromstring(junit.report([graded]))
        texts = [
            node.text for node in root.iter() if node.tag in {"failure", "skipped"} and node.text
        ]
        for found, text in zip(findings(graded), texts, strict=True):
            lines = [f"{label}: {visible(part)}" for label, part in wording.parts(found)]
            assert text == "\n".join(lines)


def test_markdown_has_every_part(grades: list[Grade]) -> None:
    """Read as Markdown shows it, whatever markup is in a learner's text."""
    for graded in grades:
        page = markdown.report([graded])
        # A space may keep two codes apart; backquotes around a code are part of its markup.
        lines = [re.sub(r"[` ]", "", unmarked(line)) for line in page.splitlines()]
        for found in findings(graded):
            for label, text in wording.parts(found):
                wanted = re.sub(r"[` ]", "", f"- **{label}**: {visible(text)}")
                assert wanted in lines, f"{label}: {text}"


def test_markdown_lets_no_markup_of_a_learners_through(grades: list[Grade]) -> None:
    """Outside of code every character that could mean something is escaped."""
    page = markdown.report([grades[0]])
    line = next(line for line in page.splitlines() if "Observed" in line).partition(": ")[2]
    for markup in ("*c*", "<d>", "[e](f)", "~~j~~", "_l_"):
        assert markup in unmarked(line)
        assert markup not in line
    assert [text for text, code in pieces(line) if code] == ["forget", "b", "@i", "k"]
    assert "\x1b" not in page


@pytest.mark.parametrize(
    ("blocked_by", "said"),
    [
        ("load", "not run: the file does not load"),
        ("false answers", "not run: a false answer came before"),
        ("time limit", "not run: the time limit was used up before"),
        ("", "not run"),
        ("1.2", "not run: needs 1.2"),
    ],
)
def test_a_check_that_was_not_asked_says_why(blocked_by: str, said: str) -> None:
    """In words, where it is known."""
    assert wording.not_asked(blocked_by) == said


def test_a_grade_with_a_fault_of_ours_is_no_judgement_of_the_learner() -> None:
    """Neither full marks nor a loss; and the end of the report says that it is ours."""
    assert wording.overall(sample_grade("p!")) is Judgement.FAULTED
    assert wording.overall(sample_grade("pp")) is Judgement.PASSED
    assert wording.overall(sample_grade("pf")) is Judgement.FAILED
    assert wording.closing(sample_grade("p!"), everything=False) == wording.FAULT


def test_what_the_code_printed_is_in_markdown_up_to_a_length() -> None:
    """The rest is counted."""
    few = markdown.report([sample_grade("f", printed="one\ntwo")])
    assert "Printed by the code:\n\n    one\n    two\n" in few
    assert "lines more" not in few
    many = markdown.report([sample_grade("f", printed="\n".join(map(str, range(500))))])
    assert re.search(r"… and \d+ lines more", many)


def test_a_loss_without_a_finding_points_at_the_summary() -> None:
    """A check may not have been asked, and then there is nothing to show at a line."""
    grade = sample_grade("pf")
    bare = replace(grade, verdicts=(grade.verdicts[0], replace(grade.verdicts[1], finding=None)))
    line = annotation_lines.report([bare])
    assert "1 of 2 points" in line
    assert "::The job's summary has what each check found.\n" in line
