"""What a learner is told when their code did something other than answer.

One function an outcome: the file does not load, a function is missing or not
written, an exception came out, the time ran out, the interpreter ended, the
reply made no sense. They hold for every check of every exercise; what a check
itself observes is worded in the check.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

from grader.loading import LIMIT_CAUSES, Asked, asked_for, seconds_text, told_of_loading
from grader.model import Finding, Judgement
from grader.outcomes import (
    Died,
    Garbled,
    Missing,
    Outcome,
    Raised,
    Returned,
    TimedOut,
    raised_text,
    told_frames,
)

LOADING = "load"
"""What `blocks` says when nothing can be asked of the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """Why a check stopped, and what else it stops.

    :param blocks: the function that cannot be asked any more, `LOADING`, or nothing.
    :param evidence: for staff.
    """

    judgement: Judgement
    finding: Finding
    blocks: str = ""
    evidence: tuple[str, ...] = ()


def cause_of(outcome: Outcome, *, function: str, call: str, file: str, prop: bool) -> Cause:
    """Return what to tell a learner about *outcome*.

    :param function: the learner's function that was called; empty while loading the file.
    :param call: the call as Python text.
    :param file: the file's name.
    :param prop: whether one of the grader's own props was at work.
    """
    if prop and not isinstance(outcome, TimedOut):
        return _broken_interpreter(outcome, call)
    if not function:
        return _does_not_load(outcome, file)
    match outcome:
        case Missing():
            return _missing(outcome, function, file)
        case Raised():
            if _not_written(outcome):
                return _not_started(outcome, function, call)
            return _raised(outcome, function, call)
        case TimedOut():
            return _timed_out(outcome, function, call)
        case Died():
            return _died(outcome, function, call)
        case Garbled() | Returned():
            return _garbled(outcome, function, call)
    assert_never(outcome)


def _last_line(outcome: Outcome) -> int | None:
    if isinstance(outcome, Raised):
        if outcome.syntax is not None:
            return outcome.syntax[0]
        frames = told_frames(outcome)
        return frames[-1][0] if frames else None
    return None


def _column(outcome: Outcome) -> int | None:
    if isinstance(outcome, Raised) and outcome.syntax is not None:
        column = outcome.syntax[1]
        return column if column is not None and column > 0 else None
    return None


def _not_written(outcome: Raised) -> bool:
    return outcome.handle.type == "NotImplementedError" and bool(outcome.frames)


def _cause(
    judgement: Judgement,
    outcome: Outcome,
    *,
    misconception: str | None,
    call: str,
    observed: str,
    expected: str,
    why: str,
    next_step: str,
    blocks: str = "",
) -> Cause:
    evidence = (
        (f"{type(outcome).__name__}: {outcome.what}",) if isinstance(outcome, Garbled) else ()
    )
    return Cause(
        judgement=judgement,
        finding=Finding(
            misconception=misconception,
            rule=None,
            call=call,
            observed=observed,
            expected=expected,
            why=why,
            next_step=next_step,
            line=_last_line(outcome),
            column=_column(outcome),
        ),
        blocks=blocks,
        evidence=evidence,
    )


def _does_not_load(outcome: Outcome, file: str) -> Cause:
    """The file itself: one cause for all checks."""
    call = f"import {file.removesuffix('.py')}"
    told = told_of_loading(outcome, file)
    if told is None:
        return _garbled(outcome, "", call)
    return _cause(
        Judgement.BLOCKED,
        outcome,
        misconception=told.misconception,
        call=call,
        observed=told.observed,
        expected=f"{file} loads, so that its functions can be called.",
        why=told.why,
        next_step=told.next_step,
        blocks=LOADING,
    )


def _missing(outcome: Missing, function: str, file: str) -> Cause:
    names = [f"`{name}`" for name in outcome.names] or [f"`{function}`"]
    listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    return _cause(
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
    return _cause(
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
            "and grade again. `grade hint` has a question to start from."
        ),
        blocks=function,
    )


