"""The report as one line for each check that does not hold, for editors and problem matchers.

A line is `file:line: 1.4 …`, as compilers print theirs, so Vim's quickfix, Emacs' compilation mode
and a problem matcher of VS Code find the place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from grader.model import Finding, Grade, Judgement, Verdict
from grader.reports import wording
from grader.reports.escape import inert
from grader.submissions import source_lines, source_of

_LONGEST_NAME, _LONGEST = 4_096, 1_000
"""Characters of a file's name and of a message that are kept."""


def report(grades: Sequence[Grade]) -> str:
    """Return the lines for one or more graded exercises; empty where every check holds."""
    return "".join(f"{line}\n" for grade in grades for line in _lines(grade))


def _lines(grade: Grade) -> Iterator[str]:
    attempt = grade.attempt
    source = source_lines(source_of(attempt.submission, attempt.exercise))
    file = inert(attempt.submission.label, _LONGEST_NAME)
    for verdict in grade.verdicts:
        if verdict.judgement is not Judgement.PASSED:
            place = _place(verdict, attempt.exercise.functions, source)
            message = f"{verdict.check.number} {_message(verdict)}"
            yield f"{file}:{place}: {inert(message, _LONGEST)}"


def _message(verdict: Verdict) -> str:
    if verdict.judgement is Judgement.FAULTED:
        return f"not graded, which is no zero: {verdict.fault}"
    if verdict.finding is None:
        return wording.waiting_for(verdict)
    return f"{verdict.finding.observed} Expected: {verdict.finding.expected}"


def _place(verdict: Verdict, functions: Sequence[str], source: Sequence[str]) -> int:
    """Return the line of a verdict, 1-based: the finding's, else its function's, else the first."""
    if verdict.finding is not None and verdict.finding.line is not None:
        return verdict.finding.line
    name = _function(verdict.finding, verdict.blocked_by, functions)
    # By its text: the file is not parsed here, where a hostile one could cost the host its stack.
    begins = re.compile(rf"[ \t]*(?:async[ \t]+)?def[ \t]+{re.escape(name)}[ \t]*\(")
    found = [number for number, line in enumerate(source, start=1) if begins.match(line)]
    return found[-1] if name and found else 1  # of two definitions the last one counts


def _function(found: Finding | None, blocked_by: str, functions: Sequence[str]) -> str:
    """Return the function that a verdict is about; empty where it is about none."""
    if blocked_by in functions:
        return blocked_by
    called = re.findall(r"\b(\w+)\(", found.call) if found is not None else []
    return next((name for name in called if name in functions), "")
