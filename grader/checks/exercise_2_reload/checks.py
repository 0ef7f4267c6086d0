"""Hidden checks of exercise 2: what a reload changes, and what it cannot reach.

Modules and texts are the grader's own. `make_reader` is checked with reloads of
the grader's own too. `compare_after_reload` needs the learner's reload; where an
earlier check showed that no text ever reaches a module, it is not asked.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from grader.checks import props
from grader.checks.exercise_2_reload import comparisons, programs, survival
from grader.checks.exercise_2_reload.programs import facts, facts_later, pair
from grader.checks.exercise_2_reload.survival import CaseReport, end_with
from grader.checks.rules import (
    CHECK_THE_CACHE,
    GLOBALS_ARE_A_NAMESPACE,
    IMPORT_TIME_IS_RUN_TIME,
    OBJECT_NOT_FILE,
    REACH_THROUGH_MODULE,
)
from grader.exam import (
    CallSite,
    Deferred,
    Exercise,
    Failed,
    Finding,
    Findings,
    Fresh,
    Learner,
    Raised,
    RemoteObject,
    ReturnValue,
    Stopped,
    World,
    check,
    describe,
    exception_text,
    outcome_of,
    result_of,
)

EXERCISE = Exercise(
    number=2,
    slug="exercise_2_reload",
    title="What a reload changes, and what it cannot reach",
    points=8,
    functions=("simulate_reload", "compare_after_reload", "make_reader"),
    hints=(
        "After a reload `settings` is still the same object, yet `settings.LIMIT` is new, and a "
        "function that was defined before the reload sees the new value too. What do the old "
        "function, the new text and the module share?",
        "Look at `module.__dict__`, and at what `exec` does with the dictionary that you give it "
        "as globals. `importlib.reload` is not the tool here: it searches for the place from which "
        "the module came, and these modules have none. For the comparison, think about when the "
        "copy is made, and about `is` as against `==`. For the reader, think about when its "
        "look-up runs.",
        'space = {"LIMIT": 1}\n'
        'exec("LIMIT = 2\\ndef limit(): return LIMIT", space)\n'
        'space["limit"].__globals__ is space   # True: `def` keeps it\n\n'
        "# looked up once, when `def` runs\n"
        "def early(value=settings.LIMIT): return value\n"
        "# looked up at each call\n"
        "def late(): return settings.LIMIT",
    ),
)

say = Findings(__file__)

_RELOAD = "simulate_reload"
"""The function without which there are no comparisons: `Learner.require` ends their checks."""


@check(rule=CHECK_THE_CACHE)
def check_the_module_object_survives(learner: Learner, world: World, fresh: Fresh) -> None:
    """A reload gives back the module it was given; sys.modules holds what it held before."""
    learner.load()
    came = {
        case: survival.survival(learner, world, fresh, say, case)
        for case in fresh.shuffled(survival.SURVIVALS)
    }
    seen = [came[case]() for case in survival.SURVIVALS]
    told = next((one.told for one in seen if one.told is not None), None)
    if told is None and seen[0].landed:
        told = next((one.not_landed for one in seen if not one.landed), None)
    end_with(told, blocks=_RELOAD if all(one.raised and not one.landed for one in seen) else "")


@check(rule=GLOBALS_ARE_A_NAMESPACE)
def check_runs_in_the_modules_own_namespace(learner: Learner, world: World, fresh: Fresh) -> None:
    """The text binds names in the module, and functions old and new look them up there."""
    key, maker, elder, copy = (fresh.identifier() for _ in range(4))
    module = props.module(world, fresh.module_name(), {key: pair(fresh)}, register=True)
    props.execute(world, f"def {elder}(): return {key}\n", module)
    space = props.namespace(world, module)
    older, old, wanted = world.item(space, elder), world.item(space, key), pair(fresh)
    result_of(
        learner.simulate_reload, module, f"{key} = {wanted}\ndef {maker}():\n    return {key}\n"
    )
    names = {"space": space, "key": key, "maker": maker, "older": older, "old": old}
    true = facts(world, programs.LANDED, wanted=wanted, **names)
    if "changed" not in true:
        told = say("own_globals" if "own" in true else "nothing_changed", key=key)
        raise Failed(told, blocks=_RELOAD)
    say.unless("own" not in true, "own_names_too", key=key)
    say.unless("value" in true, "another_value", key=key, wanted=wanted)
    say.unless("function" in true, "function_lost", function=maker)
    say.unless("inside" in true, "functions_elsewhere", function=maker)
    say.unless("older" in true, "older_function_left_behind", function=elder, key=key)
    before = world.item(space, key)
    text = f"{key} = {pair(fresh)}\ndef {maker}():\n    return {key}\n{copy} = {maker}()\n"
    result_of(learner.simulate_reload, module, text)
    true = facts(world, programs.SEEN, space=space, key=key, copy=copy, old=before)
    if "new" not in true:
        told = say("names_in_locals", function=maker, key=key, copy=copy)
        exact = {"old", "changed"} <= true
        raise Failed(told if exact else replace(told, misconception=None))


_DUNDERS = ("__name__", "__doc__", "__file__")


@check(rule=OBJECT_NOT_FILE)
def check_leftovers_stay(learner: Learner, world: World, fresh: Fresh) -> None:
    """Names that the text does not bind keep their values, whatever they are called."""
    plain, earlier, bound = fresh.identifier(), fresh.identifier(), fresh.identifier()
    private, name = f"_{fresh.identifier()}", fresh.module_name()
    tokens = fresh.shuffled(world.equal_objects(2))
    values: dict[str, object] = {plain: tokens[0], private: tokens[1], bound: pair(fresh)}
    values |= {word: fresh.text() for word in ("__doc__", "__file__", "__version__")}
    module = props.module(world, name, values, register=True)
    space, before = props.namespace(world, module), props.snapshot(world, module)
    result_of(learner.simulate_reload, module, f"{earlier} = {pair(fresh)}\n{bound} = 1\n")
    world.do("if key in space: before[key] = space[key]", space=space, before=before, key=earlier)
    result_of(learner.simulate_reload, module, f"{bound} = {pair(fresh)}\n")
    roles = [plain, private, earlier, "__version__", *_DUNDERS]
    match world.run(programs.LEFT, space=space, before=before, roles=roles):
        case [list(changed), list(absent)]:
            wrong = [role for role in roles if role in changed]
            gone = [role for role in roles if role in absent]
        case _:
            wrong, gone = roles, []
    if wrong:
        now = world.run("result = space.get(key)", space=space, key=wrong[0])
        was = {"__name__": name, **values}.get(wrong[0])
        raise Failed(_lost(wrong, gone, own={plain, private, earlier}, was=was, now=now))


def _lost(wrong: list[str], gone: list[str], *, own: set[str], was: object, now: object) -> Finding:
    names = ", ".join(wrong)
    if own | {"__version__", "__file__"} <= set(gone) and "__doc__" in wrong:
        return say("namespace_cleared", names=names)
    if wrong == gone and set(wrong) <= own:
        return say("leftovers_dropped", names=names)
    if set(wrong) <= set(_DUNDERS):
        return say("dunders_reset", name=wrong[0], was=describe(was), now=describe(now))
    return say("leftovers_changed", names=names)


@check(rule=IMPORT_TIME_IS_RUN_TIME)
def check_each_call_runs_the_text_once(learner: Learner, world: World, fresh: Fresh) -> None:
    """Each call runs the text once: its side effects happen as often as the call."""
    key, mark = fresh.identifier(), fresh.integer()
    log = world.make("result = []")
    record = world.make("result = log.append", log=log)
    module = props.module(world, fresh.module_name(), {key: record}, register=True)
    counts: list[object] = []
    for calls in (1, 2):
        result_of(learner.simulate_reload, module, f"{key}({mark})\n")
        counts.append(world.run(programs.COUNT, log=log, mark=mark))
        say.unless(counts != [2], "ran_twice", key=key)
        say.unless(counts != [1, 1], "not_run_again", key=key)
        say.unless(counts[-1] == calls, "run_count", calls=calls, count=describe(counts[-1]))
    _expect_one_run(learner, world, fresh, module, key, log)


def _came_of(outcome: ReturnValue | Raised) -> str:
    """Return the outcome of a call as half a sentence, for a message."""
    if isinstance(outcome, Raised):
        return f"the caller got {exception_text(outcome)}"
    return f"the call returned {describe(outcome.remote)}"


_ERRORS = ("RuntimeError", "NameError")
"""The exceptions that a text raises in its second line, in the order of reporting."""


def _expect_one_run(
    learner: Learner,
    world: World,
    fresh: Fresh,
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
            found = say("not_run_with_error", key=key, came=_came_of(outcome))
        elif count != 1:
            found = say("tried_again", key=key, error=error, count=describe(count))
        told[error] = found and learner.last_call().locate(found)
    for error in _ERRORS:
        end_with(told[error])


@check(rule=IMPORT_TIME_IS_RUN_TIME)
def check_errors_come_through_and_effects_stay(
    learner: Learner, world: World, fresh: Fresh
) -> None:
    """An error in the text reaches the caller as it is; what ran before it stays done."""
    old, new, later, look, fail = (fresh.identifier() for _ in range(5))
    log, cause = fresh.identifier(), fresh.identifier()
    error = world.make(programs.ERROR, text=fresh.text())
    values = {old: pair(fresh), log: [], cause: error}
    module = props.module(world, fresh.module_name(), values, register=True)
    space, first, second = props.namespace(world, module), pair(fresh), pair(fresh)
    seen = world.item(space, log)
    lookers = f"def {look}(): {log}.append({old})\ndef {fail}():\n    {log}.append({cause})\n"
    props.execute(world, f"{lookers}    return {cause}\n", module)
    text = f"{old} = {first}\n{new} = {second}\n{look}()\nraise {fail}()\n{later} = 1\n"
    outcome = outcome_of(learner.simulate_reload, module, text)
    names = {"space": space, "seen": seen, "old": old, "new": new, "later": later, "error": error}
    effects = facts_later(world, programs.EFFECTS, first=first, second=second, **names)
    if not isinstance(outcome, Raised):
        raise Failed(_not_raised(outcome, effects.value, look))
    raised = outcome.handle
    same, true = error.is_(raised), effects.value
    if not same:
        kin = world.run(programs.KIN, raised=raised, error=error) is True
        before = "" if "raised" in true else ", and its `raise` had not run"
        named = "wrapped" if kin else "other_exception"
        raise Failed(say(named, error=exception_text(outcome), before=before))
    say.unless("later" not in true, "ran_on_after_error", name=later)
    if "stayed" not in true:
        label = "rolled_back" if "reached" in true else "effects_elsewhere"
        raise Failed(say(label, names=f"{old} and {new}"))
    _expect_syntax_errors(learner, world, fresh)


def _not_raised(outcome: ReturnValue, true: frozenset[str], look: str) -> Finding:
    """Return the finding for a call that returned although its text raises.

    :param true: the facts of `programs.EFFECTS` that hold.
    :param look: the function that the text calls before it raises.
    """
    if "raised" in true:
        return say("swallowed", result=describe(outcome.remote))
    missing = "the `raise`" if "reached" in true else f"`{look}()` and the `raise`"
    return say("parts_not_run", result=describe(outcome.remote), missing=missing)


def _expect_syntax_errors(learner: Learner, world: World, fresh: Fresh) -> None:
    """Fail the check unless a text with a syntax error raises SyntaxError and changes nothing."""
    key = fresh.identifier()
    module = props.module(world, fresh.module_name(), {key: pair(fresh)}, register=True)
    space = props.namespace(world, module)
    before = world.item(space, key)
    outcome = outcome_of(learner.simulate_reload, module, f"{key} = {pair(fresh)}\n)(\n")
    same = world.run("result = space.get(key) is before", space=space, key=key, before=before)
    if not isinstance(outcome, Raised):
        raise Failed(say("syntax_error_lost", came=_came_of(outcome)))
    say.unless("SyntaxError" in outcome.bases, "syntax_error_lost", came=_came_of(outcome))
    say.unless(same is True, "syntax_error_lost", came=f"still `{key}` was bound anew")


@check(rule=REACH_THROUGH_MODULE)
def check_copied_and_current_are_the_two_objects(
    learner: Learner, world: World, fresh: Fresh
) -> None:
    """The copied view is the object from before the reload, the current view the one of now."""
    learner.require(_RELOAD)
    comparisons.compare(learner, world, fresh, say)
    end_with(comparisons.compared_by_name(learner, world, fresh, say))


@check(rule=REACH_THROUGH_MODULE, mistakes=comparisons.STALE_MISTAKES)
def check_stale_is_about_objects(learner: Learner, world: World, fresh: Fresh) -> None:
    """A copy is stale if the name refers to another object now, whatever the two look like."""
    learner.require(_RELOAD)
    seen = {
        case: comparisons.stale_case(learner, world, fresh, say, case)
        for case in fresh.shuffled(list(comparisons.STALE_TRUTH))
    }
    came = {case: seen[case]() for case in comparisons.STALE_TRUTH}
    wrong = {case: one.answer for case, one in came.items() if one.told is not None}
    if not wrong:
        return
    name, case = learner.diagnose(wrong)
    told = came[case].told
    if name and isinstance(told, Finding):
        told = replace(say(name, name=came[case].name), call=told.call, line=told.line)
    end_with(told)


@check(rule=REACH_THROUGH_MODULE)
def check_the_reader_stays_right(learner: Learner, world: World, fresh: Fresh) -> None:
    """The reader gives the current value of that module object, after any number of reloads."""
    seen = {case: _reader_case(learner, world, fresh, case) for case in fresh.shuffled(_READERS)}
    for case in _READERS:
        end_with(seen[case]())


_READERS = ("later", "late", "unregistered", "successor", "impostor")
"""The circumstances in which a reader is made and called, in the order of reporting."""

_OLD_VALUE = ("reader_captured", "reader_cached", "none_taken_for_missing")
"""The finding for an old value after each of the reloads; the last one binds None."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _ReaderCall:
    """The outcome of one call of a reader after a reload.

    :param true: `current` where it is the value of now, `old` where it is that of before.
    """

    found: ReturnValue | Raised
    true: Deferred[frozenset[str]] | None
    here: CallSite