def _raised(outcome: Raised, function: str, call: str) -> Cause:
    asked = asked_for(outcome)
    if asked is not None:
        return _asked(outcome, asked, function, call)
    if outcome.bases[:1] == ("SystemExit",):
        return _cause(
            Judgement.FAILED,
            outcome,
            misconception="called_exit",
            call=call,
            observed=f"`{function}` asked the interpreter to exit: {raised_text(outcome)}.",
            expected="The call comes back to its caller, with a value or an exception of its own.",
            why=(
                "`sys.exit`, `exit` and `quit` raise SystemExit, which travels through every caller "
                "and ends the program. A function that others call has no say over that."
            ),
            next_step="What should the caller receive here? Return or raise that in its place.",
        )
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
    return _cause(
        Judgement.FAILED,
        outcome,
        misconception=None,
        call=call,
        observed=f"`{function}` raised {raised_text(outcome)}.",
        expected="For these arguments the call comes back with a result.",
        why=why,
        next_step=step,
    )


def _asked(outcome: Raised, asked: Asked, function: str, call: str) -> Cause:
    """A person was asked for something, and nobody is there."""
    return _cause(
        Judgement.FAILED,
        outcome,
        misconception=asked.misconception,
        call=call,
        observed=f"`{function}` {asked.observed}",
        expected="The call comes back without anybody's help.",
        why=asked.why,
        next_step=asked.next_step,
    )


def _timed_out(outcome: TimedOut, function: str, call: str) -> Cause:
    return _cause(
        Judgement.FAILED,
        outcome,
        misconception="time_limit",
        call=call,
        observed=f"`{function}` had not come back after {seconds_text(outcome)}, so it was stopped.",
        expected="The call comes back at once; nothing in this exercise takes long.",
        why=f"{LIMIT_CAUSES} Other checks of this function are not tried again.",
        next_step="Which loop or wait does this call reach, and what would have to change to end it?",
        blocks=function,
    )


def _died(outcome: Died, function: str, call: str) -> Cause:
    name, blocks = "interpreter_ended", ""
    if outcome.how == "output":
        name, blocks = "flood", function
        observed = f"`{function}` kept printing until it was stopped."
        step = "Which loop in this call prints, and when is it meant to stop?"
    elif outcome.how == "disk":
        name, blocks = "filled_disk", function
        observed = f"`{function}` kept writing files until it was stopped."
        step = "Which part of this call makes files, how many, and does the task ask for any?"
    else:
        observed = f"The interpreter ended during `{function}` ({outcome.how})."
        step = "Look for `os._exit`, a signal, a closed descriptor or native code in this call."
    return _cause(
        Judgement.FAILED,
        outcome,
        misconception=name,
        call=call,
        observed=observed,
        expected="The call comes back to its caller and leaves the interpreter running.",
        why=(
            "Your code runs in an interpreter of its own. When that ends, the answer to this call "
            "is lost with it; the checks that follow start in a new one."
        ),
        next_step=step,
        blocks=blocks,
    )


def _garbled(outcome: Outcome, function: str, call: str) -> Cause:
    what = f"`{function}`" if function else "the file"
    return _cause(
        Judgement.FAILED if function else Judgement.BLOCKED,
        outcome,
        misconception="line_disturbed",
        call=call,
        observed=f"No readable answer came back from {what}.",
        expected="The code under grading leaves the grader's line to its interpreter alone.",
        why=(
            "Calls and results travel over file descriptors that the interpreter had open before "
            "your code ran. Something wrote to them or closed them, so what arrived is no answer."
        ),
        next_step="Look for code that writes to or closes file descriptors other than 0, 1 and 2.",
        blocks="" if function else LOADING,
    )


def _broken_interpreter(outcome: Outcome, call: str) -> Cause:
    how = raised_text(outcome) if isinstance(outcome, Raised) else type(outcome).__name__.lower()
    return _cause(
        Judgement.FAILED,
        outcome,
        misconception="interpreter_broken",
        call=call,
        observed=f"After your code had run, ordinary Python no longer worked there: {how}.",
        expected="Modules, built-ins and the import system still work when a function has returned.",
        why=(
            "`sys.modules`, `builtins` and the import system belong to the whole process. A change "
            "to them reaches every other module, the one that asks you next included."
        ),
        next_step="Which shared object does your code change, and how can it leave the rest as it was?",
    )
