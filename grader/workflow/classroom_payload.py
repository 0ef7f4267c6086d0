"""The payload that GitHub Classroom's reporter reads, one for each exercise.

The reporter computes two scores from it: the table in the log shows passed tests over all
tests times `max_score`, the recorded points are the sum of the tests' `score`. Both are right
when every test is worth one point and is all-or-nothing, so a check of three points is three
tests. `message` is printed only for a test with status `error`; `test_code` and `line_no` are
printed whenever they are not empty, so they always are. The student reads all of it in the log.

A fault of ours has status `error` and a `max_score` of 0. The reporter leaves such an exercise
out of the points and turns the job red: nothing earned and nothing to be earned is not a zero.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Sequence
from typing import Any

from grader.errors import Fault
from grader.model import Grade, Judgement, Result, Verdict
from grader.reports import wording
from grader.reports.escape import inert

LARGEST = 64_000
"""Bytes of the JSON at most: as base64 it becomes one environment string, at most 131,072 bytes."""

_LONGEST = 240
_SHORTEST = 24


def payload(result: Result) -> dict[str, Any]:
    """Return the payload of one exercise. Texts are cut until it fits, tests never are.

    :raises Fault: when so many points do not fit, however short their texts.
    """
    longest = _LONGEST
    while True:
        body = _body(result, longest)
        if len(text(body)) <= LARGEST:
            return body
        if longest <= _SHORTEST:
            number = result.exercise.number
            raise Fault(
                f"exercise {number} has too many points for a Classroom payload",
                "Give its checks fewer points: each of them is a test of its own.",
            )
        longest = max(longest // 2, _SHORTEST)


def text(body: dict[str, Any]) -> str:
    """Return a payload as JSON, ASCII only."""
    return json.dumps(body, allow_nan=False, separators=(",", ":"))


def name(result: Result) -> str:
    """Return the name of the step's output for this exercise: `ex1`."""
    return f"ex{result.exercise.number}"


def line(result: Result) -> str:
    """Return the line for `$GITHUB_OUTPUT`, without its end: `ex1=` and base64."""
    encoded = base64.b64encode(text(payload(result)).encode("ascii"))
    return f"{name(result)}={encoded.decode('ascii')}"


def report(results: Sequence[Result]) -> str:
    """Return a line for each exercise, as `$GITHUB_OUTPUT` takes them."""
    return "".join(f"{line(result)}\n" for result in results)


def _body(result: Result, longest: int) -> dict[str, Any]:
    tests = list(_tests(result, longest))
    if not result.countable:
        status = "error"
    elif all(test["status"] == "pass" for test in tests):
        status = "pass"
    else:
        status = "fail"
    most = result.possible if result.countable else 0
    return {"version": 3, "status": status, "max_score": most, "tests": tests}


def _tests(result: Result, longest: int) -> Iterator[dict[str, Any]]:
    if not isinstance(result, Grade):
        label = f"Exercise {result.exercise.number}. {wording.reason(result)}"
        message = f"{wording.reason(result)} {result.next_step}"
        yield _test(label, "error" if result.ours else "fail", 0, message, longest)
        return
    for verdict in result.verdicts:
        if not result.faulted:
            yield from _units(verdict, longest)
            continue
        ours = verdict.judgement is Judgement.FAULTED
        status = "error" if ours else _status(verdict)
        yield _test(_named(verdict), status, 0, _message(verdict), longest)


def _units(verdict: Verdict, longest: int) -> Iterator[dict[str, Any]]:
    status = _status(verdict)
    for place in range(1, verdict.check.points + 1):
        part = f" (point {place} of {verdict.check.points})" if verdict.check.points > 1 else ""
        score = 1 if status == "pass" else 0
        yield _test(_named(verdict, part), status, score, _message(verdict), longest)


def _status(verdict: Verdict) -> str:
    return "pass" if verdict.judgement is Judgement.PASSED else "fail"


def _named(verdict: Verdict, part: str = "") -> str:
    return f"{verdict.check.number}{part} {verdict.check.sentence}"


def _message(verdict: Verdict) -> str:
    if verdict.judgement is Judgement.FAULTED:
        return wording.fault(verdict)
    if verdict.judgement is Judgement.PASSED:
        return ""
    return wording.waiting_for(verdict) if verdict.finding is None else verdict.finding.observed


def _test(name: str, status: str, score: int, message: str, longest: int) -> dict[str, Any]:
    return {
        "name": inert(name, longest),
        "status": status,
        "score": score,
        # Where it gets tight, first goes what is not printed.
        "message": inert(message, longest) if longest > _SHORTEST or status == "error" else "",
        "test_code": "",
        "line_no": 0,
        "filename": "",
        "task_id": 0,
        "duration": 0,
    }
