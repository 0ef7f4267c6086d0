"""Hidden checks of exercise 1: one module object, many references.

Each check asks of one function. Modules that `import_back`, `same_module` and
`forget` are asked about are the grader's own, so that a slip in one function is
told once.
"""

from __future__ import annotations

from grader.checks import props
from grader.checks.exercise_1_identity.construction import (
    expect_bound,
    expect_file_takes_no_name,
    expect_module,
    expect_named,
)
from grader.checks.exercise_1_identity.identity import (
    NO_BOOL,
    PAIR_MISTAKES,
    TRUTH,
    lying_module,
    pairs_of_modules,
    result_for_pair,
)
from grader.checks.exercise_1_identity.imports import expect_errors_come_through, nothing_loaded
from grader.checks.exercise_1_identity.registration import (
    expect_dotted_name_forgotten,
    expect_others_untouched,
)
from grader.checks.props import finds_no_spec
from grader.checks.rules import (
    CHECK_THE_CACHE,
    GLOBALS_ARE_A_NAMESPACE,
    IMPORT_TIME_IS_RUN_TIME,
    OBJECT_NOT_FILE,
)
from grader.exam import (
    CallSite,
    Exercise,
    Failed,
    Findings,
    Fresh,
    Learner,
    Raised,
    RemoteObject,
    Stopped,
    World,
    check,
    describe,
    exception_text,
    outcome_of,
    result_of,
)

EXERCISE = Exercise(
    number=1,
    slug="exercise_1_identity",
    title="One module object, many references",
    points=8,
    functions=("build_and_register", "import_back", "same_module", "forget"),
    hints=(
        "Which object would `import` hand out for a name, and where could your program look that "
        "up before it imports anything?",
        "Look at three things: `types.ModuleType(name)` makes the object, `module.__dict__` is its "
        "namespace, and the keys of `sys.modules` are what import asks first.",
        "import sys, types\n\n"
        'shed = types.ModuleType("garden.shed")\n'
        'shed.__dict__["rake"] = object()\n'
        'sys.modules["garden.shed"] = shed          # the whole dotted name\n'
        'print(sys.modules["garden.shed"] is shed)  # True: it is one object',
    ),
)

say = Findings(__file__)


@check(rule=OBJECT_NOT_FILE)
def check_makes_a_module_object_without_a_file(
    learner: Learner, world: World, fresh: Fresh
) -> None:
    """Each call makes a new module object with the given name, and no file."""
    learner.load()
    before = world.files()
    name, other_name = fresh.module_name(), fresh.module_name()
    made = result_of(learner.build_and_register, name, {fresh.identifier(): fresh.integer()})
    expect_module(say, made, name)
    expect_named(world, say, made, name)
    new = [path for path in world.files() if path not in before]
    say.unless(not new, "wrote_a_file", path=", ".join(new))
    other = result_of(learner.build_and_register, other_name, {})
    expect_module(say, other, other_name)
    say.unless(not other.is_(made), "reused_object", first=name, second=other_name)
    dotted = fresh.dotted_name()
    deep = outcome_of(learner.build_and_register, dotted, {})
    # That a dotted name is refused, gives no module or is registered otherwise is told in 1.3.
    if isinstance(deep, Raised) or deep.remote.handle.what != "module":
        return
    if props.registered(world, dotted) is not None:
        expect_named(world, say, deep.remote, dotted)


@check(rule=GLOBALS_ARE_A_NAMESPACE)
def check_binds_the_values_as_globals(learner: Learner, world: World, fresh: Fresh) -> None:
    """Every value is bound, uncopied, as a global name of the module."""
    keys = [fresh.identifier(), f"_{fresh.identifier()}", "__doc__"]
    values = dict(zip(keys, fresh.shuffled(world.equal_objects(3)), strict=True))
    name = fresh.module_name()
    made = result_of(learner.build_and_register, name, values)
    expect_module(say, made, name)
    namespace = props.namespace(world, made)
    expect_bound(world, say, made, namespace, values)
    key = keys[0]
    reader = world.make(
        "exec('def read(): return ' + key, namespace)\nresult = namespace['read']",
        key=key,
        namespace=namespace,
        label="read",
    )
    seen = outcome_of(reader)
    is_global = not isinstance(seen, Raised) and seen.remote.is_(values[key])
    say.unless(is_global, "values_not_global", key=key)


