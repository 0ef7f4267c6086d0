"""What the class report counts and picks, apart from how it looks."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from support.grading import grade, solution
from support.sample_rows import SOURCE, check, empty, finding, row, seen

from grader.exam.random_values import Fresh
from grader.gradebook import json_export
from grader.gradebook.html_report import page as html
from grader.gradebook.html_report import statistics
from grader.gradebook.html_report.class_view import excerpt, first_lines, view
from grader.gradebook.html_report.page import HEIGHT, bars
from grader.model import Audience, Mark, State
from grader.reports import json


@pytest.mark.parametrize(
    ("source", "line", "expected"),
    [
        (b"a\nb\nc\nd\ne\nf", 3, [(1, "a"), (2, "b"), (3, "c"), (4, "d"), (5, "e")]),
        (b"a\r\nb\rc", 3, [(1, "a"), (2, "b"), (3, "c")]),
        (b"a\x0c\nb", 2, [(1, "a"), (2, "b")]),
        ("a\u2028a\nb".encode(), 2, [(1, "a\u2028a"), (2, "b")]),
        (b"\xef\xbb\xbfa", 1, [(1, "a")]),
        (b"\n\n    if x:\n        y\n\n", 4, [(3, "if x:"), (4, "    y")]),
        (b"\xff", 1, [(1, "\\xff")]),
        (b"a", 2, []),
        (b"a", 0, []),
    ],
)
def test_an_excerpt_counts_lines_as_python_does(
    source: bytes, line: int, expected: list[tuple[int, str]]
) -> None:
    """Two lines around, shared indentation and empty edges left out, the line itself marked."""
    lines = excerpt(source, line, 2)
    assert [(one.number, one.text) for one in lines] == expected
    assert [one.number for one in lines if one.marked] == ([line] if expected else [])


def test_a_long_line_and_long_output_say_what_is_left_out() -> None:
    """Nothing is cut in silence."""
    (line,) = excerpt(b"x" * 1_000, 1, 2)
    assert line.text.endswith("… and 800 characters more")
    assert first_lines("a\n" * 25)[1] == 5
    assert first_lines("a\n" * 20)[1] == 0
    assert first_lines("") == ("", 0)


@pytest.mark.parametrize(("findings", "around"), [(400, 2), (401, 1), (900, 1), (901, 0)])
def test_the_more_findings_a_class_has_the_fewer_lines_are_around_each(
    findings: int, around: int
) -> None:
    """The page of a large class stays one that opens at once."""
    source = b"a\nb\nc\nd\ne\n"
    rows = [row(f"student{who}", [check("1.1", finding(line=3))]) for who in range(findings)]
    shown = seen(*rows, source=source).students[0].results[0].findings[0].lines
    assert [one.number for one in shown] == list(range(3 - around, 4 + around))


def test_a_line_that_the_file_does_not_have_is_shown_from_the_finding() -> None:
    """The finding carries the text of its line."""
    found = seen(row("a", [check("1.1", finding(line=99, source="gone"))]))
    (line,) = found.students[0].results[0].findings[0].lines
    assert (line.number, line.text, line.marked) == (99, "gone", True)


def test_bars_are_in_proportion_and_one_is_never_invisible() -> None:
    """The tallest has the full height; a count of one among hundreds is still there."""
    drawn = bars([0, 1, 500, 250], 400)
    assert [one.height for one in drawn] == [0, 2, HEIGHT, HEIGHT / 2]
    assert all(one.y + one.height == HEIGHT for one in drawn)
    assert all(a.x + a.width < b.x for a, b in pairwise(drawn))
    assert [one.value for one in bars([1] * 25, 400) if one.label] == [0, 4, 8, 12, 16, 20, 24]


def test_people_are_counted_and_not_findings() -> None:
    """One student who was told the same twice is one."""
    twice = [check("1.1", finding()), check("1.2", finding())]
    once = [check("1.1", finding("other")), check("1.2")]
    found = seen(row("a", twice), row("b", once), row("c", once))
    told = statistics.kinds(found)
    assert [(one.kind.name, len(one.students), one.checks) for one in told] == [
        ("other", 2, ("1.1",)),
        ("same by name", 1, ("1.1", "1.2")),
    ]
    (rule, *rest) = statistics.rules(found)
    assert (rule.rule.number, rule.students, rule.findings) == (2, 3, 4)
    assert [one.students for one in rest] == [0, 0, 0, 0]
    first, second = statistics.checks(found)
    assert (first.passed, first.failed, first.asked) == (0, 3, 3)
    assert (second.passed, second.failed, second.blocked) == (2, 1, 0)


def test_reteaching_ranks_misconceptions_and_leaves_out_what_is_none() -> None:
    """Not started and findings without a theory are nothing to reteach."""
    given = [
        row(f"s{i}", [check("1.1", finding(name))])
        for i, name in enumerate(["not_started"] * 5 + [None] * 4 + ["often"] * 3 + ["once"])
    ]
    chosen = statistics.reteach(seen(*given))
    assert [(one.statistics.kind.name, len(one.statistics.students)) for one in chosen] == [
        ("often", 3),
        ("once", 1),
    ]


def test_names_that_were_drawn_do_not_part_a_misconception() -> None:
    """Two files draw two names; the card says neither of them, and counts both students."""
    drawn = [Fresh(seed).identifier() for seed in ("a", "b")]
    told = [finding(why=f"Bind `{name}`.", next_step=f"Is `{name}` there?") for name in drawn]
    other = finding(why="Bind `x`.", next_step="Is `x` there?")
    given = [row(f"s{i}", [check("1.1", one)]) for i, one in enumerate([*told, other])]
    first, second = statistics.kinds(seen(*given))
    assert (first.kind.why, first.kind.next_step) == ("Bind `…`.", "Is `…` there?")
    assert [len(one.students) for one in (first, second)] == [2, 1]


@pytest.mark.parametrize(
    ("source", "observed"),
    [
        (b"\n    return amara_was_here", "1"),
        (b"\n    return 1  # by me", "1"),
        (SOURCE, "module 'student01' is missing"),
    ],
)
def test_an_example_never_tells_whose_it_is(source: bytes, observed: str) -> None:
    """No word of the name, no id and no comment; another student's is taken, or none."""
    told = [check("1.1", finding(observed=observed))]
    owner = row("student01", told, name="Amara Chen")
    (alone,) = statistics.reteach(view([owner], [], lambda _: source))
    assert alone.example is None
    other = row("student02", [check("1.1", finding(observed="three"))], sha256="b" * 64)
    sources = {"a" * 64: source, "b" * 64: SOURCE}
    (chosen,) = statistics.reteach(view([owner, other], [], sources.__getitem__))
    assert chosen.example is not None
    assert chosen.example.observed == "three"


