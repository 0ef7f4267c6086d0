"""Hidden checks of exercise 1: one module object, many references.

Each check asks of one function. Modules that `import_back`, `same_module` and
`forget` are asked about are the grader's own, so that a slip in one function is
told once.
"""

from __future__ import annotations

from grader.checks import props
from grader.checks.exercise_1_identity.identity import (
    NO_BOOL,
    PAIR_MISTAKES,
    TRUTH,
    lying_module,
    pairs_of_modules,
    result_for_pair,
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
    _expect_module(made, name)
    _expect_named(world, made, name)
    new = [path for path in world.files() if path not in before]
    say.unless(not new, "wrote_a_file", path=", ".join(new))
    other = result_of(learner.build_and_register, other_name, {})
    _expect_module(other, other_name)
    say.unless(not other.is_(made), "reused_object", first=name, second=other_name)
    dotted = fresh.dotted_name()
    deep = outcome_of(learner.build_and_register, dotted, {})
    # That a dotted name is refused, gives no module or is registered otherwise is told in 1.3.
    if isinstance(deep, Raised) or deep.remote.handle.what != "module":
        return
    if props.registered(world, dotted) is not None:
        _expect_named(world, deep.remote, dotted)


def _expect_module(made: RemoteObject, name: str) -> None:
    """Fail the check unless the result *made* is a module; 1.2 and 1.3 are then not asked."""
    handle = made.handle
    if handle.what == "module":
        return
    told = "not_a_module"
    if handle.module == "builtins" and handle.what == "object":
        told = "built_none" if handle.type == "NoneType" else "other_result"
    raise Failed(say(told, result=describe(made), name=name), unasked=("1.2", "1.3"))


def _expect_named(world: World, made: RemoteObject, name: str) -> None:
    """Fail the check unless the module *made* is called *name*."""
    own_name = world.run("result = getattr(made, '__name__', None)", made=made)
    say.unless(own_name == name, "wrong_name", own_name=own_name, name=name)


_BOUND = """
result = {}
for key, value in values.items():
    if key in namespace:
        found = namespace[key]
        result[key] = "same" if found is value else "copy" if type(found) is type(value) else "other"
"""


@check(rule=GLOBALS_ARE_A_NAMESPACE)
def check_binds_the_values_as_globals(learner: Learner, world: World, fresh: Fresh) -> None:
    """Every value is bound, uncopied, as a global name of the module."""
    keys = [fresh.identifier(), f"_{fresh.identifier()}", "__doc__"]
    values = dict(zip(keys, fresh.shuffled(world.equal_objects(3)), strict=True))
    name = fresh.module_name()
    made = result_of(learner.build_and_register, name, values)
    _expect_module(made, name)
    namespace = props.namespace(world, made)
    _expect_bound(world, made, namespace, values)
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


def _expect_bound(
    world: World,
    made: RemoteObject,
    namespace: RemoteObject,
    values: dict[str, RemoteObject],
) -> None:
    """Fail the check unless *namespace* binds each key of *values* to that very object.

    :param made: the result of `build_and_register`, a module or not.
    """
    told = world.run(_BOUND, namespace=namespace, values=values)
    bound = told if isinstance(told, dict) else {}
    absent = [key for key in values if key not in bound]
    other = [key for key in values if key in bound and bound[key] != "same"]
    copied = [key for key in other if bound[key] == "copy"]
    names, count = ", ".join(map(repr, absent or other)), len(values)
    if len(absent) + len(other) == count and absent:
        inside = "result = any(type(v) is dict and key in v for v in list(namespace.values()))"
        nested = world.run(inside, namespace=namespace, key=absent[0])
        say.unless(nested is not True, "values_under_one_name", names=names)
        reached = world.run("result = hasattr(made, key)", made=made, key=absent[0])
        say.unless(reached is not True, "attributes_not_globals", key=absent[0])
        raise Failed(say("values_not_bound", names=names, count=count))
    say.unless(len(copied) != count, "values_copied", key=names.partition(",")[0].strip("'"))
    left_out = (
        (absent or other) and not copied and all(key.startswith("_") for key in absent + other)
    )
    say.unless(not left_out, "names_left_out", names=names, count=count)
    say.unless(not absent, "values_not_bound", names=names, count=count)
    say.unless(not other, "value_replaced", key=other[0] if other else "")


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
        _expect_module(made, name)
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


_MISSING = "ModuleNotFoundError"
_RAISED = "RuntimeError"
"""The exception that the code of a file raises; the import system never raises it by itself."""


@check(rule=CHECK_THE_CACHE)
def check_asks_the_import_system(learner: Learner, world: World, fresh: Fresh) -> None:
    """A module that is only a file gets imported; an unknown name raises ModuleNotFoundError."""
    name, key = fresh.module_name(), fresh.identifier()
    world.write(f"{name}.py", f"{key} = {fresh.integer()}\n")
    found = outcome_of(learner.import_back, name)
    entry = props.registered(world, name)
    if entry is None:
        raise _nothing_loaded(learner, world, fresh, name=name, key=key, found=found)
    if isinstance(found, Raised):
        raise learner.unexpected(found)
    say.unless(
        found.remote.is_(entry), "imported_elsewhere", name=name, result=describe(found.remote)
    )
    _expect_missing_is_told(learner, world, fresh)
    _expect_error_of_file(learner, world, fresh)


def _nothing_loaded(
    learner: Learner,
    world: World,
    fresh: Fresh,
    *,
    name: str,
    key: str,
    found: ReturnValue | Raised,
) -> Failed | Stopped:
    """Return the exception that ends the check where the file of module *name* was not imported.

    :param key: the name that the code of the file binds.
    :param found: the outcome of the call, which is the last one so far.
    """
    here = learner.last_call()
    if isinstance(found, Raised):
        stop, came = learner.unexpected(found), f"raised {exception_text(found)}"
        # Only who finds what is registered can be said to look into the cache.
        if "KeyError" in found.bases and found.text == repr(name):
            looked = _gives_what_is_registered(learner, world, fresh)
            return (
                Failed(here.locate(say("cache_lookup_only", name=name, came=came)))
                if looked
                else stop
            )
        missed = _MISSING in found.bases
        return Failed(here.locate(say("file_not_found", name=name, came=came))) if missed else stop
    return Failed(here.locate(_told_of_result(learner, world, fresh, name, key, found)))


def _told_of_result(
    learner: Learner,
    world: World,
    fresh: Fresh,
    name: str,
    key: str,
    found: ReturnValue,
) -> Finding:
    result = describe(found.remote)
    if found.remote.handle.type == "ModuleSpec":
        return say("spec_not_module", name=name, result=result)
    if found.remote.handle.what == "module":
        ran = world.run("result = key in module.__dict__", module=found.remote, key=key)
        return say("loaded_unregistered" if ran else "invented_module", name=name, result=result)
    looked = found.value is None and _gives_what_is_registered(learner, world, fresh)
    told = "cache_lookup_only" if looked else "file_not_imported"
    return say(told, name=name, came=f"returned {result}")


def _gives_what_is_registered(learner: Learner, world: World, fresh: Fresh) -> bool:
    name = fresh.module_name()
    module = props.module(world, name, register=True)
    came = outcome_of(learner.import_back, name)
    return not isinstance(came, Raised) and came.remote.is_(module)


def _expect_missing_is_told(learner: Learner, world: World, fresh: Fresh) -> None:
    name = fresh.module_name()
    came = outcome_of(learner.import_back, name)
    if not isinstance(came, Raised):
        invented = came.remote.handle.what == "module"
        told = "invented_for_unknown" if invented else "swallowed_import_error"
        raise Failed(say(told, name=name, result=describe(came.remote)))
    error = exception_text(came)
    say.unless(_MISSING in came.bases, "wrapped_import_error", name=name, error=error)
    # Read by the built-in type's own means: a class of the learner's may define `name` anew.
    look = "result = ImportError.__dict__['name'].__get__(error)"
    own = world.run(look, error=came.handle)
    say.unless(own == name, "unnamed_import_error", name=name, error=error, own=own)


def _expect_error_of_file(learner: Learner, world: World, fresh: Fresh) -> None:
    name, text = fresh.module_name(), fresh.text()
    world.write(f"{name}.py", f"raise {_RAISED}({text!r})\n")
    came = outcome_of(learner.import_back, name)
    if not isinstance(came, Raised):
        raise Failed(say("swallowed_file_error", name=name, result=describe(came.remote)))
    same = came.handle.type == _RAISED and came.text == text
    raises, error = f"{_RAISED}: {text}", exception_text(came)
    say.unless(same, "wrapped_file_error", name=name, raises=raises, error=error)


@check(rule=CHECK_THE_CACHE, mistakes=PAIR_MISTAKES)
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
    name, pair = learner.diagnose(wrong)
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
    _expect_file_takes_no_name(learner, world, fresh)


def _expect_file_takes_no_name(learner: Learner, world: World, fresh: Fresh) -> None:
    """Fail the check where a name counts as taken because a file has it."""
    name, other = fresh.module_name(), fresh.module_name()
    world.write(f"{name}.py", f"{fresh.identifier()} = {fresh.integer()}\n")
    came = outcome_of(learner.build_and_register, name, {})
    if not isinstance(came, Raised):
        return
    stop = learner.unexpected(came)
    found = learner.last_call().locate(say("file_takes_the_name", name=name))
    # What refuses a name without a file as well does not go by files.
    free = outcome_of(learner.build_and_register, other, {})
    if "ValueError" in came.bases and not isinstance(free, Raised):
        raise Failed(found)
    raise stop


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
    _expect_others_untouched(changes.value, name)
    say.unless(entry is None, "still_registered", name=name, entry=entry and describe(entry))
    lost = ", ".join(moved.value)
    say.unless(not lost, "emptied_module", names=lost)
    props.register(world, fresh.module_name(), module)
    cache = props.cache(world)
    again = outcome_of(learner.forget, module)
    if isinstance(again, Raised):
        raise Failed(say("raised_when_free", error=exception_text(again), name=name))
    _expect_others_untouched(props.cache_changes(world, cache).value, name)
    successor = props.module(world, name, register=True)
    result_of(learner.forget, module)
    say.unless(props.holds(world, name, successor), "removed_the_successor", name=name)
    liar = lying_module(world, name, answer=True)
    result_of(learner.forget, module)
    say.unless(props.holds(world, name, liar), "removed_someone_else", name=name)
    _expect_dotted_name_forgotten(learner, world, fresh)


def _expect_others_untouched(changes: props.CacheChanges, name: str) -> None:
    """Fail the check where another entry of `sys.modules` changed than that of *name*."""
    say.unless(not changes.rebound, "forget_rebinds_the_cache")
    moved = [*changes.removed, *changes.replaced, *changes.added]
    others = ", ".join(key for key in moved if key != name)
    say.unless(not others, "removed_others", others=others)


def _expect_dotted_name_forgotten(learner: Learner, world: World, fresh: Fresh) -> None:
    """Fail the check unless a module in a package is forgotten and its parent stays as it is.

    The parent has the module as an attribute at the first call and not at the second. Another
    module is registered under the last part of the name.
    """
    name = fresh.dotted_name()
    above, _, last = name.rpartition(".")
    parent = props.module(world, above, {"__path__": []}, register=True)
    module = props.module(world, name, register=True)
    props.module(world, last, register=True)
    world.do("parent.__dict__[last] = module", parent=parent, last=last, module=module)
    contents, cache = props.snapshot(world, parent), props.cache(world)
    result_of(learner.forget, module)
    changes = props.cache_changes(world, cache)
    moved = props.namespace_changes(world, parent, contents)
    stayed = props.holds(world, name, module)
    _expect_others_untouched(changes.value, name)
    say.unless(not stayed, "dotted_name_stays", name=name)
    lost = ", ".join(moved.value)
    say.unless(not lost, "parent_modified", parent=above, names=lost, name=name)
    props.register(world, name, module)
    world.do("del parent.__dict__[last]", parent=parent, last=last)
    result_of(learner.forget, module)
    say.unless(not props.holds(world, name, module), "dotted_name_stays", name=name)