@check(rule=CHECK_THE_CACHE)
def check_registers_under_the_full_name(learner: Learner, world: World, fresh: Fresh) -> None:
    """sys.modules gets one new key, the full name, and it holds that object."""
    learner.load()
    for name in (fresh.module_name(), fresh.dotted_name()):
        before = props.cache(world)
        made = result_of(learner.build_and_register, name, {fresh.identifier(): fresh.integer()})
        later = props.cache_changes(world, before)
        entry, changes = props.registered(world, name), later.value
        say.unless(not changes.rebound, "sys_modules_rebound")
        if entry is None:
            added = ", ".join(changes.added)
            say.unless(not added, "wrong_key", keys=added, name=name)
            raise Failed(say("not_registered", name=name))
        expect_module(say, made, name)
        say.unless(entry.is_(made), "registered_other_object", entry=describe(entry), name=name)
        extra = [key for key in changes.added if key != name]
        say.unless(not extra, "extra_keys", keys=", ".join(extra), name=name)
        others = ", ".join(changes.removed + changes.replaced)
        say.unless(not others, "cache_disturbed", others=others)


@check(rule=CHECK_THE_CACHE)
def check_importing_gives_the_registered_object(
    learner: Learner, world: World, fresh: Fresh
) -> None:
    """Importing a registered name gives that very object; a dotted name gives its leaf."""
    plain, dotted = fresh.module_name(), fresh.dotted_name()
    parent = dotted.rpartition(".")[0]
    values = {fresh.identifier(): fresh.integer()}
    module = props.module(world, plain, values, register=True)
    top = props.module(world, parent, {"__path__": []}, register=True)
    leaf = props.module(world, dotted, values, register=True)
    first = outcome_of(learner.import_back, plain)
    if isinstance(first, Raised):
        if "ModuleNotFoundError" in first.bases and props.registered(world, plain) is None:
            raise Failed(say("dropped_first", error=exception_text(first), name=plain))
        if "__spec__" in (first.text or ""):
            raise Failed(say("built_from_spec", error=exception_text(first), name=plain))
        if finds_no_spec(first):
            raise Failed(say("reload_for_import", error=exception_text(first), name=plain))
        raise learner.unexpected(first)
    _expect_same(plain, first.remote, right=first.remote.is_(module))
    deep = outcome_of(learner.import_back, dotted)
    if isinstance(deep, Raised):
        raise Failed(say("dotted_failed", error=exception_text(deep), name=dotted))
    is_top = deep.remote.is_later(top)
    right = deep.remote.is_(leaf)
    say.unless(not is_top.value, "top_package", parent=parent, name=dotted)
    _expect_same(dotted, deep.remote, right=right)


def _expect_same(name: str, found: RemoteObject, *, right: bool) -> None:
    if right:
        return
    say.unless(found.handle.type != "NoneType", "returned_none", name=name)
    say.unless(found.handle.what != "module", "new_object", own_name=found.handle.name, name=name)
    raise Failed(say("no_module_back", result=describe(found), name=name))


@check(rule=CHECK_THE_CACHE)
def check_asks_the_import_system(learner: Learner, world: World, fresh: Fresh) -> None:
    """A module that is only a file gets imported; an unknown name raises ModuleNotFoundError."""
    name, key = fresh.module_name(), fresh.identifier()
    world.write(f"{name}.py", f"{key} = {fresh.integer()}\n")
    found = outcome_of(learner.import_back, name)
    entry = props.registered(world, name)
    if entry is None:
        raise nothing_loaded(learner, world, fresh, say, name=name, key=key, found=found)
    if isinstance(found, Raised):
        raise learner.unexpected(found)
    say.unless(
        found.remote.is_(entry), "imported_elsewhere", name=name, result=describe(found.remote)
    )
    expect_errors_come_through(learner, world, fresh, say)


