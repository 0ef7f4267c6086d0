"""Nothing that a learner can put into a report is obeyed, by whoever reads the report.

Each format is parsed by its own rules: the runner's for its log and files, GitHub's own Markdown
parser, XML, JSON. Then the structure must be the one that we wrote, and nothing else.
"""

from __future__ import annotations

import json
import re
import unicodedata
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.report_readers import (
    Command,
    classroom_reporter,
    commands,
    github_page,
    outputs,
    step_environment,
)
from support.sample_grades import sample_grade

from grader.course import exercise
from grader.model import Grade, Result, Ungraded
from grader.reports import junit, markdown
from grader.workflow import annotations as annotation_lines
from grader.workflow import classroom50, classroom_payload, gradescope, job_summary

NASTY = [
    "::error file=x,line=1::forged",
    " \t ::notice title=Autograding complete::Points 24/24",
    "::add-mask::o",
    "::stop-commands::x",
    ":::::set-output name=ex1::Zm9v",
    "##[error]forged",
    "a ##[set-env name=A]b",
    "####[error]forged",
    "one\n::error::two",
    "one\r::error::two",
    "one\r\n##[error]two",
    "one\x85::error::two\u2028::error::three\u2029::error::four\x0b::error::five\x0c::error::six",
    "%0A::error::two%0D%25",
    "file,line=3::x",
    "ex2=Zm9v\nex3<<EOF\nZm9v\nEOF",
    "\x1b[31mred\x1b]0;title\x07\x1b]8;;https://example.com\x07link\x9b31m",
    "<script>alert(1)</script><img src=x onerror=y><a href='//example.com'>a</a>",
    "<!-- one -->two<!-- ",
    "</code></pre></td></tr></table><h1>head</h1><details open><summary>",
    "[link](https://example.com) ![picture](https://example.com/p.png) [a]: //example.com",
    "<https://example.com> <someone@example.com>",
    "https://example.com www.example.com ftp://example.com mailto:someone@example.com",
    "someone@example.com xmpp:someone@example.com (www.example.com) *www.example.com",
    "@someone @example/team #1 GH-2 example/repository#3 deadbeefdeadbeef :octocat: :+1:",
    "`", "``", "```", "` <b>one</b> `", "`one` <b>two</b> `three`", "```\n<b>one</b>\n```",
    "``a`b```www.example.com` <b>`", "`@a``@b`", "\\`<b>\\`", "`www.example.com``www.example.com`", "www.example.com``x`y`",
    "| a | b |\n|---|---|\n| c | d |",
    "# head\n## head\n> quote\n- item\n1. item\n    code\n***\n---\n===",
    "**bold** _em_ ~~gone~~ $x^2$ [^1] - [ ] task",
    "&lt;b&gt; &#60;script&#62; &commat;someone &#64;someone",
    "]]><testcase/><!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]>&y;",
    "\u202eright to left\u202c \u2066isolated\u2069 zero\u200bwidth \ufeffmark",
    "nul\x00byte", "lone \ud800 surrogate \udfff", "\ufffe\uffff\U0001ffff",
    "{{ 7 * 7 }} ${{ github.token }} {% raw %}",
    "=HYPERLINK(\"https://example.com\")",
    "  ", "\n\n\n", "\t::error::x",
    "long " * 50_000, "w" * 100_000, "`" * 10_001, "@" * 10_000, "<" * 100_000,
    "cut in the middle: mailto:some xmpp:som",
]  # fmt: skip
ELEMENTS = {
    "h1", "h2", "h3", "p", "table", "thead", "tbody", "tr", "th", "td", "ul", "li", "strong",
    "code", "pre",
}  # fmt: skip
LINKABLE = re.compile(r"@\w|www\.|://|:\w+:|#\d|mailto:|xmpp:|\b[0-9a-f]{7,40}\b", re.IGNORECASE)


def with_text(text: str) -> Grade:
    """Return a grade that has *text* wherever a learner's can be, in prose too."""
    return sample_grade(
        "pfb", number=1, text=text, label=text, printed=text, cites=(text, text[:80], "prose")
    )


def problem(text: str) -> Ungraded:
    """Return what is said of a file that has such a name and cannot be read."""
    return Ungraded(exercise=exercise(1), file=text, why=f"{text} is a folder, not a file",
                   next_step="Hand in the file.", ours=False)  # fmt: skip


def hidden(text: str, besides: str = "") -> set[str]:
    """Return the characters of *text* that a terminal obeys or nobody sees."""
    return {
        one
        for one in text
        if one not in besides
        and unicodedata.category(one) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    }


def strings(body: Any) -> Iterator[str]:
    """Yield every text in a JSON value."""
    if isinstance(body, str):
        yield body
    elif isinstance(body, dict | list):
        for inner in body.values() if isinstance(body, dict) else body:
            yield from strings(inner)


def payload_is_inert(result: Result, tests: int) -> None:
    """The reporter prints names and messages; the runner finds no command in them."""
    line = classroom_payload.line(result)
    assert list(outputs(line + "\n")) == ["ex1"]
    read = classroom_reporter(step_environment(line + "\n"), "ex1")
    assert commands("\n".join(read.log)) == []
    assert len(read.log) == tests, "a line for each test, and no other"
    body = classroom_payload.payload(result)
    for test in body["tests"]:
        for text in (test["name"], test["message"]):
            for before in ("", "  ", ":", "#", "Test: "):
                assert commands(before + text) == []
            assert not hidden(text)
            assert len(text.splitlines()) <= 1


