"""Explanation of an outcome that stops a check: from what a guest did to a finding and a judgement.

The causes are those of every exercise: the file does not load (a syntax error, …), a function is
missing or not written, an exception, the time limit, the end of the interpreter, a reply without
sense. The texts are in `explain_outcome.toml`; those of a check's own findings lie beside the check.
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
    Oversized,
    Raised,
    Returned,
    TimedOut,
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

_INVISIBLE = re.compile(r"invalid non-printable character (U\+[0-9A-F]+)")
_INVALID = re.compile(r"invalid character '(.)' \(U\+[0-9A-F]+\)")
_QUOTES = (
    "\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f\u00ab\u00bb\u2039\u203a\u2032\u2033\u00b4"
)

_IMPORT = re.compile(r"\s*(from|import)\s+(?P<module>[\w.]+)")
"""How an import statement begins; a second one on its line is not looked at."""

_SYNTAX_ERRORS = {"TabError": "mixed_tabs", "IndentationError": "wrong_indentation"}
"""Type of a syntax error to its finding, where it has one of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """Cause of a check that was stopped: judgement, finding, and what it blocks.

    :param blocks: the function that can no longer be called, a `Blocker`, or empty.
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
    lines: Sequence[str] = (),
    misfit: Misfit = FITS,
) -> Cause:
    """Return the cause of a check's stop on *outcome*.

    :param function: the learner's function that was called; empty while loading the file.
    :param call: the call as Python text.
    :param prop: True where one of the grader's own props was at work.
    :param lines: of the learner's file.
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
        found = _loading_finding(outcome, file, lines)
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
            name = _exception_name(outcome, function, lines)
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
            (f"{type(outcome).__name__}: {outcome.violation}",)
            if isinstance(outcome, Garbled)
            else ()
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


def _copied_character(message: str) -> str:
    """Return the character that a syntax error is about, in words; empty where it is none.

    Python's tokenizer has two messages for a character outside of ASCII that begins no name.
    """
    if found := _INVISIBLE.match(message):
        return f"a character that cannot be seen, {found[1]}"
    if found := _INVALID.match(message):
        kind = "a typographic quotation mark" if found[1] in _QUOTES else "this character"
        return f"{kind}, {found[1]}"
    return ""


def _imports_what_is_not_there(outcome: Raised, lines: Sequence[str]) -> bool:
    """Return whether an import statement of the learner's failed because there is no such module.

    One that names a local variable does not mean a module.
    """
    line = _line(outcome)
    source = lines[line - 1] if line is not None and 1 <= line <= len(lines) else ""
    statement = _IMPORT.match(source)
    if statement is None:
        return False
    text, first = outcome.text or "", statement["module"].partition(".")[0]
    if "ModuleNotFoundError" in outcome.bases:
        return text.startswith(f"No module named '{first}") and first not in dict(outcome.names)
    return "ImportError" in outcome.bases and text.startswith("attempted relative import")


def _loading_finding(outcome: Outcome, file: str, lines: Sequence[str]) -> Finding:
    """Return the finding about a file that does not load: one for all checks."""
    match outcome:
        case Raised() if outcome.syntax is not None:
            line, _, _, message = outcome.syntax
            name = _SYNTAX_ERRORS.get(outcome.handle.type, "syntax_error")
            if str(message).startswith(_NOT_UTF8):
                name = "wrong_encoding"
            what = _copied_character(str(message))
            where = f"line {line}" if line else "the file"
            name = "copied_character" if what else name
            return say(name, file=file, where=where, message=message, what=what)
        case Raised():
            if asks := _asks_a_person(outcome):
                name = {"waits_for_input": "load_input", "breakpoint_left": "load_breakpoint"}[asks]
            elif _imports_what_is_not_there(outcome, lines):
                name = "load_import"
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


def _exception_name(outcome: Raised, function: str, lines: Sequence[str]) -> str:
    """Return the name of the finding about an exception that came out of a call."""
    if asks := _asks_a_person(outcome):
        return asks
    if _exits(outcome):
        return "called_exit"
    if "RecursionError" in outcome.bases:
        return "endless_recursion"
    if _imports_what_is_not_there(outcome, lines):
        return "import_in_a_call"
    if outcome.frames:
        return "raised"
    text = (outcome.text or "").removeprefix(function)
    unfit = "TypeError" in outcome.bases and _ARGUMENTS.match(text)
    return "wrong_parameters" if unfit else "raised_outside"


def _asks_a_person(outcome: Raised) -> str:
    """Return the name of the finding about code that waits for input; empty where it does not."""
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