@check(rule=CHECK_THE_CACHE)
def check_same_means_identical(learner: Learner, world: World, fresh: Fresh) -> None:
    """same_module says True for one object and False for two, whatever they look like."""
    pairs = pairs_of_modules(world, fresh)
    wrong: dict[str, object] = {}
    at_call: dict[str, CallSite] = {}
    stops: dict[str, Stopped] = {}
    values: dict[str, object] = {}
    for pair in fresh.shuffled(list(TRUTH)):
        outcome = outcome_of(learner.same_module, *pairs[pair])
        result = result_for_pair(outcome)
        if result is TRUTH[pair]:
            continue
        wrong[pair], at_call[pair] = result, learner.last_call()
        if isinstance(outcome, Raised):
            stops[pair] = learner.unexpected(outcome)
        else:
            values[pair] = outcome.value
    if not wrong:
        return
    name, pair = PAIR_MISTAKES.of(wrong)
    if name:
        raise Failed(at_call[pair].locate(say(name)))
    if pair in stops:
        raise stops[pair]
    label = "not_a_bool" if wrong[pair] == NO_BOOL else pair
    told = say(f"pair_{label}", answer=describe(values[pair]), truth=TRUTH[pair])
    raise Failed(at_call[pair].locate(told))


@check(rule=CHECK_THE_CACHE)
def check_a_taken_name_stays_taken(learner: Learner, world: World, fresh: Fresh) -> None:
    """A name that is taken raises ValueError, and the module that has it is left alone."""
    learner.load()
    name, key, blocked = fresh.module_name(), fresh.identifier(), fresh.module_name()
    world.do("modules[name] = None", name=blocked)
    tenant = props.module(world, name, {key: fresh.integer()}, register=True)
    contents, cache = props.snapshot(world, tenant), props.cache(world)
    values = {key: fresh.integer(), fresh.identifier(): fresh.integer()}
    outcome = outcome_of(learner.build_and_register, name, values)
    later = props.cache_changes(world, cache)
    moved, changes = props.namespace_changes(world, tenant, contents).value, later.value
    replaced = changes.rebound or bool(changes.added + changes.removed + changes.replaced)
    if not isinstance(outcome, Raised):
        say.unless(not moved, "tenant_modified", name=name, names=", ".join(moved))
        say.unless(not replaced, "tenant_replaced", name=name)
        raise Failed(say("tenant_returned", name=name, result=describe(outcome.remote)))
    good = "ValueError" in outcome.bases
    say.unless(good, "wrong_exception", name=name, error=exception_text(outcome))
    say.unless(not moved and not replaced, "changed_before_raising", name=name)
    came = outcome_of(learner.build_and_register, blocked, values)
    if not isinstance(came, Raised):
        raise Failed(say("none_was_free", name=blocked))
    say.unless(
        "ValueError" in came.bases, "wrong_exception", name=blocked, error=exception_text(came)
    )
    expect_file_takes_no_name(learner, world, fresh, say)


@check(rule=IMPORT_TIME_IS_RUN_TIME)
def check_forgetting_undoes_exactly_that(learner: Learner, world: World, fresh: Fresh) -> None:
    """Forget removes that module's entry and nothing else, and leaves the object usable."""
    learner.load()
    name = fresh.module_name()
    module = props.module(world, name, {fresh.identifier(): fresh.integer()}, register=True)
    props.module(world, f"{name}.{fresh.identifier()}", register=True)
    contents, cache = props.snapshot(world, module), props.cache(world)
    result_of(learner.forget, module)
    changes = props.cache_changes(world, cache)
    moved = props.namespace_changes(world, module, contents)
    entry = props.registered(world, name)
    expect_others_untouched(say, changes.value, name)
    say.unless(entry is None, "still_registered", name=name, entry=entry and describe(entry))
    lost = ", ".join(moved.value)
    say.unless(not lost, "emptied_module", names=lost)
    props.register(world, fresh.module_name(), module)
    cache = props.cache(world)
    again = outcome_of(learner.forget, module)
    if isinstance(again, Raised):
        raise Failed(say("raised_when_free", error=exception_text(again), name=name))
    expect_others_untouched(say, props.cache_changes(world, cache).value, name)
    successor = props.module(world, name, register=True)
    result_of(learner.forget, module)
    say.unless(props.holds(world, name, successor), "removed_the_successor", name=name)
    liar = lying_module(world, name, answer=True)
    result_of(learner.forget, module)
    say.unless(props.holds(world, name, liar), "removed_someone_else", name=name)
    expect_dotted_name_forgotten(learner, world, fresh, say)
