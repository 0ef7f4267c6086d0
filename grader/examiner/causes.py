"""What a learner is told when their code did something other than answer.

One function an outcome: the file does not load, a function is missing or not
written, an exception came out, the time ran out, the interpreter ended, the
reply made no sense. They hold for every check of every exercise; what a check
itself observes is worded in the check.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, assert_never

from grader.channel.outcomes import (
    Contradicted,
    Died,
    Garbled,
    Missing,
    Outcome,
    Raised,
    Returned,
    TimedOut,
    exception_text,
)
from grader.examiner.endings import (
    Cause,
    broken_interpreter,
    cause,
    contradicted,
    died,
    garbled,
    timed_out,
)
from grader.examiner.loading import Asked, asked_for, told_of_loading
from grader.model import Blocker, Judgement

if TYPE_CHECKING:
    from collections.abc import Sequence

_ARGUMENTS = re.compile(r"\(\) (takes|missing|got an unexpected keyword) ")
"""How Python begins, behind the name of a function, where arguments and parameters do not fit."""


def cause_of(
    outcome: Outcome,
    *,
    function: str,
    call: str,
    file: str,
    prop: bool,
    lines: Sequence[str] = (),
) -> Cause:
    """Return what to tell a learner about *outcome*.

    :param function: the learner's function that was called; empty while loading the file.
    :param call: the call as Python text.
    :param file: the file's name.
    :param prop: whether one of the grader's own props was at work.
    :param lines: of the file.
    """
    if isinstance(outcome, Contradicted):
        return contradicted(outcome, call or _importing(file))
    if prop and not isinstance(outcome, TimedOut):
        return broken_interpreter(outcome, call)
    if not function:
        return _does_not_load(outcome, file)
    match outcome:
        case Missing():
            return _missing(outcome, function, file)
        case Raised():
            if _not_written(outcome):
                return _not_started(outcome, function, call)
            return _raised(outcome, function, call, lines)
        case TimedOut():
            return timed_out(outcome, function, call)
        case Died():
            return died(outcome, function, call)
        case Garbled() | Returned():
            return garbled(outcome, function, call)
    assert_never(outcome)


def _not_written(outcome: Raised) -> bool:
    return outcome.handle.type == "NotImplementedError" and bool(outcome.frames)


def _importing(file: str) -> str:
    return f"import {file.removesuffix('.py')}"


def _does_not_load(outcome: Outcome, file: str) -> Cause:
    """The file itself: one cause for all checks."""
    call = _importing(file)
    told = told_of_loading(outcome, file)
    if told is None:
        return garbled(outcome, "", call)
    return cause(
        Judgement.BLOCKED,
        outcome,
        misconception=told.misconception,
        call=call,
        observed=told.observed,
        expected=f"{file} loads, so that its functions can be called.",
        why=told.why,
        next_step=told.next_step,
        blocks=Blocker.LOADING,
    )


def _missing(outcome: Missing, function: str, file: str) -> Cause:
    names = [f"`{name}`" for name in outcome.names] or [f"`{function}`"]
    listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    return cause(
        Judgement.BLOCKED,
        outcome,
        misconception="missing_function",
        call=f"{function}(…)",
        observed=f"{file} loads, and when it has run it binds no name {listed}.",
        expected=f"A function `{function}` at the top level of the file, under exactly that name.",
        why=(
            "The checks look names up in your module's namespace once its code has run. A name "
            "that is misspelt, indented into another block or deleted is not in there."
        ),
        next_step=f"Where in the file is `{function}` defined, and is that `def` at the left margin?",
        blocks=function,
    )


def _not_started(outcome: Raised, function: str, call: str) -> Cause:
    return cause(
        Judgement.BLOCKED,
        outcome,
        misconception="not_started",
        call=call,
        observed=f"Not started: `{function}` still raises NotImplementedError.",
        expected=f"`{function}` does what its docstring says.",
        why=(
            "The stub gives each function a name, a signature and a docstring, and leaves its body "
            "to you. A check can say something about a function once it has a body."
        ),
        next_step=(
            f"Read the docstring of `{function}`, replace the `raise` with a first attempt, save, "
            "and grade again. The first hint is a question to start from."
        ),
        blocks=function,
    )


def _raised(outcome: Raised, function: str, call: str, lines: Sequence[str]) -> Cause:
    asked = asked_for(outcome)
    if asked is not None:
        return _asked(outcome, asked, function, call)
    if outcome.bases[:1] == ("SystemExit",):
        return cause(
            Judgement.FAILED,
            outcome,
            misconception="called_exit",
            call=call,
            observed=f"`{function}` asked the interpreter to exit: {exception_text(outcome)}.",
            expected="The call comes back to its caller, with a value or an exception of its own.",
            why=(
                "`sys.exit`, `exit` and `quit` raise SystemExit, which travels through every caller "
                "and ends the program. A function that others call has no say over that."
            ),
            next_step="What should the caller receive here? Return or raise that in its place.",
        )
    if not outcome.frames and "RecursionError" not in outcome.bases:
        return _raised_outside(outcome, function, call, lines)
    why = (
        "The exception left your function before the check could look at its result. What ran "
        "before that line is done; what stands after it never ran."
    )
    step = (
        "Read the line with the arguments of this call in hand: which name or object is "
        "not what the line takes it for?"
    )
    if "RecursionError" in outcome.bases:
        why = (
            "Each call waits for the one that it makes. Here they kept calling each other until "
            "Python's limit on waiting calls was reached, and none of them could come back."
        )
        step = "Which call in this chain is meant to be the last, and what would it have to notice?"
    return cause(
        Judgement.FAILED,
        outcome,
        misconception=None,
        call=call,
        observed=f"`{function}` raised {exception_text(outcome)}.",
        expected="For these arguments the call comes back with a result.",
        why=why,
        next_step=step,
    )


def _raised_outside(outcome: Raised, function: str, call: str, lines: Sequence[str]) -> Cause:
    """No line of the learner's file is in the traceback, so there is none to read on.

    Where arguments and parameters do not fit, the `def` is shown, if there is one such line.
    """
    why = (
        f"No line of your file was running: what the name `{function}` is bound to raised by "
        "itself, before or in place of a body of yours. A decorator or a class can be in between."
    )
    step = f"What is `{function}` bound to when the file has run, and what does that ask of its arguments?"
    text, line = outcome.text or "", None
    if "TypeError" in outcome.bases and _ARGUMENTS.match(text.removeprefix(function)):
        line = _line_of_def(lines, function)
        why = (
            "Before a body runs, Python binds the arguments of the call to the parameters of the "
            "`def`. Here the two do not fit, so no line of your function ran."
        )
        step = (
            f"Compare the `def` of `{function}` with the stub that `grade start` writes: in which "
            "parameters do they differ?"
        )
    told = cause(
        Judgement.FAILED,
        outcome,
        misconception=None,
        call=call,
        observed=f"`{function}` raised {exception_text(outcome)}.",
        expected="The function takes the arguments of the signature in the stub, and gives a result.",
        why=why,
        next_step=step,
    )
    return replace(told, finding=replace(told.finding, line=line))


def _line_of_def(lines: Sequence[str], function: str) -> int | None:
    begins = re.compile(rf"(async +)?def +{re.escape(function)}\b")
    found = [number for number, line in enumerate(lines, 1) if begins.match(line)]
    return found[0] if len(found) == 1 else None


def _asked(outcome: Raised, asked: Asked, function: str, call: str) -> Cause:
    """A person was asked for something, and nobody is there."""
    return cause(
        Judgement.FAILED,
        outcome,
        misconception=asked.misconception,
        call=call,
        observed=f"`{function}` {asked.observed}",
        expected="The call comes back without anybody's help.",
        why=asked.why,
        next_step=asked.next_step,
    )
