"""Hidden checks of exercise 3: explain `__globals__`, with evidence.

Every function that the learner's code is asked about is the grader's own, made in
the guest. Predictions, explanation and citations are read as literals; the
stories of the predictions are run here, so that there is no answer key.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from grader.checks import props as common
from grader.checks.exercise_3_globals import (
    function_kinds,
    function_props,
    side_effects,
)
from grader.checks.exercise_3_globals.case_results import (
    CaseResult,
    before_load,
    case_result,
    result_text,
    results_for_props,
    wrong_kinds,
)
from grader.checks.exercise_3_globals.stories import (
    PREDICTION_MISTAKES,
    STORIES,
    happened,
    predictions,
)
from grader.checks.rules import (
    CHECK_THE_CACHE,
    GLOBALS_ARE_A_NAMESPACE,
    OBJECT_NOT_FILE,
)
from grader.exam import (
    Deferred,
    Exercise,
    Failed,
    Findings,
    Fresh,
    Learner,
    NoResult,
    RemoteObject,
    ReviewTask,
    Stopped,
    World,
    check,
)

EXERCISE = Exercise(
    number=3,
    slug="exercise_3_globals",
    title="Explain `__globals__`, with evidence",
    points=8,
    functions=("namespace_of", "module_behind", "follows_module"),
    hints=(
        "A function says `return SETTING` and has no such name of its own. At the moment of the "
        "call, where does Python look: in the file, in `sys.modules`, or in an object that the "
        "function already refers to? Ask this once for each story.",
        "Look at `function.__globals__`. It is a dictionary, and the `__dict__` of the module that "
        "ran the `def` is the same dictionary, so `is` can tell who owns it. `__module__` and "
        "`__name__` are strings, and strings can be out of date. To find an owner, go through the "
        "values of `sys.modules`, not its keys. For the experiment, think about what has to happen "
        "when the call raises, and about how to tell “was not bound” from “was bound to None”.",
        "# The search: compare two dictionaries by identity.\n"
        'getattr(entry, "__dict__", None) is function.__globals__\n\n'
        "# The experiment: a marker of your own, and a clean-up in every case.\n"
        "absent = object()\n"
        "before = module.__dict__.get(name, absent)\n"
        "try:\n"
        "    ...        # bind a new object, call, compare with `is`\n"
        "finally:\n"
        "    ...        # before is absent: unbind; otherwise bind `before` again",
    ),
    review=ReviewTask(
        texts="EXPLANATION",
        parts=("objects", "evidence", "boundary"),
        cites="CITES",
        evidence={
            "namespace_of": ("3.1", "3.2"),
            "module_behind": ("3.3", "3.4", "3.5"),
            "follows_module": ("3.6", "3.7"),
            **dict.fromkeys(STORIES, ("3.8",)),
        },
        functions=("namespace_of", "module_behind", "follows_module"),
        rubric=(
            "Names the objects (function, dictionary, module) before it says what they do.",
            "Points at evidence that ran, and says what was to be seen there.",
            "Says where the explanation stops, with a case that it does not cover.",
        ),
    ),
)

say = Findings(__file__)


@check(rule=GLOBALS_ARE_A_NAMESPACE)
def check_gives_that_very_dictionary(learner: Learner, world: World, fresh: Fresh) -> None:
    """namespace_of gives the dictionary itself, the one in which the function looks names up."""
    with before_load(learner, world):
        props, runs = function_props.truthful(world, fresh)
        spares = {name: function_props.define(world, fresh) for name in ("one", "two")}
        right, decoys = _namespaces(world, props), _namespaces(world, spares)
    came = results_for_props(learner, fresh, learner.namespace_of, props)
    kind = partial(function_props.namespace_kind, world, runs=runs)
    wrong = wrong_kinds(world, came, props, right, kind, decoys=list(decoys.values()))
    _expect_namespace(props, came, wrong)


def _namespaces(
    world: World, props: Mapping[str, function_props.FunctionProp]
) -> dict[str, RemoteObject]:
    return {case: function_props.namespace(world, prop) for case, prop in props.items()}


def _expect_namespace(
    props: Mapping[str, function_props.FunctionProp],
    came: Mapping[str, CaseResult],
    wrong: Mapping[str, str | NoResult],
) -> None:
    for case, kind in wrong.items():
        stop, prop = came[case].stop, props[case]
        if stop is not None:
            raise stop
        finding = say(str(kind), result=came[case].result, key=prop.key, name=prop.name)
        raise came[case].failed(finding)


@check(rule=CHECK_THE_CACHE, mistakes=function_props.NAMESPACE_MISTAKES)
def check_names_do_not_mislead_about_the_namespace(
    learner: Learner, world: World, fresh: Fresh
) -> None:
    """namespace_of is right when `__module__` lies, and for a module forgotten or replaced."""
    with before_load(learner, world):
        props = function_props.misleading(world, fresh)
        right = _namespaces(world, props)
    came = results_for_props(learner, fresh, learner.namespace_of, props, last="later")
    kind = partial(function_props.namespace_kind, world)
    wrong = wrong_kinds(world, came, props, right, kind)
    if not wrong:
        return
    name, case = learner.diagnose(wrong)
    if name and wrong[case] == "namespace_by_name":
        raise came[case].failed(say(name, situation=props[case].situation))
    if name and came[case].refused:
        raise came[case].failed(say(name, error=came[case].error, name=props[case].name))
    others = {case: kind for case, kind in wrong.items() if kind != "namespace_by_name"}
    _expect_namespace(props, came, others)


@check(rule=CHECK_THE_CACHE, mistakes=function_props.SEARCH_MISTAKES)
def check_finds_the_owner_by_identity(learner: Learner, world: World, fresh: Fresh) -> None:
    """module_behind finds the owner under any key, whatever names, twins and odd entries say."""
    with before_load(learner, world):
        props = function_props.registered(world, fresh)
    ask = learner.module_behind
    came = results_for_props(learner, fresh, ask, props)
    props["odd"] = odd = function_props.in_odd_company(world, fresh)
    came["odd"] = case_result(learner, ask, odd.function)
    right = {case: prop.module for case, prop in props.items()}
    kind = partial(function_props.module_kind, world)
    wrong = wrong_kinds(world, came, props, right, kind)
    if wrong:
        name, case = learner.diagnose(wrong)
        expected = "The module object that `sys.modules` holds, found there and not made."
        raise _not_behind(world, name or "behind_wrong", props[case], came[case], expected)


def _not_behind(
    world: World, table: str, prop: function_props.FunctionProp, came: CaseResult, expected: str
) -> Failed | Stopped:
    """Return the failure with the finding in *table*; the stop where the call raised otherwise."""
    if came.stop is not None and not (
        came.refused and table in ("behind_stumbles", "behind_stumbles_on_none", "behind_raises")
    ):
        return came.stop
    found = say(
        table,
        situation=prop.situation,
        result=result_text(world, came),
        error=came.error,
        expected=expected,
        file=f"{prop.name}.py",
    )
    return came.failed(found)


@check(rule=OBJECT_NOT_FILE, mistakes=function_props.FILE_MISTAKES)
def check_one_file_can_be_two_modules(learner: Learner, world: World, fresh: Fresh) -> None:
    """module_behind tells a script that runs as `__main__` from the same file when imported."""
    props = function_props.script_and_module(world, fresh)
    decoys = [common.module(world, world.spare_name(), register=True)]
    came = results_for_props(learner, fresh, learner.module_behind, props)
    right = {case: prop.module for case, prop in props.items()}
    kind = partial(function_props.module_kind, world)
    wrong = wrong_kinds(world, came, props, right, kind, decoys=decoys)
    if wrong:
        name, case = learner.diagnose(wrong)
        raise _not_behind(world, name or f"behind_wrong_{case}", props[case], came[case], "")


@check(rule=CHECK_THE_CACHE, mistakes=function_props.GONE_MISTAKES)
def check_a_module_that_is_gone_is_none(learner: Learner, world: World, fresh: Fresh) -> None:
    """module_behind gives None once no entry holds the owner, and asking imports nothing."""
    learner.load()
    props, ask = function_props.gone(world, fresh), learner.module_behind
    case_result(learner, ask, props["asked_before"].function)
    function_props.forget(world, props["asked_before"])

    absent = [props[case].name for case in ("forgotten", "asked_before")]

    def kind(prop: function_props.FunctionProp, found: RemoteObject) -> Deferred[str]:
        again = prop.name if prop.name in absent else ""
        return function_props.module_kind(world, prop, found, again=again)

    came = results_for_props(learner, fresh, ask, props)
    control, imported = came.pop("control"), function_props.entries(world, absent)
    none = props["dropped"].module
    right = {case: none for case in came if props[case].name not in imported}
    wrong = wrong_kinds(world, came, props, right, kind)
    if wrong:
        if control.remote is None:
            wrong["control"] = function_props.RAISED
        name, case = learner.diagnose(wrong)
        expected = "None: nothing in `sys.modules` has the function's dictionary any more."
        raise _not_behind(world, name or "behind_not_none", props[case], came[case], expected)


@check(rule=GLOBALS_ARE_A_NAMESPACE, mistakes=function_kinds.FOLLOW_MISTAKES)
def check_the_experiment_tells_true_from_false(
    learner: Learner, world: World, fresh: Fresh
) -> None:
    """follows_module is True for functions that follow the module, and False for look-alikes."""
    wrong: dict[str, CaseResult] = {}
    answers: dict[str, object] = {}

    def ask(asked: function_kinds.Question, constant: Deferred[str] | None = None) -> None:
        called = learner.follows_module
        came = case_result(learner, called, asked.function, asked.module, asked.names["n"])
        answer = function_kinds.result_for_question(asked, came)
        if answer is True and constant is not None and constant.value:
            answer = function_kinds.CONSTANT
        if answer is not function_kinds.KINDS[asked.kind].follows:
            wrong[asked.kind], answers[asked.kind] = came, answer

    questions = function_kinds.questions(world, fresh)
    for asked in questions:
        ask(asked)
    keeper = next(asked for asked in questions if asked.kind == "keeper")
    changed, constant = function_kinds.changed(world, keeper)
    ask(changed, constant)
    order = [kind for kind in function_kinds.KINDS if kind in wrong]
    if not order:
        return
    odd = [kind for kind in order if answers[kind] is None]
    if odd:
        first = next((wrong[kind] for kind in odd if not wrong[kind].is_none), None)
        if first is None:
            raise wrong[odd[0]].failed(say("follow_returned_none"))
        raise first.failed(say("follow_not_a_bool", result=first.result))
    name, reported = learner.diagnose(answers)
    first, kind = wrong[reported], function_kinds.KINDS[reported]
    if first.stop is not None and not (name and first.refused):
        raise first.stop
    finding = say(
        name or kind.finding,
        deed=kind.deed,
        others=function_kinds.others([other for other in order if other != reported]),
        answer=answers[reported],
        constant=constant.value,
        error=first.error,
    )
    raise first.failed(finding)


@check(rule=GLOBALS_ARE_A_NAMESPACE, mistakes=side_effects.SIDE_EFFECT_MISTAKES)
def check_the_experiment_leaves_no_trace(learner: Learner, world: World, fresh: Fresh) -> None:
    """After follows_module the name is as it was: bound to the very same object, or unbound."""
    learner.load()
    nowhere = world.make("result = object()")
    found: dict[side_effects.Case, Deferred[side_effects.SideEffects]] = {}
    came: dict[side_effects.Case, CaseResult] = {}
    values: dict[side_effects.Case, side_effects.BeforeAndAfter] = {}
    for case in fresh.shuffled(side_effects.CASES):
        trial = side_effects.experiment(world, fresh, case, nowhere)
        came[case] = case_result(
            learner, learner.follows_module, trial.function, trial.module, trial.name
        )
        found[case] = side_effects.side_effects(world, trial)
        values[case] = trial.value, side_effects.value_now(world, trial)
    changed = side_effects.changed(world, values)
    left = {case: found[case].value for case in side_effects.CASES}
    states = {case: left[case].state for case in changed}
    if states:
        name, case = learner.diagnose(states)
        finding = say(
            name or "trace_left",
            value=side_effects.VALUES[case[0]],
            ending=case[1],
            trace=side_effects.STATES[left[case].state],
        )
        raise came[case].failed_at_end(finding)
    for case in side_effects.CASES:
        stop, others = came[case].stop, ", ".join(left[case].others)
        if others:
            raise came[case].failed_at_end(say("other_names_changed", names=others))
        if stop is not None and not (case[1] == side_effects.RAISED and came[case].refused):
            raise stop
    if not any(one.tried for one in left.values()):
        raise came[side_effects.CASES[0]].failed(say("nothing_tried"))


@check(rule=GLOBALS_ARE_A_NAMESPACE, mistakes=PREDICTION_MISTAKES)
def check_the_predictions_hold(learner: Learner, world: World, fresh: Fresh) -> None:
    """The nine predictions agree with what comes out when the stories are run."""
    written = learner.literals("PREDICTIONS")["PREDICTIONS"]
    for story in STORIES:
        learner.record_evidence(story, None)
    predicted = predictions(written, say)
    truth = happened(world, fresh)
    wrong = {story: predicted[story] for story in STORIES if predicted[story] != truth[story]}
    for story in STORIES:
        learner.record_evidence(story, story not in wrong)
    if wrong:
        name, first = learner.diagnose(wrong)
        also = [repr(story) for story in wrong if story != first]
        found = say(
            name or "story_told_otherwise",
            story=first,
            events=STORIES[first].events,
            asks=STORIES[first].asks,
            why=STORIES[first].why,
            predicted=wrong[first],
            truth=truth[first],
            others=f" Also wrong: {', '.join(also)}." if also else "",
        )
        rule = STORIES[first].rule.number if found.rule is None else found.rule
        line = written.lines.get(first, written.line)
        raise Failed(replace(found, call=f'PREDICTIONS["{first}"]', rule=rule, line=line))
