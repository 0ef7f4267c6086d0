"""Annotations: one line for each exercise that GitHub shows beside the learner's own line.

`::error file=…,line=…,title=…::message`, where a percent sign, CR and LF are escaped, and in
a property also the colon and the comma. About ten of a step are shown, so an exercise gets
one. A path is relative to the root of the repository.
"""

from __future__ import annotations

from collections.abc import Sequence

from grader.model import Grade, Result
from grader.reports import wording
from grader.reports.escape import inert

_LONGEST = 1_000


def report(results: Sequence[Result]) -> str:
    """Return a line for each exercise that is not solved, for a step's standard output."""
    lines = (_annotation(result) for result in results)
    return "".join(f"{line}\n" for line in lines if line)


def _annotation(result: Result) -> str:
    title = f"Exercise {result.exercise.number}"
    if not isinstance(result, Grade):
        word = "not graded" if result.ours else "nothing to grade"
        file = result.file if not result.ours else ""
        return _command(f"{title}: {word}", [wording.reason(result), result.next_step], file)
    if result.faulted:
        return _command(f"{title}: not graded", [wording.fault(result)])
    if result.earned == result.possible:
        return ""
    title = f"{title}: {result.earned} of {result.possible} points"
    found = wording.findings(result)
    file = result.attempt.submission.label
    if not found:
        return _command(title, ["The job's summary has what each check found."], file)
    verdict, first = found[0]
    message = [
        f"Check {verdict.check.number}: {first.observed}",
        f"Expected: {first.expected}",
        f"Next step: {first.next_step}",
    ]
    return _command(title, message, file, first.line)


def _command(title: str, message: Sequence[str], file: str = "", line: int | None = None) -> str:
    properties = []
    if file:
        properties.append(f"file={_property(file)}")
        if line is not None:
            properties.append(f"line={line}")
    properties.append(f"title={_property(title)}")
    body = "\n".join(inert(part, _LONGEST) for part in message)
    return f"::error {','.join(properties)}::{_data(body)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(inert(text, _LONGEST)).replace(":", "%3A").replace(",", "%2C")
