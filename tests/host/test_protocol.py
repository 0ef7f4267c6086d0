"""A message between host and examiner comes out as it went in; a doubtful one is a fault of ours."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.grade_strategies import grades
from support.grading import attempt, solution

from grader import course
from grader.errors import Fault
from grader.host import protocol
from grader.host.examiner_process import examine
from grader.model import (
    Audience,
    Finding,
    Grade,
    Judgement,
    Limits,
    Policy,
    Verdict,
    WrongCases,
)
from grader.reports import junit, markdown, wording
from grader.reports.json import grade_as_json
from grader.workflow import annotations as workflow_annotations
from grader.workflow.publication import require_countable

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
            else replace(
                verdict,
                finding=None,
                seconds=0.0,
                blocked_by="",
                printed="",
                evidence=(),
                fault="a check gave no verdict",
            )
            for verdict in before.verdicts
        ]
        told = any(verdict.judgement is not Judgement.FAULTED for verdict in before.verdicts)
        assert after == replace(
            before,
            verdicts=tuple(known),
            python=before.python if told else "",
            sandbox=before.sandbox if told else {},
        )


def test_what_no_report_has_survives_the_way_too() -> None:
    """The table of a finding and the wrong cases of a check are for the proof of the content."""
    one = attempt(1, solution(1))
    check, *_ = course.checks(one.exercise)
    found = Finding(
        misconception=None,
        rule=None,
        call="",
        observed="",
        expected="",
        why="",
        next_step="",
        table="by_name",
    )
    sent = Verdict(
        check=check,
        judgement=Judgement.FAILED,
        finding=found,
        wrong_cases=WrongCases(results={"same_name": "True"}, signatures=(2, 5)),
    )
    metadata = protocol.verdict_metadata(0, sent, python="", sandbox={})
    tests = [{"nodeid": "x[0]", "outcome": "failed", "metadata": metadata}]
    received = protocol.read_grades(through_json({"tests": tests}), [one])[0].verdicts[0]
    assert received == sent
    report = json.dumps(protocol.verdict_as_json(sent))
    assert "by_name" not in report
    assert "same_name" not in report


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


def test_a_check_that_failed_by_our_fault_has_the_reason() -> None:
    """The message of a Fault; of a mistake in a check only the kind, for its text may tell of it."""
    one = attempt(3, solution(3))
    check, other, *_ = course.checks(one.exercise)
    tests = [
        {
            "nodeid": "x[0]",
            "outcome": "failed",
            "metadata": protocol.fault_metadata(0, error, about),
        }
        for error, about in ((Fault("it is gone"), check), (KeyError("expected"), other))
    ]
    verdicts = protocol.read_grades(through_json({"tests": tests}), [one])[0].verdicts
    assert [verdict.fault for verdict in verdicts[:3]] == [
        "it is gone",
        "a check raised KeyError",
        "a check gave no verdict",
    ]
    prose = protocol.fault_metadata(0, Fault("no prose"))
    report = {"tests": [{"nodeid": "x[0]", "outcome": "failed", "metadata": prose}]}
    assert {verdict.fault for verdict in protocol.read_grades(report, [one])[0].verdicts} == {
        "no prose"
    }


@pytest.mark.skipif(os.name != "posix", reason="the interpreter is a shell script")
def test_guests_that_do_not_start_are_told_to_everybody(tmp_path: Path) -> None:
    """The learner reads the reason in every form; a workflow says it where it reports no points."""
    broken = tmp_path / "python"
    own = sys._base_executable  # type: ignore[attr-defined]
    broken.write_text(
        "#!/bin/sh\n"
        f'case "$*" in *lib-dynload*) "{own}" "$@" | sed "s#{own}#{broken}#" ;; *) exit 3 ;; esac\n'
    )
    broken.chmod(0o755)
    graded = examine([replace(attempt(1, solution(1)), python=str(broken))])[0]
    reason = "a guest interpreter did not start (exit status 3)"
    assert {verdict.fault for verdict in graded.verdicts} == {reason}
    learner = grade_as_json(graded, Audience.LEARNER)
    assert {check["fault"] for check in learner["checks"]} == {reason}
    assert wording.closing(graded, everything=False).count(reason) == 1
    assert "a guest interpreter did not start" in markdown.report([graded])
    assert reason in junit.report([graded])
    assert reason in workflow_annotations.report([graded])
    with pytest.raises(Fault, match="did not start"):
        require_countable([graded])


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
