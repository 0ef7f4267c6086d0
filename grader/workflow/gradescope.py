"""The report for Gradescope: `/autograder/results/results.json`.

Points that must not be published, because the grader itself failed, give no report at all:
the total of an assignment is set in Gradescope, so leaving an exercise out would be a zero.
Without the file Gradescope tells student and staff that the autograder failed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from grader.errors import UsageError
from grader.model import Grade, Judgement, Result, Verdict
from grader.reports import wording
from grader.reports.escape import shortened, visible
from grader.workflow.publication import require_countable

VISIBILITIES = ("visible", "hidden", "after_due_date", "after_published")

_LONGEST = 1_000
_PRINTED_LINES = 40


def visibility(text: str) -> dict[str, str]:
    """Parse the visibility of checks: `after_published`, or `1.3=hidden,2=after_due_date`.

    :returns: number of a check, or of an exercise, or nothing (for all), to its visibility.
    :raises UsageError: on any other word.
    """
    chosen = {}
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        number, _, word = part.rpartition("=")
        if word.strip() not in VISIBILITIES:
            raise UsageError(
                f"Gradescope has no visibility {word.strip()!r}",
                f"It knows {', '.join(VISIBILITIES)}; for one check: 1.3={VISIBILITIES[1]}.",
            )
        chosen[number.strip()] = word.strip()
    return chosen


def report(results: Sequence[Result], shown: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Return `results.json`.

    :param shown: as from `visibility`; a check that it does not name is visible. A single
        hidden check hides the student's total.
    :raises Fault: when points of any exercise must not be published.
    """
    require_countable(results)
    graded = [result for result in results if isinstance(result, Grade)]
    return {
        "score": sum(one.earned for one in results),
        "execution_time": round(sum(v.seconds for one in graded for v in one.verdicts), 3),
        "output": "\n".join(_about(result) for result in results),
        "output_format": "text",
        "test_output_format": "text",
        "stdout_visibility": "hidden",
        "tests": [test for result in results for test in _tests(result, dict(shown or {}))],
        "extra_data": {
            "grades": [
                {
                    "exercise": one.attempt.exercise.number,
                    "earned": one.earned,
                    "possible": one.possible,
                    "seed": one.attempt.seed,
                    "python": one.python,
                    "sandbox": dict(one.sandbox),
                }
                for one in graded
            ]
        },
    }


def _about(result: Result) -> str:
    """Return the lines above all tests that are about one exercise."""
    exercise = result.exercise
    head = f"Exercise {exercise.number}, {exercise.title}: "
    if not isinstance(result, Grade):
        return _cut(f"{head}{wording.reason(result)} {result.next_step}")
    lines = [visible(head + wording.score(result)), _cut(wording.explanation(result))]
    printed = visible(wording.printed(result), lines=True).splitlines()
    if printed:
        lines.append("Printed by the code:")
        lines += [f"    {shortened(row, 200)}" for row in printed[:_PRINTED_LINES]]
    return "\n".join(filter(None, lines))


def _tests(result: Result, shown: dict[str, str]) -> Iterator[dict[str, Any]]:
    if not isinstance(result, Grade):
        number = str(result.exercise.number)
        yield {
            "number": number,
            "name": visible(f"Exercise {number}: {result.exercise.title}"),
            "score": 0,
            "max_score": result.possible,
            "status": "failed",
            "output": _cut(f"{wording.reason(result)} {result.next_step}"),
            "output_format": "text",
            "visibility": shown.get(number, shown.get("", VISIBILITIES[0])),
            "tags": [],
        }
        return
    for verdict in result.verdicts:
        number = verdict.check.number
        whole = shown.get(number.partition(".")[0], shown.get("", VISIBILITIES[0]))
        yield {
            "number": number,
            "name": visible(verdict.check.sentence),
            "score": verdict.earned,
            "max_score": verdict.check.points,
            "status": "passed" if verdict.judgement is Judgement.PASSED else "failed",
            "output": _text(verdict),
            "output_format": "text",
            "visibility": shown.get(number, whole),
            "tags": [f"rule-{verdict.check.rule.number}"],
        }


def _text(verdict: Verdict) -> str:
    lines = []
    if verdict.judgement is Judgement.BLOCKED:
        lines.append(wording.waiting_for(verdict))
    if verdict.finding is not None:
        lines += [f"{label}: {text}" for label, text in wording.parts(verdict.finding)]
    return "\n".join(map(_cut, lines))


def _cut(text: str) -> str:
    return shortened(visible(text), _LONGEST)
