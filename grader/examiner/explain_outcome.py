"""Explanation of an outcome that stops a check: from what a guest did to a finding and a judgement.

It holds for every check of every exercise: the file does not load, a function is missing or not
written, an exception came out, the time ran out, the interpreter ended, the reply made no sense.
The texts are in `explain_outcome.toml`; what a check itself observes is worded beside the check.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from grader.channel.outcomes import (
    Contradicted,
    Died,
    Garbled,
    Missing,
    Outcome,
    Raised,
    Returned,
    TimedOut,
    Oversized,
    exception_text,
    frames_to_show,
)
from grader.exam.findings import Findings
from grader.exam.session import describe_handle
from grader.examiner.parameters import FITS, Misfit
from grader.model import Blocker, Finding, Judgement

say = Findings(__file__, "explain_outcome.toml")

_ARGUMENTS = re.compile(r"\(\) (takes|missing|got an unexpected keyword) ")
"""How Python begins, behind the name of a function, where arguments and parameters do not fit."""

_NOT_UTF8 = "no encoding is declared"
"""How a guest's message begins for a byte that Python does not read; see `grader.guest.serve`."""

_SYNTAX_ERRORS = {"TabError": "mixed_tabs", "IndentationError": "wrong_indentation"}
"""Type of a syntax error to its finding, where it has one of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """Why a check stopped, and what else it stops.

    :param blocks: the function that cannot be asked any more, a `Blocker`, or empty.
    :param evidence: for staff.
    """

    judgement: Judgement
    finding: Finding
    blocks: str = ""
    evidence: tuple[str, ...] = ()


def explain_outcome(
    outcome: Outcome,
    *,
    function: str,
    call: str,
    file: str,
    prop: bool,
    misfit: Misfit = FITS,
) -> Cause:
    """Return the cause of a check's stop on *outcome*.

    :param function: the learner's function that was called; empty while loading the file.
    :param call: the call as Python text.
    :param file: the file's name.
    :param prop: True where one of the grader's own props was at work.
    :param misfit: how the call does not fit the parameters of the function, where that is known.
    """
    line, importing = _line(outcome), f"import {file.removesuffix('.py')}"
    if isinstance(outcome, Contradicted):
        found, blocks = say("false_answer"), str(Blocker.FALSE_ANSWERS)
        return _cause(outcome, Judgement.FAILED, found, call or importing, line, blocks)
    if isinstance(outcome, Oversized):
        found = say("too_large", after=function or file, what=_excess(outcome))
        return _cause(outcome, Judgement.FAILED, found, call or importing, line)
    if prop and not isinstance(outcome, TimedOut):
        found = say("interpreter_broken", symptom=_symptom(outcome))
        return _cause(outcome, Judgement.FAILED, found, call, line)
    if not function:
        found = _loading_finding(outcome, file)
        return _cause(outcome, Judgement.BLOCKED, found, importing, line, Blocker.LOADING)
    judgement, blocks = Judgement.FAILED, ""
    match outcome:
        case Missing():
            names = _enumeration([f"`{name}`" for name in outcome.names or (function,)])
            found = say("missing_function", file=file, function=function, names=names)
            judgement, call, blocks = Judgement.BLOCKED, f"{function}(…)", function
        case Raised() if outcome.handle.type == "NotImplementedError" and outcome.frames:
            found = say("not_started", function=function)
            judgement, blocks = Judgement.BLOCKED, function
        case Raised():
            name = _exception_name(outcome, function)
            text = exception_text(outcome)
            found = say(name, function=function, exception=text, misfit=misfit.text)
            if name in {"raised_outside", "wrong_parameters"}:
                line = misfit.line if name == "wrong_parameters" else None
        case TimedOut():
            found, blocks = say("time_limit", function=function, limit=_limit(outcome)), function
        case Died():
            name = {"output": "flood", "disk": "filled_disk"}.get(outcome.how, "interpreter_ended")
            found = say(name, function=function, how=outcome.how)
            blocks = "" if name == "interpreter_ended" else function
        case Garbled() | Returned():
            found = say("line_disturbed", source=f"`{function}`")
        case _:
            assert_never(outcome)
    return _cause(outcome, judgement, found, call, line, blocks)


def _cause(
    outcome: Outcome,
    judgement: Judgement,
    found: Finding,
    call: str,
    line: int | None,
    blocks: str = "",
) -> Cause:
    return Cause(
        judgement=judgement,
        finding=replace(found, call=call, line=line, column=_column(outcome)),
        blocks=blocks,
        evidence=(
            (f"{type(outcome).__name__}: {outcome.what}",) if isinstance(outcome, Garbled) else ()
        ),
    )


def _line(outcome: Outcome) -> int | None:
    """Return the learner's line that an exception came from; None where there is none."""
    if not isinstance(outcome, Raised):
        return None
    if outcome.syntax is not None:
        return outcome.syntax[0]
    frames = frames_to_show(outcome)
    return frames[-1][0] if frames else None


