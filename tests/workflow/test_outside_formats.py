"""Every outside format keeps its schema, and all of them say the same points."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from support.grading import (
    all_right_answers,
    grade,
    grade_paths,
    letters,
    one_for_each_check,
)
from support.report_readers import (
    ReaderError,
    classroom50_points,
    classroom_reporter,
    gradescope_points,
    step_environment,
    strict_json,
)
from support.sample_grades import sample_grade
from support.schemas import valid

from grader import course
from grader.errors import Fault, UsageError
from grader.model import Audience, Grade, Result, Ungraded
from grader.reports import json as json_report
from grader.reports import junit
from grader.workflow import annotations as annotation_lines
from grader.workflow import classroom50, classroom_payload, gradescope, job_summary

NOW = datetime(2026, 1, 31, 12, tzinfo=UTC)
MISSING = Ungraded(
    exercise=course.exercise(2), file="", why="there is no file", next_step="Hand it in.",
    ours=False,
)  # fmt: skip
ENDED = Ungraded(
    exercise=course.exercise(2), file="", why="the run was ended", next_step="Run it again.",
    ours=True,
)  # fmt: skip
MADE: dict[str, Result] = {
    "full marks": sample_grade("pppppppp"),
    "nothing": sample_grade("ffffffff"),
    "partial": sample_grade("ppfpbppp"),
    "weights": sample_grade("pfpb", (3, 2, 1, 4)),
    "one heavy check failed": sample_grade("fpp", (3, 1, 1)),
    "does not load": sample_grade("bbbbbbbb"),
    "one check": sample_grade("p", (7,)),
    "missing file": MISSING,
}
OURS: dict[str, Result] = {
    "a fault": sample_grade("pp!ffppp"),
    "a fault and all else passed": sample_grade("ppppppp!"),
    "all at fault": sample_grade("!!!!!!!!"),
    "run ended": ENDED,
}


def reported(results: tuple[Result, ...]) -> tuple[dict[str, float], tuple[int, int], bool]:
    """Return what Classroom's reporter makes of *results*: table, points, whether it is red."""
    text = classroom_payload.report(results)
    names = ",".join(classroom_payload.name(one) for one in results)
    read = classroom_reporter(step_environment(text), names)
    return read.table, read.points, read.red


def classroom50_body(*results: Result) -> dict[str, Any]:
    """Return `result.json` as the runner would read it."""
    body = classroom50.report(results, {"CLASSROOM": "c"}, NOW)
    return dict(strict_json(json.dumps(body, allow_nan=False)))


def gradescope_body(*results: Result) -> dict[str, Any]:
    """Return `results.json` as Gradescope would read it."""
    body = gradescope.report(results)
    return dict(strict_json(json.dumps(body, allow_nan=False)))


Points = tuple[float, float]


def _json_points(result: Result) -> Points | None:
    if not isinstance(result, Grade):
        return None
    body = json_report.grade_as_json(result, Audience.LEARNER)
    assert sum(one["earned"] for one in body["checks"]) == body["earned"]
    return body["earned"], body["possible"]


def _junit_points(result: Result) -> Points | None:
    """JUnit has no points, but properties; and a check that holds is a case without a child."""
    if not isinstance(result, Grade):
        return None
    suite = ET.fromstring(junit.report([result]))[0]
    held = sum(len(case) == 0 for case in suite.iter("testcase"))
    assert held == letters(result).count("p")
    named = {one.get("name"): one.get("value") for one in suite.iter("property")}
    return int(named["earned"] or ""), int(named["possible"] or "")


def _gradescope_points(result: Result) -> Points:
    body = gradescope_body(result)
    score, most, seen = gradescope_points(body)
    assert seen
    assert sum(test["score"] for test in body["tests"]) == score, "what `score` stands for"
    return score, most


READINGS: dict[str, Callable[[Result], Points | None]] = {
    "classroom, recorded": lambda one: reported((one,))[1],
    "classroom, table": lambda one: (
        reported((one,))[0][classroom_payload.name(one)],
        one.possible,
    ),
    "classroom50": lambda one: classroom50_points(classroom50_body(one)),
    "gradescope": _gradescope_points,
    "json": _json_points,
    "junit": _junit_points,
}
"""How the points are read in each form; None where the form has no word for such a result."""


def agree(result: Result) -> None:
    """Hold every form's points against the result's own."""
    points = (result.earned, result.possible)
    for form, read in READINGS.items():
        found = read(result)
        assert found is None or found == pytest.approx(points), form
    assert reported((result,))[2] == (points[0] < points[1]), "red or green"


@pytest.mark.parametrize("name", MADE)
def test_formats_keep_their_schemas(name: str) -> None:
    """Whatever became of an exercise, what leaves is what the reader expects."""
    result = MADE[name]
    valid("classroom", classroom_payload.payload(result))
    valid("classroom50", classroom50.report([result], {}, NOW))
    valid("gradescope", gradescope.report([result]))
    if isinstance(result, Grade):
        for audience in Audience:
            valid("grade", json_report.grade_as_json(result, audience))


@pytest.mark.parametrize("name", MADE)
def test_formats_say_the_same_points(name: str) -> None:
    """Partial credit and weights included; both scores of Classroom's reporter too."""
    agree(MADE[name])