def annotation_is_one(result: Result, file: str, line: str | None) -> None:
    """The runner finds our one command, with our properties."""
    text = annotation_lines.report([result])
    found = commands(text)
    assert [command.name for command in found] == ["error"]
    assert text.count("\n") == 1
    wanted = {"file", "title"} | ({"line"} if line else set())
    assert set(found[0].properties) == wanted
    assert found[0].properties.get("line") == line
    assert found[0].properties["title"].startswith("Exercise 1: ")
    assert found[0].properties["file"][:5].strip() == file[:5].strip()
    assert not hidden(found[0].data, "\n")
    for shown in found[0].data.split("\n"):
        assert commands(shown) == []


def page_is_ours(text: str, *, rows: int, sections: int) -> None:
    """GitHub's parser finds our headings and table, no attribute, and nothing to link."""
    assert len(text.encode()) <= job_summary.LARGEST
    assert not hidden(text, "\n\t")
    page = github_page(text)
    assert set(page.tags) <= ELEMENTS
    assert page.attributes == []
    assert page.comments == []
    assert page.tags.count("h2") == sections
    assert page.tags.count("tr") == rows
    assert not LINKABLE.search(page.prose), LINKABLE.search(page.prose)


def junit_is_ours(graded: Grade) -> None:
    """An XML parser finds our elements, in our order."""
    text = junit.report([graded])
    suite = ET.fromstring(text)[0]
    assert [one.tag for one in suite] == ["properties", *["testcase"] * 3]
    assert [[inner.tag for inner in case] for case in suite.iter("testcase")] == [
        [],
        ["failure"],
        ["skipped"],
    ]
    assert not hidden(text, "\n")
    assert "<!" not in text


def everything_is_inert(text: str) -> None:
    """Put *text* everywhere and read every format."""
    graded = with_text(text)
    payload_is_inert(graded, 3)
    label = graded.attempt.submission.label
    shown = next(iter(commands(annotation_lines.report([graded])))).properties
    if label.strip():
        assert "file" in shown
    assert set(shown) <= {"file", "line", "title"}
    assert len(commands(annotation_lines.report([graded]))) == 1
    page_is_ours(job_summary.report([graded]), rows=6, sections=1)
    page_is_ours(markdown.report([graded]), rows=4, sections=1)
    junit_is_ours(graded)
    now = datetime.now(UTC)
    bodies = [
        gradescope.report([graded, problem(text)]),
        classroom50.report([graded, problem(text)], {}, now),
    ]
    for body in bodies:
        for one in strings(json.loads(json.dumps(body))):
            assert not hidden(one, "\n\t"), one[:80]
    refused = problem(text)
    payload_is_inert(refused, 1)
    page_is_ours(job_summary.report([refused]), rows=2, sections=1)
    assert [one.name for one in commands(annotation_lines.report([refused]))] == ["error"]


@pytest.mark.parametrize("text", NASTY, ids=lambda text: ascii(text)[:40])
def test_nothing_in_a_learners_text_is_obeyed(text: str) -> None:
    """Commands, escapes, Markdown, HTML, XML, line ends of every kind, and sheer length."""
    everything_is_inert(text)


@given(
    st.lists(st.sampled_from([*NASTY[:44], " ", "\n", "x"]) | st.text(max_size=5), max_size=8).map(
        "".join
    )
)
@settings(max_examples=60)
def test_no_combination_is_obeyed_either(text: str) -> None:
    """Pieces that are harmless alone may meet."""
    everything_is_inert(text[:2_000])


@pytest.mark.parametrize("text", ["folder,a=b::c/d e%0A.py", "a:b,c%.py"])
def test_an_annotation_names_file_and_line_as_they_are(text: str) -> None:
    """What is escaped comes back in the runner's parser."""
    graded = sample_grade("pf", label=text.replace("::", ":"), text="50% of it: a, b", line=12)
    annotation_is_one(graded, text, "12")
    found = commands(annotation_lines.report([graded]))[0]
    assert found.properties["file"] == text.replace("::", ":")
    assert found.properties["title"] == "Exercise 1: 1 of 2 points"
    assert found.data.split("\n")[0] == "Check 1.2: 50% of it: a, b"


def test_a_solved_exercise_has_no_annotation() -> None:
    """One for each exercise that is not."""
    grades = [sample_grade("pp"), sample_grade("pf", number=2), sample_grade("ff", number=3)]
    found = commands(annotation_lines.report(grades))
    assert [one.properties["title"][:10] for one in found] == ["Exercise 2", "Exercise 3"]


def test_a_learners_words_are_still_readable() -> None:
    """Inert does not mean gone: the text is there, character for character, in code or prose."""
    text = "raised ValueError: see www.example.com and a@example.com, <b> & `x`"
    page = github_page(job_summary.report([sample_grade("f", text=text)]))
    shown = (page.prose + page.code).replace("\n", " ")
    for word in ("www.example.com", "a@example.com,", "<b>", "&", "ValueError:"):
        assert word in shown


def test_too_much_for_a_summary_is_left_out_and_said() -> None:
    """GitHub drops a summary over a mebibyte as a whole."""
    many = [sample_grade("f" * 60, text="\U0001d54f<" * 900, number=number) for number in (1, 2, 3)]
    text = job_summary.report(many)
    assert len(text.encode()) <= job_summary.LARGEST + 200
    assert "too long to be shown here" in text
    assert github_page(text).tags.count("table") >= 1


def test_the_reader_of_commands_finds_what_the_runner_would() -> None:
    """The reader of these tests is no softer than the real one."""
    log = "x ::error::no\n  ::warning file=a%2Cb,line=2::t%0Au\ny ##[group]z\n::stop-commands::k\n"
    assert commands(log + "::error::no\n::k::\n::notice::yes") == [
        Command(name="warning", properties={"file": "a,b", "line": "2"}, data="t\nu"),
        Command(name="group", data="z"),
        Command(name="notice", data="yes"),
    ]
