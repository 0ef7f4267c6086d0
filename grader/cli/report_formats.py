"""The formats of a learner's report, and the functions that write the formats for programs.

A new format is a name in `Format` and a line in `_own_format`, or, for another system, a function and
a row of `OUTSIDE`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

from grader.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from grader.model import Grade, Result


class Format(StrEnum):
    """The formats of a learner's report."""

    terminal = "terminal"
    json = "json"
    lines = "lines"
    junit = "junit"
    markdown = "markdown"
    classroom = "classroom"
    classroom50 = "classroom50"
    gradescope = "gradescope"


def write(grades: Sequence[Grade], form: Format, *, alone: bool) -> None:
    """Write graded exercises to standard output.

    :param alone: whether one exercise was asked for, and not all of them.
    :raises Fault: when the format cannot express a fault of ours, and there is one.
    """
    put(OUTSIDE[form](grades) if form in OUTSIDE else _own_format(grades, form, alone=alone))


def write_results(
    results: Sequence[Result], form: Format, release_body: Path | None = None
) -> None:
    """Write a result for every exercise, in a format of another system.

    :param release_body: for Classroom 50, the file to which the text of the release is written.
    :raises UsageError: on a file for the release in another form, or one that cannot be written.
    :raises Fault: as `write`.
    """
    if release_body is not None and form is not Format.classroom50:
        raise UsageError(
            "--release-body goes with --format classroom50 only",
            "Other forms are one text, written to standard output.",
        )
    text = OUTSIDE[form](results)
    if release_body is not None:
        from grader.workflow import job_summary

        try:
            release_body.write_text(job_summary.report(results), "utf-8")
        except OSError as error:
            raise UsageError(
                f"{release_body} cannot be written: {error.strerror}", "Name another file."
            ) from error
    put(text)


def put(text: str) -> None:
    """Write *text* to standard output as UTF-8, whatever the locale: programs read it."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8"))
    sys.stdout.buffer.flush()


def _own_format(grades: Sequence[Grade], form: Format, *, alone: bool) -> str:
    from grader.model import Audience
    from grader.reports import json, junit, lines, markdown

    if form is Format.lines:
        return lines.report(grades)
    if form is Format.junit:
        return junit.report(grades)
    if form is Format.markdown:
        return markdown.report(grades)
    assert form is Format.json
    if alone:
        return _dumped(json.grade_as_json(grades[0], Audience.LEARNER))
    return _dumped(json.grades_as_json(grades, Audience.LEARNER))


def _classroom(results: Sequence[Result]) -> str:
    from grader.workflow import classroom_payload

    return classroom_payload.report(results)


def _classroom50(results: Sequence[Result]) -> str:
    from datetime import UTC, datetime

    from grader.workflow import classroom50

    lacking = [name for name in classroom50.VARIABLES.values() if not os.environ.get(name)]
    if lacking:
        sys.stderr.write(f"grade: not set, so left empty: {', '.join(lacking)}.\n")
    return _dumped(classroom50.report(results, os.environ, datetime.now(UTC)))


def _gradescope(results: Sequence[Result]) -> str:
    from grader.workflow import gradescope

    shown = gradescope.visibility(os.environ.get("GRADE_VISIBILITY", ""))
    return _dumped(gradescope.report(results, shown))


def _dumped(body: object) -> str:
    from json import dumps

    return dumps(body, indent=2, allow_nan=False) + "\n"


OUTSIDE: Mapping[Format, Callable[[Sequence[Result]], str]] = {
    Format.classroom: _classroom,
    Format.classroom50: _classroom50,
    Format.gradescope: _gradescope,
}
"""Formats of other systems, which record the points; a missing file is in them, with its zero."""