def _column(outcome: Outcome) -> int | None:
    """Return where Python stopped reading a line, from 1; None for all but a syntax error."""
    column = outcome.syntax[1] if isinstance(outcome, Raised) and outcome.syntax else None
    return column if column is not None and column > 0 else None


def _symptom(outcome: Outcome) -> str:
    return (
        exception_text(outcome) if isinstance(outcome, Raised) else type(outcome).__name__.lower()
    )


def _loading_finding(outcome: Outcome, file: str) -> Finding:
    """Return the finding about a file that does not load: one for all checks."""
    match outcome:
        case Raised() if outcome.syntax is not None:
            line, _, _, message = outcome.syntax
            name = _SYNTAX_ERRORS.get(outcome.handle.type, "syntax_error")
            if str(message).startswith(_NOT_UTF8):
                name = "wrong_encoding"
            where = f"line {line}" if line else "the file"
            return say(name, file=file, where=where, message=message)
        case Raised():
            if asks := _asks_a_person(outcome):
                name = {"waits_for_input": "load_input", "breakpoint_left": "load_breakpoint"}[asks]
            else:
                name = "load_exit" if _exits(outcome) else "load_error"
            return say(name, file=file, exception=exception_text(outcome))
        case TimedOut():
            return say("load_endless", file=file, limit=_limit(outcome))
        case Died():
            name = {"output": "load_output", "disk": "load_disk"}.get(outcome.how, "load_ended")
            return say(name, file=file, how=outcome.how)
        case _:
            return say("line_disturbed", source="the file")


def _exception_name(outcome: Raised, function: str) -> str:
    """Return the name of the finding about an exception that came out of a call."""
    if asks := _asks_a_person(outcome):
        return asks
    if _exits(outcome):
        return "called_exit"
    if "RecursionError" in outcome.bases:
        return "endless_recursion"
    if outcome.frames:
        return "raised"
    text = (outcome.text or "").removeprefix(function)
    unfit = "TypeError" in outcome.bases and _ARGUMENTS.match(text)
    return "wrong_parameters" if unfit else "raised_outside"


def _asks_a_person(outcome: Raised) -> str:
    """Return the name of the finding about code that asks a person for something, or nothing."""
    match outcome.handle.type, outcome.text:
        case ("BdbQuit", _) | ("EOFError", "breakpoint() with no terminal"):
            return "breakpoint_left"
        case ("SystemExit", _) if outcome.module == "pdb":  # BdbQuit before Python 3.14
            return "breakpoint_left"
        case ("EOFError", "EOF when reading a line"):
            return "waits_for_input"
        case _:
            return ""


def _excess(outcome: Oversized) -> str:
    """Return what is too large about an answer; of the grader's own collections that is inside."""
    if outcome.handle.type in {"str", "bytes", "int"}:
        return f"it is {describe_handle(outcome.handle)}"
    return "there are too many entries, or entries that are too long"


def _exits(outcome: Raised) -> bool:
    return outcome.bases[:1] == ("SystemExit",)


def _limit(outcome: TimedOut) -> str:
    return f"{outcome.seconds:g} second{'' if outcome.seconds == 1 else 's'}"


def _enumeration(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
