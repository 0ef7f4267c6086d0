"""Hidden checks of exercise 1: one module object, many references.

Each check asks of one function. Modules that `import_back`, `same_module` and
`forget` are asked about are the grader's own, so that a slip in one function is
told once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from grader.checks import props
from grader.checks.exercise_1_identity.bindings import (
    bindings,
    during_a_call,
    some_of,
    values_to_bind,
)
from grader.checks.exercise_1_identity.identity import (
    ASKED_AGAIN,
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
    OBJECT_NOT_FILE,
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


def _at(site: CallSite, fact: bool, table: str, **fields: object) -> None:
    """Fail the check with the finding in *table*, about the call *site*, unless *fact* is True.

    A check makes its calls first and judges them afterwards, in the same order: what it asks of one
    call then goes in the message of the next one.
    """
    if fact is not True:
        raise Failed(site.locate(say(table, **fields)))


@check(rule=OBJECT_NOT_FILE)
def check_makes_a_module_object_without_a_file(
    learner: Learner, world: World, fresh: Fresh
) -> None:
    """Each call makes a new module object with the given name, and no file."""
    learner.load()
    before = world.files()
    name, other_name, dotted = fresh.module_name(), fresh.module_name(), fresh.dotted_name()
    made = result_of(learner.build_and_register, name, {fresh.identifier(): fresh.integer()})
    _expect_module(made, name)
    first, own_name = learner.last_call(), props.own_name(world, made)
    new = [path for path in world.files() if path not in before]
    other = result_of(learner.build_and_register, other_name, {})
    second, is_first = learner.last_call(), other.is_later(made)
    props.unregister(world, name)
    anew = outcome_of(learner.build_and_register, name, {})
    third = learner.last_call()
    # That a name which is free again, or a dotted one, is refused is told in 1.7 and 1.3. So is that
    # a dotted name gives no module or is registered otherwise.
    is_old = None if isinstance(anew, Raised) else anew.remote.is_later(made)
    deep = outcome_of(learner.build_and_register, dotted, {})
    fourth, deep_name = learner.last_call(), None
    if not isinstance(deep, Raised) and deep.remote.handle.category == "module":
        deep_name = props.own_name(world, deep.remote)
    dotted_state = props.entry_state(world, dotted, None)
    _at(first, own_name.value == name, "wrong_name", own_name=own_name.value, name=name)
    _at(first, not new, "wrote_a_file", path=", ".join(new))
    _expect_module(other, other_name, second)
    _at(second, not is_first.value, "reused_object", first=name, second=other_name)
    if is_old is not None and not isinstance(anew, Raised):
        _expect_module(anew.remote, name, third)
        _at(third, not is_old.value, "old_object_again", name=name)
    if deep_name is not None and dotted_state.value != "absent":
        right = deep_name.value == dotted
        _at(fourth, right, "wrong_name", own_name=deep_name.value, name=dotted)


def _expect_module(made: RemoteObject, name: str, site: CallSite | None = None) -> None:
    """Fail the check unless the result *made* is a module; 1.2 and 1.3 are then not asked.

    :param site: the call that gave it; None for the last one.
    """
    handle = made.handle
    if handle.category == "module":
        return
    told = "not_a_module"
    if handle.module == "builtins" and handle.category == "object":
        told = "built_none" if handle.type == "NoneType" else "other_result"
    found = say(told, result=describe(made), name=name)
    raise Failed(site.locate(found) if site else found, unasked=("1.2", "1.3"))


@check(rule=GLOBALS_ARE_A_NAMESPACE)
def check_binds_the_values_as_globals(learner: Learner, world: World, fresh: Fresh) -> None:
    """Every value is bound, uncopied, as a global name of the module."""
    key, name = fresh.identifier(), fresh.module_name()
    values = values_to_bind(world, fresh, key)
    made = result_of(learner.build_and_register, name, values)
    _expect_module(made, name)
    namespace = props.namespace(world, made)
    _expect_bound(world, fresh, name, made, namespace, values)
    _expect_global(world, fresh, namespace, dict(list(values.items())[:3]))
    _expect_bound_in_one_module(learner, world, fresh, name, key, namespace)


def _expect_global(
    world: World, fresh: Fresh, namespace: RemoteObject, values: dict[str, object]
) -> None:
    """Fail the check unless a function finds one of *values* by its key among its globals."""
    key = fresh.pick(list(values))
    reader = world.make(
        "exec('def read(): return ' + key, namespace)\nresult = namespace['read']",
        key=key,
        namespace=namespace,
        label="read",
    )
    seen = outcome_of(reader)
    found = False
    if not isinstance(seen, Raised):
        tokens = {name: one for name, one in values.items() if isinstance(one, RemoteObject)}
        found = world.groups({"seen": seen.remote, **tokens}).value.same("seen", key)
    say.unless(found, "values_not_global", key=key)


def _expect_bound(
    world: World,
    fresh: Fresh,
    name: str,
    made: RemoteObject,
    namespace: RemoteObject,
    values: dict[str, object],
) -> None:
    """Fail the check unless *namespace* binds each key of *values* to that very object.

    :param made: the result of `build_and_register` for *name*.
    """
    bound = bindings(world, namespace, values, name)
    absent, missing, count = bound.absent, bound.absent + bound.kept, len(values)
    other = bound.copied + bound.replaced
    if absent and len(missing) + len(other) == count:
        inside = "result = any(type(v) is dict and key in v for v in list(namespace.values()))"
        nested = world.run(inside, namespace=namespace, key=absent[0])
        say.unless(nested is not True, "values_under_one_name", names=some_of(absent))
        reached = world.run("result = hasattr(made, key)", made=made, key=absent[0])
        say.unless(reached is not True, "attributes_not_globals", key=absent[0])
        key = fresh.identifier()
        during = during_a_call(world, fresh.module_name(), key)
        if during.bound is not None:
            raise Failed(during.bound.locate(say("binding_undone", key=key)))
        raise Failed(say("values_not_bound", names=some_of(absent), count=count))
    if missing and not other:
        if all(key.startswith("_") for key in missing):
            told = "names_left_out" if absent else "names_kept"
            raise Failed(say(told, names=some_of(absent or missing), count=count))
        # None is the first of the values that are nothing.
        for_nothing = set(missing) in (set(bound.nothing), set(bound.nothing[:1]))
        say.unless(not for_nothing, "values_left_out", names=some_of(absent))
    if bound.copied and not missing and not bound.replaced:
        key = bound.copied[0]
        raise Failed(say("values_copied", key=key, value=values[key]))
    say.unless(not absent, "values_not_bound", names=some_of(absent), count=count)
    wrong = other + missing
    say.unless(not wrong, "value_replaced", key="".join(wrong[:1]))


def _expect_bound_in_one_module(
    learner: Learner, world: World, fresh: Fresh, name: str, key: str, namespace: RemoteObject
) -> None:
    """Fail the check where a second module has names of the first one, or the other way round.

    :param key: a name in *namespace*, that of the first module *name*.
    """
    second, alone = fresh.module_name(), fresh.identifier()
    before = props.PlantedCopy.of(world, namespace)
    made = result_of(learner.build_and_register, second, {alone: fresh.integer()})
    _expect_module(made, second)
    changed = props.namespace_changes(world, before)
    keys = fresh.shuffled([key, alone])
    space = props.namespace(world, made)
    has = world.run_later(
        "result = [key for key in keys if key in space]", read=props.texts, space=space, keys=keys
    ).value
    say.unless(not changed.value, "first_module_changed", first=name, names=some_of(changed.value))
    say.unless(has == (alone,), "names_of_another_module", second=second, key=key, first=name)


@check(rule=CHECK_THE_CACHE)
def check_registers_under_the_full_name(learner: Learner, world: World, fresh: Fresh) -> None:
    """sys.modules gets one new key, the full name, and it holds that object."""
    learner.load()
    wanted: list[tuple[str, dict[str, object]]] = [
        (fresh.module_name(), {fresh.identifier(): fresh.integer()}),
        (fresh.dotted_name(), {fresh.identifier(): fresh.integer()}),
        # The value of a key `__name__` is not the name under which the module is registered.
        (fresh.module_name(), {"__name__": fresh.module_name()}),
    ]
    built = [_build(learner, world, name, values) for name, values in wanted]
    for one in built:
        _expect_registered(world, fresh, one)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Built:
    """One call of `build_and_register`, what it gave, and what is to be known of `sys.modules`.

    :param state: what `props.entry_state` says of the result.
    :param entry: what `sys.modules` has under *name*; None if it has no such key.
    """

    name: str
    values: Mapping[str, object]
    made: RemoteObject
    site: CallSite
    changes: Deferred[props.CacheChanges]
    state: Deferred[str]
    entry: RemoteObject


def _build(learner: Learner, world: World, name: str, values: dict[str, object]) -> _Built:
    before = props.cache(world)
    made = result_of(learner.build_and_register, name, values)
    return _Built(
        name=name,
        values=values,
        made=made,
        site=learner.last_call(),
        changes=props.cache_changes(world, before, apart_from=name),
        state=props.entry_state(world, name, made),
        entry=props.entry(world, name),
    )


def _expect_registered(world: World, fresh: Fresh, built: _Built) -> None:
    """Fail the check unless the result of one call is registered under its name alone."""
    site, name, changes = built.site, built.name, built.changes.value
    _at(site, not changes.rebound, "sys_modules_rebound")
    added = ", ".join(changes.added)
    if built.state.value == "absent":
        by_value = changes.added == (built.values.get("__name__"),)
        _at(site, not by_value, "registered_by_its_value", key=added, name=name)
        _at(site, not added, "wrong_key", keys=added, name=name)
        another = fresh.module_name()
        during = during_a_call(world, another, fresh.identifier())
        if during.registered is not None:
            raise Failed(during.registered.locate(say("registration_undone", name=another)))
        raise Failed(site.locate(say("not_registered", name=name)))
    _expect_module(built.made, name, site)
    if built.state.value == "other":
        entry = describe(built.entry)
        raise Failed(site.locate(say("registered_other_object", entry=entry, name=name)))
    _at(site, not added, "extra_keys", keys=added, name=name)
    _at(site, not changes.described, "cache_disturbed", others=changes.described)


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
    orphan, lone = _module_without_parent(world, fresh)
    child, own, decoy = _module_and_attribute(world, fresh)
    learner.load()
    cache = props.cache(world)
    first = outcome_of(learner.import_back, plain)
    if isinstance(first, Raised):
        if _MISSING in first.bases and props.entry_state(world, plain, None).value == "absent":
            raise Failed(say("dropped_first", error=exception_text(first), name=plain))
        if "__spec__" in (first.text or ""):
            raise Failed(say("built_from_spec", error=exception_text(first), name=plain))
        if finds_no_spec(first):
            raise Failed(say("reload_for_import", error=exception_text(first), name=plain))
        raise learner.unexpected(first)
    same = _found(learner, plain, first, module)
    deep = outcome_of(learner.import_back, dotted)
    same_leaf = _found(learner, dotted, deep, leaf, top)
    of_orphan = outcome_of(learner.import_back, orphan)
    same_lone = _found(learner, orphan, of_orphan, lone)
    of_child = outcome_of(learner.import_back, child)
    same_child = _found(learner, child, of_child, own, decoy)
    moved = props.cache_changes(world, cache)
    entry = props.module(world, plain, register=True)
    again = outcome_of(learner.import_back, plain)
    same_entry = _found(learner, plain, again, entry, module)
    _expect_found(same, "no_module_back")
    _expect_found(same_leaf, "top_package", failed="dotted_failed")
    _expect_found(same_lone, "no_module_back", failed="needs_the_parent")
    _expect_found(same_child, "attribute_of_parent", failed="dotted_failed")
    changes = moved.value
    others = "`sys.modules` itself" if changes.rebound else changes.described
    _at(same_child.site, not others, "import_moved", moved=others)
    _expect_found(same_entry, "import_remembered")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """One call of `import_back`, and how its result compares with the entry.

    :param raised: the exception, as text; empty where the call returned.
    :param stop: what ends the check with that exception; None where the call returned.
    :param right: whether the result is the entry.
    :param mistaken: whether it is the object that a known mistake gives.
    """

    name: str
    site: CallSite
    raised: str
    stop: Stopped | None
    remote: RemoteObject | None
    right: Deferred[bool] | None
    mistaken: Deferred[bool] | None


def _found(
    learner: Learner,
    name: str,
    outcome: ReturnValue | Raised,
    entry: RemoteObject,
    mistaken: RemoteObject | None = None,
) -> _Found:
    """Return the last call of `import_back`, to be judged after later ones.

    :param entry: what `sys.modules` held under *name*.
    :param mistaken: the object that a known mistake gives.
    """
    remote = None if isinstance(outcome, Raised) else outcome.remote
    return _Found(
        name=name,
        site=learner.last_call(),
        raised=exception_text(outcome) if isinstance(outcome, Raised) else "",
        stop=learner.unexpected(outcome) if isinstance(outcome, Raised) else None,
        remote=remote,
        right=remote.is_later(entry) if remote else None,
        mistaken=remote.is_later(mistaken) if remote and mistaken else None,
    )


def _expect_found(found: _Found, mistake: str, *, failed: str = "") -> None:
    """Fail the check unless the call gave the entry.

    :param mistake: the finding for the object that a known mistake gives.
    :param failed: the finding for an exception; empty for that of the engine.
    """
    name, site = found.name, found.site
    parent, _, last = name.rpartition(".")
    if found.stop is not None:
        if not failed:
            raise found.stop
        raise Failed(site.locate(say(failed, name=name, parent=parent, error=found.raised)))
    if found.remote is None or found.right is None or found.right.value:
        return
    is_mistake = found.mistaken is not None and found.mistaken.value
    _at(site, not is_mistake, mistake, name=name, parent=parent, last=last)
    handle = found.remote.handle
    _at(site, handle.type != "NoneType", "import_gave_none", name=name)
    _at(site, handle.category != "module", "new_object", own_name=handle.name, name=name)
    raise Failed(site.locate(say("no_module_back", result=describe(found.remote), name=name)))


def _module_without_parent(world: World, fresh: Fresh) -> tuple[str, RemoteObject]:
    """Register a module under a dotted name, and nothing under the name of its parent."""
    name = fresh.dotted_name()
    return name, props.module(world, name, register=True)


def _module_and_attribute(world: World, fresh: Fresh) -> tuple[str, RemoteObject, RemoteObject]:
    """Register a module under a dotted name, and its parent, whose attribute is another module.

    :returns: the name, the module, and the other one, which `__getattr__` of the parent gives.
    """
    name = fresh.dotted_name()
    above, _, last = name.rpartition(".")
    module = props.module(world, name, register=True)
    decoy = props.module(world, last)
    parent = props.module(world, above, {"__path__": [], "decoy": decoy}, register=True)
    props.execute(world, "def __getattr__(name): return decoy", parent)
    return name, module, decoy


_MISSING = "ModuleNotFoundError"
_RAISED_BY_FILES = ("FileIsBroken", _MISSING, "FileStops")
"""Classes of the exceptions that the code of a file raises, in the order in which it does."""
_ERRORS = """
class FileIsBroken(AttributeError, KeyError, RuntimeError, TypeError, ValueError):
    __str__ = Exception.__str__