@pytest.mark.parametrize("name", OURS)
def test_our_own_fault_is_never_a_zero(name: str) -> None:
    """Classroom leaves the exercise out and turns red; the others are given nothing at all."""
    result = OURS[name]
    assert not result.countable
    body = classroom_payload.payload(result)
    valid("classroom", body)
    assert body["status"] == "error"
    other = sample_grade("ppf", number=3)
    table, points, red = reported((result, other))
    assert points == (2, 3), "as if it were not there"
    assert table[classroom_payload.name(result)] == 0
    assert red
    with pytest.raises(Fault, match="no points are reported") as told:
        classroom50_body(result, other)
    assert f"exercise {2 if result is ENDED else 1}" in told.value.message
    with pytest.raises(Fault, match="no points are reported"):
        gradescope_body(other, result)
    assert "not graded" in job_summary.report([result, other])
    if isinstance(result, Grade):
        assert json_report.grade_as_json(result, Audience.LEARNER)["status"] == "faulted"
        suite = ET.fromstring(junit.report([result]))[0]
        assert int(suite.get("errors", "0")) == letters(result).count("!")


def test_a_perfect_exercise_beside_a_fault_does_not_hide_it() -> None:
    """The job is red, although all points that count were earned."""
    _, points, red = reported((sample_grade("pp"), ENDED))
    assert points == (2, 2)
    assert red


@pytest.mark.parametrize("number", course.slugs())
def test_real_grades_say_the_same_points_everywhere(number: int) -> None:
    """Wrong answers of the corpus, a right one, the solution; one in five is enough here."""
    sample = grade_paths(number, [one.path for one in one_for_each_check(number)])
    sample += grade_paths(number, all_right_answers(number)[:2])
    assert len({one.earned for one in sample}) > 1
    for one in sample:
        assert one.possible == one.attempt.exercise.points
        agree(one)
        valid("grade", json_report.grade_as_json(one, Audience.LEARNER))


@pytest.mark.parametrize(
    "source", ["while True: pass", "def (:", "raise SystemExit", "\x00", "import nothing_here"]
)
def test_files_that_do_not_load_say_the_same_points_everywhere(source: str) -> None:
    """A time limit, a syntax error, an exit: nought of all that was to be had."""
    graded = grade(1, source, seconds=1.0)
    assert graded.earned == 0
    agree(graded)


def test_a_weighted_check_is_as_many_tests_as_it_has_points() -> None:
    """Three points are three tests of one point, each with its place in its name."""
    tests = classroom_payload.payload(sample_grade("pf", (3, 1)))["tests"]
    assert [test["score"] for test in tests] == [1, 1, 1, 0]
    assert [test["name"][:18] for test in tests[:3]] == [
        f"1.1 (point {place} of 3)"[:18] for place in (1, 2, 3)
    ]


def test_a_payload_stays_small_by_its_texts_and_keeps_its_tests() -> None:
    """Two hundred points and texts of the widest characters fit into an environment string."""
    graded = sample_grade("f" * 100, (2,) * 100, text="\U0001d54f" * 5_000)
    body = classroom_payload.payload(graded)
    assert len(classroom_payload.text(body)) <= classroom_payload.LARGEST
    assert len(body["tests"]) == 200
    assert all(test["name"].startswith("1.") for test in body["tests"])
    assert len(classroom_payload.line(graded)) < 131_072


def test_more_points_than_a_payload_can_hold_is_an_error_that_says_so() -> None:
    """Tests are never left out without a word."""
    with pytest.raises(Fault, match="too many points"):
        classroom_payload.payload(sample_grade("f", (5_000,)))


def test_the_reporter_refuses_what_would_crash_it() -> None:
    """The reader of these tests is as strict as the real one."""
    good = step_environment(classroom_payload.report([MADE["partial"]]))
    with pytest.raises(ReaderError):
        classroom_reporter(good, "ex1,")
    with pytest.raises(ReaderError):
        classroom_reporter(good, "ex1,ex2")
    with pytest.raises(ReaderError):
        classroom_reporter({"EX1_RESULTS": "{}"}, "ex1")


def test_classroom50_takes_its_facts_from_the_runner() -> None:
    """Each variable has its key; the time is UTC, to the second."""
    environment = {name: f"of {name}" for name in classroom50.VARIABLES.values()}
    body = classroom50.report([MADE["partial"]], environment, NOW)
    assert {key: body[key] for key in classroom50.VARIABLES} == {
        key: f"of {name}" for key, name in classroom50.VARIABLES.items()
    }
    assert body["datetime"] == "2026-01-31T12:00:00Z"


def test_gradescope_shows_each_check_to_whom_the_instructor_says() -> None:
    """One check, then its exercise, then all; a single hidden one hides the total."""
    shown = gradescope.visibility("after_published, 1=after_due_date, 1.2=hidden")
    body = gradescope.report([sample_grade("ppp"), MISSING], shown)
    assert {test["number"]: test["visibility"] for test in body["tests"]} == {
        "1.1": "after_due_date",
        "1.2": "hidden",
        "1.3": "after_due_date",
        "2": "after_published",
    }
    valid("gradescope", body)
    assert gradescope_points(body)[2] is False


@pytest.mark.parametrize("text", ["invisible", "1.3=", "1.3", "hidden=1.3"])
def test_gradescope_knows_four_visibilities(text: str) -> None:
    """Any other word is an error that lists them."""
    with pytest.raises(UsageError, match="has no visibility") as told:
        gradescope.visibility(text)
    assert "after_due_date" in told.value.next_step


def test_evidence_does_not_leave_for_another_system() -> None:
    """It is for staff, and learners read what Classroom, Classroom 50 and Gradescope are sent."""
    graded = sample_grade("p!", text="what staff know")
    for text in (
        classroom_payload.text(classroom_payload.payload(graded)),
        job_summary.report([graded]),
        annotation_lines.report([graded]),
    ):
        assert "what staff know" not in text