def test_points_are_spread_over_those_who_have_some_to_count() -> None:
    """Per exercise the graded; in all, who handed something in and has no fault."""
    both = [check("1.1"), check("1.2")]
    found = seen(
        row("a", both),
        row("a", both, exercise=2),
        row("b", [check("1.1", finding()), check("1.2")]),
        empty("b", State.NOTHING_HANDED_IN, 2),
        empty("c", State.NOTHING_HANDED_IN),
        empty("c", State.NOTHING_HANDED_IN, 2),
        row("d", both),
        empty("d", State.FAULTED, 2),
        row("e", both),
        empty("e", State.UNREADABLE, 2),
    )
    first, second = statistics.exercises(found)
    assert (first.spread.counts, first.spread.left_out) == ((0, 1, 3), 1)
    assert (second.spread.counts, second.spread.left_out) == ((0, 0, 1), 4)
    assert (first.full, first.untouched, first.states[State.NOTHING_HANDED_IN]) == (3, 0, 1)
    everything = statistics.total(found)
    assert (everything.counts, everything.left_out) == ((0, 1, 0, 0, 1), 3)
    assert (everything.median, everything.mean) == (2.5, 2.5)
    assert next(one for one in found.students if one.id == "d").earned is None


def test_an_untouched_file_is_told_from_a_wrong_one() -> None:
    """No points alone is not enough."""
    untouched = row("a", [check("1.1", finding("not_started"))])
    wrong = row("b", [check("1.1", finding("not_started")), check("1.2", finding("other"))])
    assert [one.results[0].untouched for one in seen(untouched, wrong).students] == [True, False]


