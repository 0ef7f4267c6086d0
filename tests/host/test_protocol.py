"""A message between host and examiner comes out as it went in; a doubtful one is a fault of ours."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from support.grade_strategies import grades
from support.grading import attempt, solution

from grader.host import protocol
from grader.model import Grade, Judgement, Limits, Policy

OUTCOMES = {Judgement.PASSED: "passed", Judgement.FAILED: "failed", Judgement.BLOCKED: "skipped"}


def through_json(body: Any) -> Any:
    """Return what arrives when *body* is sent."""
    return json.loads(json.dumps(body, allow_nan=False))


def reported(grade: Grade, place: int) -> list[dict[str, Any]]:
    """Return the tests that an examiner's report has for a grade; none for a check that is FAULTED."""
    tests: list[dict[str, Any]] = [
        {
            "nodeid": f"check[{place}]",
            "outcome": OUTCOMES[verdict.judgement],
            "metadata": protocol.verdict_metadata(
                place, verdict, python=grade.python, sandbox=grade.sandbox
            ),
        }
        for verdict in grade.verdicts
        if verdict.judgement is not Judgement.FAULTED
    ]
    if grade.review is not None:
        metadata = protocol.review_metadata(place, grade.review)
        tests.append({"nodeid": f"review[{place}]", "outcome": "passed", "metadata": metadata})
    return tests


@settings(max_examples=40)
@given(st.lists(grades(), min_size=1, max_size=2))
def test_grades_survive_the_way_from_examiner_to_host(sent: list[Grade]) -> None:
    """Each is equal to the one sent; what was FAULTED stays so."""
    tests = [test for place, grade in enumerate(sent) for test in reported(grade, place)]
    report = through_json({"tests": tests})
    received = protocol.read_grades(report, [grade.attempt for grade in sent])
    for before, after in zip(sent, received, strict=True):
        known = [
            verdict
            if verdict.judgement is not Judgement.FAULTED
            else replace(verdict, finding=None, seconds=0.0, blocked_by="", printed="", evidence=())
            for verdict in before.verdicts
        ]
        told = any(verdict.judgement is not Judgement.FAULTED for verdict in before.verdicts)
        assert after == replace(
            before,
            verdicts=tuple(known),
            python=before.python if told else "",
            sandbox=before.sandbox if told else {},
        )


def test_a_request_and_its_files_survive_the_way_to_the_examiner() -> None:
    """But for what stays with the host: who handed in, and under which label."""
    attempts = (attempt(1, solution(1), seed="a"), attempt(3, "é = 1\n", seed="b"))
    limits = Limits(seconds=2.5, output_kept=7)
    request = protocol.BatchRequest(
        attempts=attempts,
        python="/usr/bin/python",
        ahead=2,
        limits=limits,
        policy=Policy(required=frozenset({"network"}), available=frozenset({"seccomp"})),
        reports_progress=False,
    )
    received = protocol.read_request(through_json(protocol.request_as_json(request)))
    assert replace(received, attempts=()) == replace(request, attempts=())
    assert [(one.exercise, one.seed, one.limits) for one in received.attempts] == [
        (one.exercise, one.seed, limits) for one in attempts
    ]
    assert all(one.submission.files == {} for one in received.attempts)
    files = protocol.read_files(through_json(protocol.files_as_json(attempts)))
    assert files == [solution(1).encode(), "é = 1\n".encode()]


def test_a_test_without_a_verdict_faults_the_checks_of_its_attempt() -> None:
    """With what pytest has of it as evidence, of that attempt alone where it can be told apart."""
    attempts = [attempt(1, solution(1)), attempt(1, solution(1))]
    broken = {"nodeid": "x[1]", "outcome": "failed", "call": {"longrepr": "a mistake of ours"}}
    first, second = protocol.read_grades({"tests": [broken]}, attempts)
    for graded in (first, second):
        assert {verdict.judgement for verdict in graded.verdicts} == {Judgement.FAULTED}
    assert second.verdicts[0].evidence == ("x[1]: a mistake of ours",)


def test_a_verdict_that_contradicts_its_test_is_no_verdict() -> None:
    """One that passed in a test that failed is FAULTED, and so is one in a test that did not run."""
    one = attempt(1, solution(1))
    passed = Grade(attempt=one, verdicts=protocol.read_grades({"tests": []}, [one])[0].verdicts)
    verdict = replace(passed.verdicts[0], judgement=Judgement.PASSED, evidence=())
    metadata = protocol.verdict_metadata(0, verdict, python="3", sandbox={})
    for outcome, judgement in (
        ("passed", Judgement.PASSED),
        ("failed", Judgement.FAULTED),
        ("skipped", Judgement.FAULTED),
        ("error", Judgement.FAULTED),
    ):
        report = {"tests": [{"nodeid": "x[0]", "outcome": outcome, "metadata": metadata}]}
        assert protocol.read_grades(report, [one])[0].verdicts[0].judgement is judgement
