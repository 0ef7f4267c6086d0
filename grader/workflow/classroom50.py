"""The report for Classroom 50's runner: `result.json`.

Points are non-negative integers: one float there, and the runner reports 0 of 0. The schema
has no word for a fault of ours, so an exercise with one is not reported at all: the runner
takes a non-zero exit status for the infrastructure's failure, which is what it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from grader.model import Grade, Judgement, Result
from grader.reports import wording
from grader.reports.escape import inert
from grader.workflow.publication import require_countable

SCHEMA = "classroom50/result/v1"
VARIABLES = {
    "classroom": "CLASSROOM",
    "assignment": "ASSIGNMENT",
    "submission": "SUBMISSION_TAG",
    "commit": "COMMIT_URL",
    "release": "RELEASE_URL",
    "review": "REVIEW_URL",
}
"""Key of `result.json` to the variable in which the runner hands its value over."""

_LONGEST = 240


def report(
    results: Sequence[Result], environment: Mapping[str, str], now: datetime
) -> dict[str, Any]:
    """Return `result.json` for the exercises of one assignment.

    :param environment: the runner's; a variable that it lacks is an empty text.
    :param now: an aware time.
    :raises Fault: when points of any exercise must not be published.
    """
    require_countable(results)
    return {
        "schema": SCHEMA,
        **{key: environment.get(variable, "") for key, variable in VARIABLES.items()},
        "datetime": now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "score": sum(one.earned for one in results),
        "max-score": sum(one.possible for one in results),
        "tests": [test for result in results for test in _tests(result)],
    }


def _tests(result: Result) -> Iterator[dict[str, Any]]:
    if not isinstance(result, Grade):
        yield {
            "test-name": inert(
                f"Exercise {result.exercise.number}. {wording.reason(result)}", _LONGEST
            ),
            "passed": False,
            "score": 0,
            "max-score": result.possible,
            "exercise": result.exercise.number,
        }
        return
    for verdict in result.verdicts:
        yield {
            "test-name": inert(f"{verdict.check.number} {verdict.check.sentence}", _LONGEST),
            "passed": verdict.judgement is Judgement.PASSED,
            "score": verdict.earned,
            "max-score": verdict.check.points,
            "exercise": verdict.check.exercise,
            "judgement": verdict.judgement.value,
            "rule": verdict.check.rule.number,
        }