def test_checks_that_were_not_asked_are_grouped_by_the_reason() -> None:
    """One sentence a reason, not one a check."""
    blocked: dict[str, Any] = {"judgement": "blocked", "blocked_by": "load"}
    found = seen(
        row(
            "a",
            [
                check("1.1", finding(), judgement="blocked", blocked_by="load"),
                check("1.2", **blocked),
                check("1.10", **blocked),
                check("1.11", **(blocked | {"blocked_by": "1.2"})),
            ],
        )
    )
    assert found.students[0].results[0].not_run == (
        ("not run: the file does not load", ("1.2", "1.10")),
        ("not run: needs 1.2", ("1.11",)),
    )
    assert [one.number for one in found.exercises[0].columns] == ["1.1", "1.2", "1.10", "1.11"]


def test_a_student_keeps_their_anchor() -> None:
    """A deep link outlives the next report, whoever joins the class, in any order."""
    alone = seen(empty("x", State.UNREADABLE)).students[0].anchor
    among = seen(*(empty(one, State.UNREADABLE) for one in "wxyz")).students
    assert [one.anchor for one in among if one.id == "x"] == [alone]
    assert len({one.anchor for one in among}) == 4


def test_the_queue_puts_what_nobody_marked_first() -> None:
    """A comment without points is no mark yet; zero points are."""
    rows = [
        row(student, [check("3.1")], exercise=3,
            report={"explanation": {"state": state, "cites": [], "score": None, "texts": {"objects": "x"}}})
        for student, state in (
            ("a", "awaiting_person"), ("b", "not_submitted"), ("c", "evidence_failing"),
            ("d", "awaiting_person"), ("f", "evidence_open"),
        )
    ]  # fmt: skip
    marks = [
        Mark(student="a", exercise=3, points=0, comment="", marked_at="2026-02-03T09:30:00Z"),
        Mark(student="d", exercise=3, points=None, comment="Again.", marked_at=""),
    ]
    queue = seen(
        *rows, replace(rows[0], student="e", state=State.FAULTED), marks=marks
    ).explanations
    assert [(one.student.id, one.points, one.comment) for one in queue] == [
        ("d", None, "Again."),
        ("f", None, ""),
        ("c", None, ""),
        ("b", None, ""),
        ("a", 0, ""),
    ]


def test_a_mark_for_an_earlier_file_is_shown_as_such_and_the_explanation_waits_again() -> None:
    """Its points count for what was read then; the comment may still help who reads on."""
    told_of: dict[str, Any] = {
        "state": "awaiting_person",
        "cites": [],
        "score": None,
        "texts": {"objects": "x"},
    }
    given = row("a", [], exercise=3, sha256="2" * 64, report={"explanation": told_of})
    marks = [
        Mark(student="a", exercise=3, points=3, comment="Good.", marked_at="t", sha256=file)
        for file in ("1" * 64, given.sha256, "")
    ]
    (earlier,), (this,), (unknown,) = (seen(given, marks=[mark]).explanations for mark in marks)
    assert (earlier.points, earlier.outdated, earlier.comment) == (None, True, "Good.")
    assert (this.points, this.outdated) == (unknown.points, unknown.outdated) == (3, False)
    page = html.report([given], [marks[0]], sources=lambda _: b"")
    assert "1 to read" in page
    assert "0 marked" in page
    assert "An earlier file was marked" in page
    told = json_export.report([given], marks[:1])["rows"][0]["mark"]
    assert (told["points"], told["outdated"]) == (3, True)
    assert not json_export.report([given], marks[1:2])["rows"][0]["mark"]["outdated"]


def test_staff_get_the_texts_of_an_explanation_and_learners_do_not() -> None:
    """The JSON report carries them to the gradebook; a learner has them in the file."""
    graded = grade(3, solution(3))
    assert graded.review is not None
    staff = json.grade_as_json(graded, Audience.STAFF)["explanation"]
    assert staff["texts"] == dict(graded.review.texts)
    assert set(staff["texts"]) == {"objects", "evidence", "boundary"}
    assert "texts" not in json.grade_as_json(graded, Audience.LEARNER)["explanation"]
