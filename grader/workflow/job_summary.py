"""The summary of a workflow's job: GitHub-flavoured Markdown for the learner.

GitHub drops a summary of more than a mebibyte. An exercise whose findings do not fit below that is
named at the end instead.
"""

from __future__ import annotations

from collections.abc import Sequence

from grader.model import Grade, Result
from grader.reports import markdown, wording
from grader.reports.escape import shortened
from grader.reports.markdown import code, escaped

LARGEST = 900_000
"""Bytes of the summary at most; GitHub's limit for a step is 1,048,576."""

_LONGEST = 2_000


def report(results: Sequence[Result]) -> str:
    """Return the summary: a table of points, then the report on each exercise."""
    text = _table(results)
    left: list[str] = []
    for result in results:
        part = _part(result)
        if len((text + part).encode()) > LARGEST:
            left.append(str(result.exercise.number))
        else:
            text += part
    if left:
        text += f"The findings of exercise {', '.join(left)} are too long to be shown here.\n"
    return text


def _table(results: Sequence[Result]) -> str:
    rows = [
        f"| {one.exercise.number} | {escaped(one.exercise.title)} | {_points(one)} |"
        for one in results
    ]
    lines = ["# Exercises", "", "| | Exercise | Points |", "|---|---|---|", *rows, ""]
    lines += [_total(results), ""]
    seeds = {one.attempt.seed for one in results if isinstance(one, Grade)}
    if len(seeds) == 1:
        command = code(f"grade all --seed {seeds.pop()}")
        lines += [f"The same names and values on your own machine: {command}", ""]
    return "\n".join(lines) + "\n"


def _points(result: Result) -> str:
    if not result.countable:
        return "not graded"
    return f"{result.earned} of {result.possible}"


def _total(results: Sequence[Result]) -> str:
    counted = [one for one in results if one.countable]
    points = f"**{sum(one.earned for one in counted)} of {sum(one.possible for one in counted)} points.**"
    if len(counted) < len(results):
        return f"{points} What was not graded is not counted, and is not a zero."
    return points


def _part(result: Result) -> str:
    if not isinstance(result, Grade):
        exercise = result.exercise
        lines = [f"## Exercise {exercise.number}: {escaped(exercise.title)}", ""]
        why = escaped(shortened(wording.reason(result), _LONGEST))
        lines += [f"{why} {escaped(result.next_step)}", ""]
        return "\n".join(lines) + "\n"
    text = markdown.report([result])
    if wording.status(result) == "passed":
        text += "Every check holds.\n\n"
    return text
