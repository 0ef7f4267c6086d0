"""Hidden checks of exercise 1: what an instance holds."""

from __future__ import annotations

from grader.checks import props
from grader.checks.rules import ONE_LIVE_DICTIONARY, OWN_OR_LENT
from grader.exam import (
    Diagnosis,
    Exercise,
    Failed,
    Findings,
    Fresh,
    Learner,
    Raised,
    Signature,
    World,
    check,
    describe,
    outcome_of,
)

EXERCISE = Exercise(
    number=1,
    slug="exercise_1_instances",
    title="What an instance holds",
    points=4,
    functions=("own_names", "set_own", "shares_state"),
    hints=(
        "Where does an instance keep what is set on it, and where does it find the rest?",
        "Look at `instance.__dict__`, and at `type(instance).__dict__` beside it.",
        "first.__dict__ is second.__dict__    # one dictionary, two instances",
    ),
)

say = Findings(__file__)


@check(rule=OWN_OR_LENT)
def check_lists_what_the_instance_holds(learner: Learner, world: World, fresh: Fresh) -> None:
    """own_names lists the names that the instance holds, none of its class, in order."""
    lent, own = fresh.identifier(), [fresh.identifier(), f"_{fresh.identifier()}"]
    instance = props.instance(world, dict.fromkeys(own, 1), lent=(lent,))
    names = learner.own_names(instance)
    say.unless(isinstance(names, list), "no_list", result=describe(names))
    found = set(names) if isinstance(names, list) else set()
    say.unless(lent not in found, "counts_the_class", lent=lent)
    say.unless(own[1] in found, "hides_private", name=own[1])
    say.unless(names == sorted(own), "other_names", result=describe(names), own=sorted(own))


@check(rule=ONE_LIVE_DICTIONARY)
def check_lists_what_is_there_now(learner: Learner, world: World, fresh: Fresh) -> None:
    """own_names knows a name that was bound after an earlier call."""
    first, later = fresh.identifier(), fresh.identifier()
    instance = props.instance(world, {first: 1})
    learner.own_names(instance)
    world.do("instance.__dict__[later] = 1", instance=instance, later=later)
    names = learner.own_names(instance)
    say.unless(names == sorted([first, later]), "remembers_names", later=later)


@check(rule=OWN_OR_LENT)
def check_sets_it_on_the_instance(learner: Learner, world: World, fresh: Fresh) -> None:
    """set_own binds the name in the instance, also where its class refuses attributes."""
    name, value = fresh.identifier(), world.equal_objects(1)[0]
    instance = props.instance(world, {fresh.identifier(): 1}, refuses=True)
    outcome = outcome_of(learner.set_own, instance, name, value)
    if isinstance(outcome, Raised) and "TypeError" in outcome.bases and outcome.text == name:
        raise Failed(say("asks_the_class", name=name))
    if isinstance(outcome, Raised):
        raise learner.unexpected(outcome)
    lent = world.run("result = name in type(instance).__dict__", instance=instance, name=name)
    say.unless(lent is not True, "set_on_the_class", name=name)
    held = "result = instance.__dict__.get(name) is value"
    bound = world.run(held, instance=instance, name=name, value=value) is True
    say.unless(bound, "not_set", name=name)


TRUTH = {"one instance": True, "one dictionary": True, "equal": False, "others": False}
"""The pairs in the order in which a wrong answer is reported, and whether they share their state."""

PAIR_MISTAKES = Diagnosis(
    TRUTH,
    Signature("compared_by_equality", {"equal"}),
    Signature("compared_by_class", {"equal", "others"}),
    Signature("compared_the_instances", {"one dictionary"}),
)


@check(rule=ONE_LIVE_DICTIONARY, mistakes=PAIR_MISTAKES)
def check_compares_the_dictionaries(learner: Learner, world: World, fresh: Fresh) -> None:
    """shares_state is True for one dictionary and False for two, whatever they hold."""
    first = props.instance(world, {fresh.identifier(): 1})
    pairs = {
        "one instance": first,
        "one dictionary": props.sibling(world, first, state="one"),
        "equal": props.sibling(world, first, state="equal"),
        "others": props.sibling(world, first, state="none"),
    }
    answers = {pair: learner.shares_state(first, pairs[pair]) for pair in fresh.shuffled([*TRUTH])}
    wrong = {pair: answer for pair, answer in answers.items() if answer is not TRUTH[pair]}
    if wrong:
        name, pair = learner.diagnose(wrong)
        told = say(name or "pair_wrong", pair=pair, answer=wrong[pair], truth=TRUTH[pair])
        raise Failed(told)
