"""What a learner is told when their interpreter did not come back, and what a cause is.

The time ran out, the interpreter ended, or what came back was no answer. See
`grader.examiner.causes` for the rest.
"""

from __future__ import annotations

from dataclasses import dataclass

from grader.channel.outcomes import (
    Died,
    Garbled,
    Outcome,
    Raised,
    TimedOut,
    exception_text,
    frames_to_show,
)
from grader.examiner.loading import LIMIT_CAUSES, seconds_text
from grader.model import Blocker, Finding, Judgement


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """Why a check stopped, and what else it stops.

    :param blocks: the function that cannot be asked any more, a word of `grader.model`, or nothing.
    :param evidence: for staff.
    """

    judgement: Judgement
    finding: Finding
    blocks: str = ""
    evidence: tuple[str, ...] = ()


def _last_line(outcome: Outcome) -> int | None:
    if isinstance(outcome, Raised):
        if outcome.syntax is not None:
            return outcome.syntax[0]
        frames = frames_to_show(outcome)
        return frames[-1][0] if frames else None
    return None


def _column(outcome: Outcome) -> int | None:
    if isinstance(outcome, Raised) and outcome.syntax is not None:
        column = outcome.syntax[1]
        return column if column is not None and column > 0 else None
    return None


def cause(
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
    """Return a cause with a finding of these texts, at the line where *outcome* came from."""
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


def timed_out(outcome: TimedOut, function: str, call: str) -> Cause:
    """Tell that a call did not come back in time."""
    return cause(
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


def died(outcome: Died, function: str, call: str) -> Cause:
    """Tell that the interpreter ended in a call."""
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
    return cause(
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


def garbled(outcome: Outcome, function: str, call: str) -> Cause:
    """Tell that what came back was no answer."""
    what = f"`{function}`" if function else "the file"
    return cause(
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
        blocks="" if function else Blocker.LOADING,
    )


def contradicted(outcome: Outcome, call: str) -> Cause:
    """Tell that the interpreter was wrong about what the grader knows."""
    return cause(
        Judgement.FAILED,
        outcome,
        misconception="line_disturbed",
        call=call,
        observed=(
            "The interpreter with your code in it gave a false answer to a question of the grader's "
            "own, which has nothing to do with the task."
        ),
        expected="The code under grading leaves what answers the grader as it is.",
        why=(
            "Questions about your functions are answered there by a part of the grader. It was "
            "replaced while your code ran, so none of its answers can be believed any more."
        ),
        next_step=(
            "Look for code that goes through frames or objects that are not yours and changes them."
        ),
        blocks=Blocker.FALSE_ANSWERS,
    )


def broken_interpreter(outcome: Outcome, call: str) -> Cause:
    """Tell that the code broke the interpreter for everybody."""
    how = exception_text(outcome) if isinstance(outcome, Raised) else type(outcome).__name__.lower()
    return cause(
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