def _reader_case(
    learner: Learner, world: World, fresh: Fresh, case: str
) -> Callable[[], CaseReport]:
    """Make a reader, reload by the grader's own means, and call the reader after each reload.

    :returns: a function that gives the report; the guest is asked when it is called.
    """
    module_name, name = fresh.module_name(), fresh.identifier()
    first = {} if case == "late" else {name: pair(fresh)}
    registered = case in ("later", "late", "successor")
    module = props.module(world, module_name, first, register=registered)
    if case == "impostor":
        props.module(world, module_name, {name: pair(fresh)}, register=True)
    space = props.namespace(world, module)
    before = world.make("result = space.get(name)", space=space, name=name)
    made = outcome_of(learner.make_reader, module, name)
    here = learner.last_call()
    if isinstance(made, Raised):
        error = exception_text(made)
        if case == "later":
            stop = learner.unexpected(made)
            return lambda: stop
        if case == "late":
            told = here.locate(say("reader_evaluated_early", name=name, error=error))
        else:
            told = here.locate(_by_name(case, f"making the reader raised {error}"))
        return lambda: told
    result = made.remote
    works = world.run_later("result = callable(made)", read=programs.is_true, made=result)
    if case == "successor":
        props.module(world, module_name, {name: pair(fresh)}, register=True)
    turns: list[_ReaderCall] = []
    values: list[object] = [pair(fresh), pair(fresh)]
    for value in [*values, None] if case == "later" else values:
        props.execute(world, f"{name} = {value}\n", module)
        found = outcome_of(result.with_label("reader"))
        true = None
        if not isinstance(found, Raised):
            names = {"found": found.remote, "before": before, "space": space, "name": name}
            true, before = facts_later(world, programs.GAVE, **names), found.remote
        turns.append(_ReaderCall(found=found, true=true, here=learner.last_call()))

    def told_of_all() -> CaseReport:
        if not works.value:
            none = result.handle.type == "NoneType"
            label = "reader_not_returned" if none else "reader_not_callable"
            return here.locate(say(label, result=describe(result)))
        for label, turn in zip(_OLD_VALUE, turns, strict=False):
            if turn.true is None or "current" not in turn.true.value:
                return _reader_told(case, name, turn, label)
        return None

    return told_of_all


