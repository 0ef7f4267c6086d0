"""Reloads with a text that raises, for checks 2.4 and 2.5: how often it runs, what the caller gets."""

from __future__ import annotations

from grader.checks import props
from grader.checks.exercise_2_reload import programs
from grader.checks.exercise_2_reload.programs import pair
from grader.checks.exercise_2_reload.survival import end_with
from grader.exam import (
    Failed,
    Finding,
    Findings,
    Fresh,
    Learner,
    Raised,
    RemoteObject,
    ReturnValue,
    World,
    describe,
    exception_text,
    outcome_of,
)

_ERRORS = ("RuntimeError", "NameError")
"""The exceptions that a text raises in its second line, in the order of reporting."""


def came_of(outcome: ReturnValue | Raised) -> str:
    """Return the outcome of a call as half a sentence, for a message."""
    if isinstance(outcome, Raised):
        return f"the caller got {exception_text(outcome)}"
    return f"the call returned {describe(outcome.remote)}"


def expect_one_run(
    learner: Learner,
    world: World,
    fresh: Fresh,
    say: Findings,
    module: RemoteObject,
    key: str,
    log: RemoteObject,
) -> None:
    """Fail the check unless a text that raises runs once, whatever it raises.

    :param key: a name that *module* binds to `log.append`.
    """
    told: dict[str, Finding | None] = {}
    for error in fresh.shuffled(_ERRORS):
        mark, text = -fresh.integer(), fresh.identifier()
        last = text if error == "NameError" else f"raise {error}({text!r})"
        outcome = outcome_of(learner.simulate_reload, module, f"{key}({mark})\n{last}\n")
        count = world.run(programs.COUNT, log=log, mark=mark)
        found = None
        if count == 0:
            found = say("not_run_with_error", key=key, came=came_of(outcome))
        elif count != 1:
            found = say("tried_again", key=key, error=error, count=describe(count))
        told[error] = found and learner.last_call().locate(found)
    for error in _ERRORS:
        end_with(told[error])


def not_raised(say: Findings, outcome: ReturnValue, true: frozenset[str], look: str) -> Finding:
    """Return the finding for a call that returned although its text raises.

    :param true: the facts of `programs.EFFECTS` that hold.
    :param look: the function that the text calls before it raises.
    """
    if "raised" in true:
        return say("swallowed", result=describe(outcome.remote))
    missing = "the `raise`" if "reached" in true else f"`{look}()` and the `raise`"
    return say("parts_not_run", result=describe(outcome.remote), missing=missing)


def expect_syntax_errors(learner: Learner, world: World, fresh: Fresh, say: Findings) -> None:
    """Fail the check unless a text with a syntax error raises SyntaxError and changes nothing."""
    key = fresh.identifier()
    module = props.module(world, fresh.module_name(), {key: pair(fresh)}, register=True)
    space = props.namespace(world, module)
    before = world.item(space, key)
    outcome = outcome_of(learner.simulate_reload, module, f"{key} = {pair(fresh)}\n)(\n")
    same = world.run("result = space.get(key) is before", space=space, key=key, before=before)
    if not isinstance(outcome, Raised):
        raise Failed(say("syntax_error_lost", came=came_of(outcome)))
    say.unless("SyntaxError" in outcome.bases, "syntax_error_lost", came=came_of(outcome))
    say.unless(same is True, "syntax_error_lost", came=f"still `{key}` was bound anew")
