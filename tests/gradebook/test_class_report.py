"""The class report as a file: whole, small, safe, and true to the rows."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from typing import Any

import pytest
from support.class_report_data import Gradebook, answers, gradebook
from support.html_page import Page, parsed

from grader.gradebook.html_report.page import report
from grader.model import Row, State


def page_of(book: Gradebook, **how: Any) -> Page:
    return parsed(report(book.rows, book.marks, sources=book.sources, **how))


def no_source(sha256: str) -> bytes:
    raise AssertionError(f"nothing was graded, so nobody asks for {sha256}")


@pytest.fixture(scope="module")
def page() -> Page:
    """The report of a class of twelve."""
    return page_of(gradebook(12), title="Modules", generated="31 January 2026")


def test_the_page_needs_nothing_else(page: Page) -> None:
    """No element loads anything, and every address is one in the page."""
    for one in page.elements:
        assert one.tag not in {
            "iframe",
            "object",
            "embed",
            "img",
            "base",
            "audio",
            "video",
            "frame",
        }
        assert not {"src", "srcset", "action", "formaction", "style", "poster"} & set(
            one.attributes
        )
        address = one.attributes.get("href", "#")
        assert address.startswith("#") or (one.tag == "link" and address.startswith("data:"))
        assert not [name for name in one.attributes if name.startswith("on")]


def test_the_policy_allows_its_own_script_and_style_and_nothing_more(page: Page) -> None:
    """The hashes are those of the two inline elements; everything else is forbidden."""
    (policy,) = [m for m in page.all("meta") if "http-equiv" in m.attributes]
    told = dict(
        part.strip().split(" ", 1) for part in policy.attributes["content"].split(";") if part
    )
    (script,), (style,) = page.all("script"), page.all("style")
    for name, element in (("script-src", script), ("style-src", style)):
        digest = base64.b64encode(hashlib.sha256(element.text.encode()).digest()).decode()
        assert told.pop(name) == f"'sha256-{digest}'"
    assert told == {
        "default-src": "'none'",
        "img-src": "data:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    before = page.elements.index(policy)
    assert before < page.elements.index(style) < page.elements.index(script)


def test_every_id_is_one_of_its_kind_and_every_link_leads_somewhere(page: Page) -> None:
    """Deep links work without scripts too."""
    ids = [one.attributes["id"] for one in page.elements if "id" in one.attributes]
    assert len(ids) == len(set(ids))
    for one in page.all("a"):
        assert one.attributes["href"][1:] in ids
    for one in page.elements:
        for named in one.attributes.get("aria-labelledby", "").split():
            assert named in ids


def test_every_finding_is_readable_without_scripts(page: Page) -> None:
    """Observed and expected stand with the student; why and next step one link away."""
    book = gradebook(12)
    findings = [
        check["finding"]
        for row in book.rows
        for check in row.report.get("checks", ())
        if check["finding"]
    ]
    assert len(page.all("article", class_="finding")) == len(findings) > 5
    shown = " ".join(page.text.replace("\u00a0", " ").split())
    for finding in findings:
        for told in (
            finding["observed"],
            finding["expected"],
            finding["why"],
            finding["next_step"],
        ):
            plain = " ".join(re.sub("`", "", told).split())
            assert plain in shown


def test_the_four_states_are_counted_apart(page: Page) -> None:
    """One column each; a fault is in no other number."""
    book = gradebook(12)
    table = next(t for t in page.all("table") if "figures" in t.attributes["class"])
    counts = [
        [row.exercise for row in book.rows if row.state is state].count(1)
        for state in (State.GRADED, State.NOTHING_HANDED_IN, State.UNREADABLE, State.FAULTED)
    ]
    at = page.elements.index(table)
    cells = [one for one in page.elements[at:] if one.tag == "td"][:8]
    numbers = [cell.text for cell in cells]
    assert [numbers[0], numbers[3], numbers[4], numbers[5]] == [str(count) for count in counts]
    assert min(counts) > 0


def test_a_fault_is_shown_first_and_never_as_a_zero() -> None:
    """A row that says zero points by mistake has no points on the page all the same."""
    book = gradebook(6)
    rows = [replace(row, earned=0) if row.state is State.FAULTED else row for row in book.rows]
    page = parsed(report(rows, book.marks, sources=book.sources))
    notices = page.all("div", class_="fault")
    assert "4 answers not graded, by a mistake of the grader" in notices[0].text
    assert page.elements.index(notices[0]) < page.elements.index(page.all("table")[0])
    row = next(one for one in page.all("tr") if "student004" in one.text)
    assert "0" not in row.text.replace("student004", "").replace("Person 004", "")
    assert row.text.count("faulted") == 3
    assert "no points known" in row.text
    student = next(one for one in page.all("details", class_="student") if "004" in one.text)
    assert "0 of" not in student.text


def test_the_table_tells_every_check_of_every_student(page: Page) -> None:
    """Cells by class and by word agree with the rows."""
    words = {"passed": "pass", "failed": "fail", "blocked": "wait", "faulted": "fault"}
    letters = {"passed": "p", "failed": "f", "blocked": "w", "faulted": "x"}
    for student in {row.student for row in gradebook(12).rows}:
        expected = [
            (letters[check["judgement"]], words[check["judgement"]])
            for row in gradebook(12).rows
            if row.student == student
            for check in row.report.get("checks", ())
        ]
        (line,) = [
            tr for tr in page.all("tr") if "data-for" in tr.attributes and student in tr.text
        ]
        at = page.elements.index(line)
        following = page.elements[at + 1 :]
        ends = next((i for i, one in enumerate(following) if one.tag == "tr"), len(following))
        cells = [one for one in following[:ends] if one.tag == "td"]
        seen = [
            (one.attributes["class"], following[following.index(one) + 1].text)
            for one in cells
            if one.attributes["class"] in letters.values()
        ]
        assert seen == expected


def test_header_cells_carry_number_and_sentence(page: Page) -> None:
    """A screen reader hears what a column is about."""
    heads = [
        one for one in page.all("th") if one.attributes.get("data-sort", "").startswith("check")
    ]
    checks = {
        check["number"]: check["sentence"]
        for row in gradebook(12).rows
        for check in row.report.get("checks", ())
    }
    assert [one.attributes["data-sort"].split()[1] for one in heads] == sorted(checks)
    for one in heads:
        number = one.attributes["data-sort"].split()[1]
        assert one.attributes["scope"] == "col"
        assert one.text == f"{number} {checks[number]}"


def test_a_class_of_three_hundred_fits() -> None:
    """Under two megabytes, with everybody in it."""
    book = gradebook(300)
    html = report(book.rows, book.marks, sources=book.sources)
    assert len(html.encode("utf-8")) < 2_000_000
    page = parsed(html)
    assert len(page.all("details", class_="student")) == 300


def test_an_empty_gradebook_says_what_to_do() -> None:
    """No table of nothing."""
    page = parsed(report([], [], sources=no_source))
    assert "No rows yet" in page.text
    assert "grade batch" in page.text
    assert not page.all("table")


def test_a_class_that_handed_in_nothing_has_a_report() -> None:
    """No check is known, and nobody is given a distribution."""
    rows = [
        Row(student="student01", exercise=1, state=State.NOTHING_HANDED_IN, earned=0, possible=8)
    ]
    page = parsed(report(rows, [], sources=no_source))
    assert "nothing handed in" in page.text
    assert "No misconception was found" in page.text


def test_prose_is_queued_with_its_cites_texts_and_marks() -> None:
    """What nobody has marked comes first; a machine gives no points for it."""
    book = gradebook(24)
    page = page_of(book, rubrics={3: ("Names the objects before the behaviour.",)})
    queue = page.all("details", class_="prose")
    awaiting = [
        row
        for row in book.rows
        if row.report.get("explanation", {}).get("state") not in {None, "not_submitted"}
    ]
    assert len(queue) == len(awaiting) > 3
    marked = {mark.student: mark for mark in book.marks}
    assert marked
    seen = ["no mark yet" in one.text for one in queue]
    assert seen == sorted(seen, reverse=True)
    for row in awaiting:
        (one,) = [item for item in queue if row.student in item.text]
        for text in row.report["explanation"]["texts"].values():
            assert " ".join(text.split()) in " ".join(one.text.split())
        for cite in row.report["explanation"]["cites"]:
            told = {True: "holds", False: "does not hold", None: "is not compared yet"}
            assert f"{cite['id']} {told[cite['holds']]}" in one.text
        if row.student in marked:
            assert marked[row.student].comment in one.text
    assert "Names the objects before the behaviour." in page.text


def test_the_same_rows_give_the_same_page_in_any_order() -> None:
    """So a report can be compared with last week's."""
    book = gradebook(12)
    turned = report(book.rows[::-1], book.marks, sources=book.sources)
    assert turned == report(book.rows, book.marks, sources=book.sources)


def test_what_sources_raises_comes_through() -> None:
    """A gradebook that has lost a file is not reported as if it had not."""
    book = gradebook(12)

    def lost(sha256: str) -> bytes:
        raise LookupError(sha256)

    with pytest.raises(LookupError):
        report(book.rows, book.marks, sources=lost)


def test_the_class_is_graded_for_real() -> None:
    """The class of these tests has right, wrong, hostile and untouched answers in it."""
    for number in (1, 2, 3):
        earned = {one.report["earned"] for one in answers(number)}
        assert {0, 8} < earned
