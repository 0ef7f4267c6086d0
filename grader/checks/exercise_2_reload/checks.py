"""Hidden checks of exercise 2: what a reload changes, and what it cannot reach.

Modules and texts are the grader's own. `make_reader` is checked with reloads of
the grader's own too. `compare_after_reload` needs the learner's reload; where an
earlier check showed that no text ever reaches a module, it is not asked.
"""

from __future__ import annotations

from dataclasses import replace

from grader.checks import props
from grader.checks.exercise_2_reload import (
    bindings,
    comparisons,
    programs,
    readers,
    survival,
    text_errors,
)
from grader.checks.exercise_2_reload.survival import RELOAD, end_with
from grader.checks.rules import (
    CHECK_THE_CACHE,
    GLOBALS_ARE_A_NAMESPACE,
    IMPORT_TIME_IS_RUN_TIME,
    OBJECT_NOT_FILE,
    REACH_THROUGH_MODULE,
)
from grader.exam import (
    Exercise,
    Finding,
    Findings,
    Fresh,
    Learner,
    World,
    check,
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
    end_with(told, blocks=RELOAD if all(one.raised and not one.landed for one in seen) else "")


@check(rule=GLOBALS_ARE_A_NAMESPACE, mistakes=bindings.LEFT_OUT)
def check_runs_in_the_modules_own_namespace(learner: Learner, world: World, fresh: Fresh) -> None:
    """The text binds names in the module, and functions old and new look them up there."""
    made = bindings.first_text(learner, world, fresh, say)
    bindings.second_text(learner, world, fresh, say, made)


@check(rule=OBJECT_NOT_FILE)
def check_leftovers_stay(learner: Learner, world: World, fresh: Fresh) -> None:
    """Names that the text does not bind keep their values, whatever they are called."""
    bindings.leftovers(learner, world, fresh, say)


@check(rule=IMPORT_TIME_IS_RUN_TIME)
def check_each_call_runs_the_text_once(learner: Learner, world: World, fresh: Fresh) -> None:
    """Each call runs the text once: its side effects happen as often as the call."""
    key, mark = fresh.identifier(), fresh.integer()
    log = world.make("result = []")
    record = world.make("result = log.append", log=log)
    module = props.module(world, fresh.module_name(), {key: record}, register=True)
    counts: list[int] = []
    for calls in (1, 2):
        result_of(learner.simulate_reload, module, programs.counted(key, mark))
        counts.append(programs.count(world, log, mark))
        say.unless(counts != [2], "ran_twice", key=key)
        say.unless(counts != [1, 1], "not_run_again", key=key)
        say.unless(counts[-1] == calls, "run_count", calls=calls, count=counts[-1])
    text_errors.expect_one_run(learner, world, fresh, say, module, key, log)


@check(rule=IMPORT_TIME_IS_RUN_TIME)
def check_errors_come_through_and_effects_stay(
    learner: Learner, world: World, fresh: Fresh
) -> None:
    """An error in the text reaches the caller as it is; what ran before it stays done."""
    text_errors.expect_errors_through(learner, world, fresh, say)
    text_errors.expect_syntax_errors(learner, world, fresh, say)


@check(rule=REACH_THROUGH_MODULE)
def check_copied_and_current_are_the_two_objects(
    learner: Learner, world: World, fresh: Fresh
) -> None:
    """The copied view is the object from before the reload, the current view the one of now."""
    learner.require(RELOAD)
    reports = comparisons.compare(learner, world, fresh, say)
    comparisons.compare_again(learner, world, fresh, say, reports)
    end_with(comparisons.compared_by_name(learner, world, fresh, say))


@check(rule=REACH_THROUGH_MODULE, mistakes=comparisons.STALE_MISTAKES)
def check_stale_is_about_objects(learner: Learner, world: World, fresh: Fresh) -> None:
    """A copy is stale if the name refers to another object now, whatever the two look like."""
    learner.require(RELOAD)
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
    seen = {
        case: readers.reader_case(learner, world, fresh, say, case)
        for case in fresh.shuffled(readers.CASES)
    }
    for case in readers.CASES:
        end_with(seen[case]())
