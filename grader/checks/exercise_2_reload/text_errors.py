"""Texts that raise or do not compile, for checks 2.4 and 2.5: what reaches the caller and what stays."""

from __future__ import annotations

from dataclasses import dataclass

from grader.checks import props
from grader.checks.exercise_2_reload import programs
from grader.checks.exercise_2_reload.programs import is_value, pair
from grader.checks.exercise_2_reload.survival import end_with
from grader.exam import (
    CallSite,
    Deferred,
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

_TRIED = ("RuntimeError", "NameError", "ImportError")
"""The exceptions after which a text might be tried again, in the order of reporting."""

_KINDS = (
    "an exception of its own",
    "a NameError",
    "an ImportError",
    "a SyntaxError",
    "a BaseException of its own",
    "a SystemExit",
    "a KeyboardInterrupt",
)
"""The exceptions of `programs.ERRORS`, in the order of reporting."""


_OF_AN_IMPORT = ("__spec__", "__loader__", "__package__")
"""Names that an answer which makes `importlib.reload` work may leave behind."""


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
    for error in fresh.shuffled(_TRIED):
        mark, text = -fresh.integer(), fresh.identifier()
        last = {
            "RuntimeError": f"raise RuntimeError({text!r})",
            "NameError": text,
            "ImportError": f"import {text}",
        }[error]
        outcome = outcome_of(
            learner.simulate_reload, module, f"{programs.counted(key, mark)}{last}\n"
        )
        count = programs.count(world, log, mark)
        found = None
        if count == 0:
            found = say("not_run_with_error", key=key, came=came_of(outcome))
        elif count != 1:
            found = say("tried_again", key=key, error=error, count=count)
        told[error] = found and learner.last_call().locate(found)
    for error in _TRIED:
        end_with(told[error])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Failing:
    """One run of a text that raises.

    :param kind: the exception, one of `_KINDS`.
    :param names: the names that the text binds before it raises.
    :param look: the function that the text calls before it raises.
    :param later: the name that it binds afterwards.
    :param true: the effects that the text had: `stayed` in the module, `reached` the function
        *look*, `raised` the exception, `later` ran on after it.
    :param same: whether the caller got the exception that the text raised.
    """

    kind: str
    names: str
    look: str
    later: str
    outcome: ReturnValue | Raised
    error: RemoteObject
    true: Deferred[frozenset[str]]
    same: Deferred[bool] | None
    here: CallSite


def expect_errors_through(learner: Learner, world: World, fresh: Fresh, say: Findings) -> None:
    """Fail the check unless exceptions of every class reach the caller, and their text's effects stay."""
    old, new, later, look, fail = (fresh.identifier() for _ in range(5))
    log, cause = fresh.identifier(), fresh.identifier()
    errors = world.make_each(programs.ERRORS, *_KINDS, spare={}, text=fresh.text())
    values: dict[str, object] = {old: None, log: [], cause: None}
    module = props.module(world, fresh.module_name(), values, register=True)
    space = props.namespace(world, module)
    seen = world.item(space, log)
    lookers = f"def {look}(): {log}.append({old})\ndef {fail}():\n    {log}.append({cause})\n"
    props.execute(world, f"{lookers}    return {cause}\n", module)
    runs: dict[str, _Failing] = {}
    for kind, error in fresh.shuffled(list(zip(_KINDS, errors, strict=True))):
        first, second = pair(fresh), pair(fresh)
        names = {"space": space, "seen": seen, "old": old, "new": new, "error": error}
        world.do(programs.PREPARE, value=pair(fresh), cause=cause, **names)
        text = f"{old} = {first}\n{new} = {second}\n{look}()\nraise {fail}()\n{later} = 1\n"
        outcome = outcome_of(learner.simulate_reload, module, text)
        same = None if isinstance(outcome, ReturnValue) else error.is_later(outcome.handle)
        runs[kind] = _Failing(
            kind=kind,
            names=f"{old} and {new}",
            look=look,
            later=later,
            outcome=outcome,
            error=error,
            true=_effects(world, first, second, {"later": later, **names}),
            same=same,
            here=learner.last_call(),
        )
    for kind in _KINDS:
        found = _told_of(world, say, runs[kind])
        end_with(found and runs[kind].here.locate(found))


def _effects(
    world: World, first: list[int], second: list[int], names: dict[str, object]
) -> Deferred[frozenset[str]]:
    """Return the effects of a text that binds two names to *first* and *second* and raises."""

    def read(answer: object) -> frozenset[str]:
        match answer:
            case [old, new, bool(later), bool(reached), bool(raised)]:
                stayed = is_value(old, first) and is_value(new, second)
            case _:
                raise props.garbled("with two values and bools")
        held = {"stayed": stayed, "later": later, "reached": reached, "raised": raised}
        return frozenset(word for word, holds in held.items() if holds)

    return world.run_later(programs.EFFECTS, read=read, first=first, **names)


def _told_of(world: World, say: Findings, run: _Failing) -> Finding | None:
    """Return the finding about one run of a text that raises; None where all is right."""
    outcome, true, kind = run.outcome, run.true.value, run.kind
    if isinstance(outcome, ReturnValue) or run.same is None:
        return _not_raised(say, run)
    if not run.same.value:
        names = {"raised": outcome.handle, "error": run.error}
        kin = "raised" in true and world.run(programs.KIN, **names) is True
        before = "" if "raised" in true else ", and its `raise` had not run"
        label = "wrapped" if kin else "other_exception"
        return say(label, kind=kind, error=exception_text(outcome), before=before)
    if "later" in true:
        return say("ran_on_after_error", name=run.later)
    if "stayed" not in true:
        label = "rolled_back" if "reached" in true else "effects_elsewhere"
        return say(label, names=run.names, kind=kind)
    return None


def _not_raised(say: Findings, run: _Failing) -> Finding:
    """Return the finding for a call that returned although its text raises."""
    true, result = run.true.value, came_of(run.outcome)
    if "raised" in true:
        return say("swallowed", kind=run.kind, result=result)
    missing = "the `raise`" if "reached" in true else f"`{run.look}()` and the `raise`"
    return say("parts_not_run", result=result, missing=missing)


def expect_syntax_errors(learner: Learner, world: World, fresh: Fresh, say: Findings) -> None:
    """Fail the check unless a text with a syntax error raises SyntaxError and changes nothing."""
    key = fresh.identifier()
    module = props.module(world, fresh.module_name(), {key: pair(fresh)}, register=True)
    before = props.snapshot(world, module)
    outcome = outcome_of(learner.simulate_reload, module, f"{key} = {pair(fresh)}\n)(\n")
    changed = props.namespace_changes(world, before, apart_from=_OF_AN_IMPORT)
    if not isinstance(outcome, Raised) or "SyntaxError" not in outcome.bases:
        raise Failed(say("syntax_error_lost", came=came_of(outcome)))
    names = ", ".join(f"`{name}`" for name in dict.fromkeys(changed.value))
    say.unless(not names, "syntax_error_lost", came=f"the module was changed: {names}")