class FileStops(SystemExit, KeyboardInterrupt):
    pass
result = [FileIsBroken(text), ModuleNotFoundError(text), FileStops(text)]
"""


@check(rule=CHECK_THE_CACHE)
def check_asks_the_import_system(learner: Learner, world: World, fresh: Fresh) -> None:
    """A module that is only a file gets imported; an unknown name raises ModuleNotFoundError."""
    judgements = [
        _import_a_file(learner, world, fresh),
        _import_a_submodule(learner, world, fresh),
        _import_an_unknown_name(learner, world, fresh),
        _import_a_blocked_name(learner, world, fresh),
        _import_a_file_that_raises(learner, world, fresh),
    ]
    for judge in judgements:
        judge()


def _import_a_file(learner: Learner, world: World, fresh: Fresh) -> Callable[[], None]:
    """Import a file twice; return the function that fails the check unless it ran once, registered."""
    name, key, witness = fresh.module_name(), fresh.identifier(), fresh.module_name()
    # Items that no run has added: how many there are in the end is not known beforehand.
    planted = fresh.between(0, 3)
    runs = world.make("result = [object() for _ in range(planted)]", planted=planted)
    props.module(world, witness, {"runs": runs}, register=True)
    note = f"import sys, {witness}\n{witness}.runs.append(sys.modules.get(__name__))\n"
    world.write(f"{name}.py", f"{note}{key} = {fresh.integer()}\n")
    found = outcome_of(learner.import_back, name)
    here, stop = learner.last_call(), _stop(learner, found)
    state = props.entry_state(world, name, _remote(found))
    entry = props.entry(world, name)
    at_once = _count(world, runs)
    again = outcome_of(learner.import_back, name)
    later, stop_later = learner.last_call(), _stop(learner, again)
    count_later, none = _count(world, runs), world.make("result = None")
    first = world.make("result = (runs[place:] or [0])[0]", runs=runs, place=planted)
    while_running = world.groups({"seen": first, "own": entry, "none": none})
    state_later = props.entry_state(world, name, _remote(again))

    def judge() -> None:
        if state.value == "absent":
            raise _nothing_loaded(
                learner, world, fresh, name=name, key=key, found=found, here=here, stop=stop
            )
        if stop is not None:
            raise stop
        if state.value != "same":
            raise _other_object(here, found, name, file=name)
        _at(here, at_once.value != planted, "file_not_run", name=name)
        if stop_later is not None:
            raise stop_later
        count = count_later.value - planted
        _at(later, count == 1, "ran_again", name=name, count=count)
        seen = while_running.value
        _at(here, not seen.same("seen", "none"), "registered_after_running", name=name)
        _at(here, seen.same("seen", "own"), "another_while_running", name=name)
        came = _what_came(again)
        _at(later, state_later.value == "same", "another_later", name=name, came=came)

    return judge


def _other_object(site: CallSite, found: ReturnValue | Raised, name: str, *, file: str) -> Failed:
    """Return the failure of an import that registered another object than it returned.

    :param file: the path of the module's file, without `.py`.
    """
    if isinstance(found, ReturnValue) and found.value is None:
        return Failed(site.locate(say("import_gave_none", name=name)))
    return Failed(site.locate(say("imported_elsewhere", name=file, came=_what_came(found))))


def _count(world: World, items: RemoteObject) -> Deferred[int]:
    """Return the number of *items* as a deferred value."""
    return world.run_later("result = len(items)", read=props.integer, items=items)


def _import_a_submodule(learner: Learner, world: World, fresh: Fresh) -> Callable[[], None]:
    """Import a module from a package that does not import it itself; return the judging function."""
    name, key = fresh.dotted_name(), fresh.identifier()
    parent, _, last = name.partition(".")
    world.write(f"{parent}/__init__.py", f"{fresh.identifier()} = {fresh.integer()}\n")
    world.write(f"{parent}/{last}.py", f"{key} = {fresh.integer()}\n")
    found = outcome_of(learner.import_back, name)
    here, stop = learner.last_call(), _stop(learner, found)
    state = props.entry_state(world, name, _remote(found))
    above = props.entry_state(world, parent, _remote(found))

    def judge() -> None:
        came = _what_came(found)
        if state.value == "absent":
            if above.value == "absent" and stop is not None:
                raise stop
            told = "submodule_not_imported" if above.value == "absent" else "only_parent_imported"
            raise Failed(here.locate(say(told, name=name, parent=parent, last=last, came=came)))
        if stop is not None:
            raise stop
        _at(here, above.value != "same", "top_package", parent=parent, name=name)
        if state.value != "same":
            raise _other_object(here, found, name, file=f"{parent}/{last}")

    return judge


def _stop(learner: Learner, outcome: ReturnValue | Raised) -> Stopped | None:
    """Return the exception that ends the check with what the last call raised; None if it returned."""
    return learner.unexpected(outcome) if isinstance(outcome, Raised) else None


def _remote(outcome: ReturnValue | Raised) -> RemoteObject | None:
    return None if isinstance(outcome, Raised) else outcome.remote


def _nothing_loaded(
    learner: Learner,
    world: World,
    fresh: Fresh,
    *,
    name: str,
    key: str,
    found: ReturnValue | Raised,
    here: CallSite,
    stop: Stopped | None,
) -> Failed | Stopped:
    """Return the exception that ends the check where the file of module *name* was not imported.

    :param key: the name that the code of the file binds.
    :param found: the outcome of the call *here*.
    :param stop: the exception that ends the check with what that call raised.
    """
    if isinstance(found, Raised):
        came = _what_came(found)
        # Only who finds what is registered can be said to look into the cache.
        looks = "KeyError" in found.bases and found.text == repr(name)
        if looks and _gives_what_is_registered(learner, world, fresh):
            return Failed(here.locate(say("cache_lookup_only", name=name, came=came)))
        if not looks and _MISSING in found.bases:
            return Failed(here.locate(say("file_not_found", name=name, came=came)))
        assert stop is not None
        return stop
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
    if found.remote.handle.category == "module":
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


def _import_an_unknown_name(learner: Learner, world: World, fresh: Fresh) -> Callable[[], None]:
    """Import a name that nobody can find; return the judging function."""
    name = fresh.module_name()
    came = outcome_of(learner.import_back, name)
    here = learner.last_call()
    own: Deferred[object] | None = None
    if isinstance(came, Raised) and _MISSING in came.bases:
        # Read by the built-in type's own means: a class of the learner's may define `name` anew.
        look = "result = ImportError.__dict__['name'].__get__(error)"
        own = world.run_later(look, read=lambda found: found, error=came.handle)

    def judge() -> None:
        if not isinstance(came, Raised):
            invented = came.remote.handle.category == "module"
            told = "invented_for_unknown" if invented else "swallowed_import_error"
            raise Failed(here.locate(say(told, name=name, result=describe(came.remote))))
        error = exception_text(came)
        _at(here, own is not None, "wrapped_import_error", name=name, error=error)
        if own is not None:
            right = own.value == name
            _at(here, right, "unnamed_import_error", name=name, error=error, own=own.value)

    return judge


def _import_a_blocked_name(learner: Learner, world: World, fresh: Fresh) -> Callable[[], None]:
    """Import a file whose name has None as its entry; return the judging function."""
    name = fresh.module_name()
    world.write(f"{name}.py", "")
    none = props.block(world, name)
    came = outcome_of(learner.import_back, name)
    here, state = learner.last_call(), props.entry_state(world, name, none)

    def judge() -> None:
        what = _what_came(came)
        _at(here, state.value == "same", "block_removed", name=name, came=what)
        if not isinstance(came, Raised):
            given = came.remote.handle.type == "NoneType"
            told = "none_given_back" if given else "block_ignored"
            raise Failed(here.locate(say(told, name=name, came=what)))
        error = exception_text(came)
        _at(here, _MISSING in came.bases, "block_told_otherwise", name=name, error=error)

    return judge


def _import_a_file_that_raises(learner: Learner, world: World, fresh: Fresh) -> Callable[[], None]:
    """Import a file that raises exceptions of several classes; return the judging function."""
    name, witness, text = fresh.module_name(), fresh.module_name(), fresh.text()
    labels = [f"{kind}({text!r})" for kind in _RAISED_BY_FILES]
    errors = world.make_each(_ERRORS, *labels, spare={}, text=text)
    # As many refer to a spare as to the error that is raised.
    spares = [error.spare for error in errors]
    props.module(world, witness, {"errors": errors, "spares": spares}, register=True)
    world.write(f"{name}.py", f"import {witness}\nraise {witness}.errors.pop(0)\n")
    asked = []
    for kind, error in zip(_RAISED_BY_FILES, errors, strict=True):
        came = outcome_of(learner.import_back, name)
        same = error.is_later(came.handle) if isinstance(came, Raised) else None
        asked.append((f"{kind}: {text}", came, same, learner.last_call()))

    def judge() -> None:
        for raises, came, same, here in asked:
            if not isinstance(came, Raised):
                what = _what_came(came)
                told = say("swallowed_file_error", name=name, raises=raises, came=what)
                raise Failed(here.locate(told))
            if same is not None and not same.value:
                error = exception_text(came)
                table = "copied_file_error" if error == raises else "wrapped_file_error"
                raise Failed(here.locate(say(table, name=name, raises=raises, error=error)))

    return judge


def _what_came(outcome: ReturnValue | Raised) -> str:
    """Return the outcome of a call as a predicate, such as `returned None`."""
    if isinstance(outcome, Raised):
        return f"raised {exception_text(outcome)}"
    return f"returned {describe(outcome.remote)}"


@check(rule=CHECK_THE_CACHE, mistakes=PAIR_MISTAKES)
def check_same_means_identical(learner: Learner, world: World, fresh: Fresh) -> None:
    """same_module says True for one object and False for two, whatever they look like."""
    pairs = pairs_of_modules(world, fresh)
    wrong: dict[str, object] = {}
    at_call: dict[str, CallSite] = {}
    stops: dict[str, Stopped] = {}
    values: dict[str, object] = {}
    # A pair of ASKED_AGAIN shows whether an answer remembers what it was asked before.
    for pair in fresh.shuffled([pair for pair in TRUTH if pair not in ASKED_AGAIN]) + ASKED_AGAIN:
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
    no_bool = "not_a_bool" if values[pair] is not None else "gave_none"
    label = no_bool if wrong[pair] == NO_BOOL else pair
    told = say(f"pair_{label}", answer=describe(values[pair]), truth=TRUTH[pair])
    raise Failed(at_call[pair].locate(told))


@check(rule=CHECK_THE_CACHE)
def check_a_taken_name_stays_taken(learner: Learner, world: World, fresh: Fresh) -> None:
    """A name that is taken raises ValueError, and the module that has it is left alone."""
    learner.load()
    name, key, blocked = fresh.module_name(), fresh.identifier(), fresh.module_name()
    none = props.block(world, blocked)
    tenant = props.module(world, name, {key: fresh.integer()}, register=True)
    contents, cache = props.snapshot(world, tenant), props.cache(world)
    values = {key: fresh.integer(), fresh.identifier(): fresh.integer()}
    outcome = outcome_of(learner.build_and_register, name, values)
    later = props.cache_changes(world, cache, apart_from=name)
    moved = props.namespace_changes(world, contents)
    kept = props.entry_state(world, name, tenant).value == "same"
    changes = later.value
    others = "`sys.modules` itself" if changes.rebound else changes.described
    names = ", ".join(moved.value)
    if not isinstance(outcome, Raised):
        say.unless(not names, "tenant_modified", name=name, names=names)
        say.unless(kept, "tenant_replaced", name=name)
        say.unless(not others, "others_changed", name=name, others=others)
        raise Failed(say("tenant_returned", name=name, result=describe(outcome.remote)))
    good = "ValueError" in outcome.bases
    say.unless(good, "wrong_exception", name=name, error=exception_text(outcome))
    say.unless(not names, "filled_before_raising", name=name, names=names)
    say.unless(kept, "replaced_before_raising", name=name)
    say.unless(not others, "others_changed_before_raising", name=name, others=others)
    came = outcome_of(learner.build_and_register, blocked, values)
    stays = props.entry_state(world, blocked, none).value == "same"
    if not isinstance(came, Raised):
        raise Failed(say("none_was_free", name=blocked))
    say.unless(
        "ValueError" in came.bases, "wrong_exception", name=blocked, error=exception_text(came)
    )
    say.unless(stays, "replaced_before_raising", name=blocked)
    _expect_free_names(learner, world, fresh)


def _expect_free_names(learner: Learner, world: World, fresh: Fresh) -> None:
    """Fail the check where a name counts as taken because a file has it, or because it was used."""
    name, other = fresh.module_name(), fresh.module_name()
    world.write(f"{name}.py", f"{fresh.identifier()} = {fresh.integer()}\n")
    came = outcome_of(learner.build_and_register, name, {})
    if isinstance(came, Raised):
        stop = learner.unexpected(came)
        found = learner.last_call().locate(say("file_takes_the_name", name=name))
        # What refuses a name without a file as well does not go by files.
        free = outcome_of(learner.build_and_register, other, {})
        if "ValueError" in came.bases and not isinstance(free, Raised):
            raise Failed(found)
        raise stop
    before = props.entry_state(world, name, came.remote)
    props.unregister(world, name)
    rebound = props.cache_rebound(world)
    again = outcome_of(learner.build_and_register, name, {})
    if isinstance(again, Raised):
        # In another dictionary that is `sys.modules` by now, which 1.3 tells, the name is still taken.
        refused = "ValueError" in again.bases and not rebound.value
        raise Failed(say("taken_for_ever", name=name)) if refused else learner.unexpected(again)
    # What an answer does not register at all is told in 1.3.
    forgets = props.entry_state(world, name, again.remote).value == "absent"
    say.unless(before.value != "same" or not forgets, "registered_once_only", name=name)


@check(rule=CHECK_THE_CACHE)
def check_forgetting_undoes_exactly_that(learner: Learner, world: World, fresh: Fresh) -> None:
    """Forget removes that module's entry and nothing else, and leaves the object usable."""
    learner.load()
    name = fresh.module_name()
    module = props.module(world, name, {fresh.identifier(): fresh.integer()}, register=True)
    props.module(world, f"{name}.{fresh.identifier()}", register=True)
    contents, cache = props.snapshot(world, module), props.cache(world)
    result_of(learner.forget, module)
    first = learner.last_call()
    changes = props.cache_changes(world, cache, apart_from=name)
    moved = props.namespace_changes(world, contents)
    state, entry = props.entry_state(world, name, module), props.entry(world, name)
    props.unregister(world, name)
    props.register(world, fresh.module_name(), module)
    cache = props.cache(world)
    again = outcome_of(learner.forget, module)
    second = learner.last_call()
    changes_later = props.cache_changes(world, cache, apart_from=name)

    def judge_first() -> None:
        _expect_others_untouched(first, changes.value)
        if state.value != "absent":
            told = "still_registered" if state.value == "same" else "another_left_behind"
            told = "none_left_behind" if entry.handle.type == "NoneType" else told
            raise Failed(first.locate(say(told, name=name, entry=describe(entry))))
        lost = ", ".join(moved.value)
        _at(first, not lost, "emptied_module", names=lost)

    if isinstance(again, Raised):
        judge_first()
        raise Failed(say("raised_when_free", error=exception_text(again), name=name))
    tenants: tuple[tuple[str, Callable[[], RemoteObject]], ...] = (
        ("removed_the_successor", lambda: props.module(world, name, register=True)),
        ("removed_someone_else", lambda: lying_module(world, name, answer=True)),
        ("removed_the_block", lambda: props.block(world, name)),
    )
    asked = []
    for told, make in tenants:
        tenant = make()
        result_of(learner.forget, module)
        asked.append((learner.last_call(), told, props.entry_state(world, name, tenant)))
    props.register(world, name, module)
    result_of(learner.forget, module)
    last, state_later = learner.last_call(), props.entry_state(world, name, module)
    judge_dotted = _forget_a_dotted_name(learner, world, fresh)

    judge_first()
    _expect_others_untouched(second, changes_later.value)
    for site, told, kept in asked:
        _at(site, kept.value == "same", told, name=name)
    _at(last, state_later.value != "same", "forgets_once", name=name)
    judge_dotted()


def _expect_others_untouched(site: CallSite, changes: props.CacheChanges) -> None:
    """Fail the check where another entry of `sys.modules` changed than that of the module's name."""
    _at(site, not changes.rebound, "forget_rebinds_the_cache")
    _at(site, not changes.described, "removed_others", others=changes.described)


def _forget_a_dotted_name(learner: Learner, world: World, fresh: Fresh) -> Callable[[], None]:
    """Forget a module in a package; return the function that fails the check unless its parent stays.

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
    first = learner.last_call()
    changes = props.cache_changes(world, cache, apart_from=name)
    moved = props.namespace_changes(world, contents)
    state = props.entry_state(world, name, module)
    props.register(world, name, module)
    world.do("parent.__dict__.pop(last, None)", parent=parent, last=last)
    result_of(learner.forget, module)
    second, state_later = learner.last_call(), props.entry_state(world, name, module)

    def judge() -> None:
        _expect_others_untouched(first, changes.value)
        _at(first, state.value != "same", "dotted_name_stays", name=name)
        lost = ", ".join(moved.value)
        _at(first, not lost, "parent_modified", parent=above, names=lost, name=name)
        _at(second, state_later.value != "same", "dotted_name_stays", name=name)

    return judge