def _reader_told(case: str, name: str, turn: _ReaderCall, label: str) -> CaseReport:
    """Return the report of a wrong outcome of a reader.

    :param label: the finding for an old value.
    """
    found, error = turn.found, ""
    if isinstance(found, Raised):
        error = exception_text(found)
        came = f"the reader raised {error}"
    else:
        came = f"the reader gave another object: {describe(found.value)}"
    if case not in ("later", "late"):
        return turn.here.locate(_by_name(case, came))
    if case == "late":
        return turn.here.locate(say("reader_wrong", name=name, came=came))
    if isinstance(found, Raised):
        if "AttributeError" in found.bases and error.endswith("has no attribute 'name'"):
            return turn.here.locate(say("name_taken_literally", name=name, error=error))
        if "NotImplementedError" not in found.bases:
            return Stopped(found, function="reader", call="reader()")
    elif turn.true is not None and "old" in turn.true.value:
        return turn.here.locate(say(label, name=name))
    elif found.value is None:
        return turn.here.locate(say("reader_gave_none", name=name))
    return turn.here.locate(say("reader_wrong", name=name, came=came))


def _by_name(case: str, came: str) -> Finding:
    where = {
        "unregistered": "The module is not registered",
        "successor": "Another module was registered under the same name later",
        "impostor": "Another module is registered under the same name",
    }
    return say("reader_by_name", where=where[case], came=came)
