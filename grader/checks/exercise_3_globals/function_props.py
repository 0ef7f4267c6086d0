"""Functions in modules as props, for `namespace_of` and `module_behind`, and the kinds of results."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from grader.checks import props
from grader.exam import Deferred, Diagnosis, Fresh, NoResult, RemoteObject, Signature, World


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionProp:
    """A function made by the grader, to be passed to the learner's function.

    :param called: name of the function.
    :param name: name of the prop's module.
    :param key: the global name that the prop reads.
    :param module: the module whose namespace the prop uses; the guest's None where it is gone.
    :param others: wrong answers by their kind, such as a module of the same name.
    :param situation: the circumstances, for a message.
    """

    function: RemoteObject
    called: str
    name: str
    key: str
    module: RemoteObject
    others: Mapping[str, RemoteObject] = field(default_factory=dict)
    situation: str = ""

    def in_situation(self, situation: str, **others: RemoteObject) -> FunctionProp:
        """Return this prop with its situation, and with wrong answers by their kind."""
        return replace(self, situation=situation, others=others)

    @property
    def objects(self) -> tuple[RemoteObject, ...]:
        """The function, its module and the wrong answers: all of them different objects."""
        return (self.function, self.module, *self.others.values())


_DEFINE = """
module = types.ModuleType(name)
module.__dict__["__builtins__"] = modules["builtins"]
exec(text, module.__dict__)
if under:
    modules[under] = module
result = [module, module.__dict__[function]]
"""


def define(world: World, fresh: Fresh, *, name: str = "", under: str | None = None) -> FunctionProp:
    """Make a module and a function in it.

    :param under: its key in `sys.modules`; its name unless given, "" for no registration.
    """
    name, key = name or fresh.module_name(), fresh.identifier()
    function = fresh.identifier()
    module, made = world.make_each(
        _DEFINE,
        f"<module {name!r}>",
        f"<function {function}>",
        name=name,
        function=function,
        under=name if under is None else under,
        text=reader(function, key, fresh),
    )
    return FunctionProp(function=made, called=function, name=name, key=key, module=module)


_DROPPED = """
module = types.ModuleType(name)
module.__dict__["__builtins__"] = modules["builtins"]
exec(text, module.__dict__)
result = [None, module.__dict__[function]]
del module
"""


def dropped(world: World, fresh: Fresh) -> FunctionProp:
    """Make a function of a module that nobody refers to, so that the module object is gone."""
    name, key, function = fresh.module_name(), fresh.identifier(), fresh.identifier()
    nothing, made = world.make_each(
        _DROPPED,
        "",
        f"<function {function}>",
        name=name,
        function=function,
        text=reader(function, key, fresh),
    )
    return FunctionProp(function=made, called=function, name=name, key=key, module=nothing)


# The wrapper gets the labels of what it wraps, as by `functools.wraps`, the import of which would take
# longer than the whole check.
_WRAP = """
module = types.ModuleType(name)
module.__dict__.update({"__builtins__": modules["builtins"], key: [number], "inner": function})
exec(text, module.__dict__)
modules[name] = module
wrapper = module.__dict__[called]
wrapper.__module__, wrapper.__wrapped__ = function.__module__, function
result = [module, wrapper]
"""


def wrapping(world: World, fresh: Fresh, inner: FunctionProp) -> FunctionProp:
    """Make a module and, in it, a function that wraps *inner* as `functools.wraps` does it."""
    name, key = fresh.module_name(), fresh.identifier()
    module, made = world.make_each(
        _WRAP,
        f"<module {name!r}>",
        f"<function {inner.called} in its wrapper>",
        name=name,
        key=key,
        number=fresh.integer(),
        text=f"def {inner.called}():\n    {key}\n    return inner()\n",
        called=inner.called,
        function=inner.function,
    )
    return FunctionProp(function=made, called=inner.called, name=name, key=key, module=module)


def reader(function: str, key: str, fresh: Fresh) -> str:
    """Return the text of a module with one global and a function that returns it."""
    return f"{key} = [{fresh.integer()}]\ndef {function}():\n    return {key}\n"


def function_in(world: World, module: RemoteObject, function: str) -> RemoteObject:
    """Return a proxy for *module*'s function named *function*."""
    return world.make(
        "result = vars(module)[name]", label=f"<function {function}>", module=module, name=function
    )


_IMPORT = """
__import__(name)
result = [modules[name], modules[name].__dict__[function]]
"""


def imported(world: World, fresh: Fresh, *, before: str = "") -> FunctionProp:
    """Make a module by importing a file.

    :param before: a statement at the top of the file.
    """
    name, key, function = fresh.module_name(), fresh.identifier(), fresh.identifier()
    text = before + reader(function, key, fresh)
    world.write(f"{name}.py", text)
    module, made = world.make_each(
        _IMPORT,
        f"<module object {name!r}>",
        f"<function {function}>",
        name=name,
        function=function,
    )
    return FunctionProp(function=made, called=function, name=name, key=key, module=module)


def truthful(world: World, fresh: Fresh) -> tuple[dict[str, FunctionProp], RemoteObject]:
    """Return functions of registered modules, and a list that grows when the file runs again."""
    name = fresh.module_name()
    counter = props.module(world, name, register=True)
    runs = world.make("result = vars(module)['runs'] = []", module=counter)
    from_file = imported(world, fresh, before=f"import {name}\n{name}.runs.append(1)\n")
    return {"file": from_file, "memory": define(world, fresh)}, runs


def misleading(world: World, fresh: Fresh) -> dict[str, FunctionProp]:
    """Return functions whose `__module__` names another module, or none.

    The one with the key `later` is to be asked about last: until then its module's name has stood
    for another module.
    """
    liar, wrong = define(world, fresh), define(world, fresh)
    world.do("function.__module__ = name", function=liar.function, name=wrong.name)
    earlier = define(world, fresh)
    later = define(world, fresh, name=earlier.name)
    inner = define(world, fresh)
    wrapper = wrapping(world, fresh, inner)
    misnamed = f"The function's `__module__` says {wrong.name!r}, which is another module's name"
    replaced = f"Another module took the place of the function's own as {earlier.name!r}"
    wraps = f"The function wraps one of {inner.name!r}, whose name `functools.wraps` copies"
    second = f"A module that is called {later.name!r} took the place of another of that name"
    return {
        "lie": liar.in_situation(misnamed, named=wrong.module),
        "replaced": earlier.in_situation(replaced, named=later.module),
        "wrapped": wrapper.in_situation(wraps, named=inner.module),
        "gone": dropped(world, fresh),
        "later": later.in_situation(second, named=earlier.module),
    }


_BY_NAME = "namespace_by_name"
RAISED = NoResult("raised")
"""The kind of an exception."""
# Whoever follows all names that lead elsewhere makes something up where a name leads nowhere;
# who follows one of them gets nothing else wrong.
NAMESPACE_MISTAKES = Diagnosis(
    ("lie", "replaced", "wrapped", "gone", "later"),
    Signature("namespace_unwrapped", {"wrapped": _BY_NAME}, before={_BY_NAME}),
    Signature("namespace_remembered", {"later": _BY_NAME}, before={_BY_NAME}),
    Signature(_BY_NAME, dict.fromkeys(("lie", "replaced", "wrapped"), _BY_NAME), optional={"gone"}),
    Signature(_BY_NAME, results={_BY_NAME, RAISED}, proof={_BY_NAME}),
    Signature("namespace_lost", {"gone": RAISED}),
)

_NAMESPACE = """
result = types.FunctionType.__dict__["__globals__"].__get__(function)
"""


def namespace(world: World, prop: FunctionProp) -> RemoteObject:
    """Return the dictionary in which the function of *prop* looks names up."""
    return world.make(_NAMESPACE, function=prop.function)


_NAMESPACE_KIND = """
inside = types.ModuleType.__dict__["__dict__"].__get__
space = types.FunctionType.__dict__["__globals__"].__get__(function)
kind, result = type(found), "not_the_namespace"
def same(keys):
    return all(key in space and space[key] is found[key] for key in keys)
if any(found is inside(other) for other in others):
    result = "namespace_by_name"
elif module is not None and found is module:
    result = "module_not_namespace"
elif found is function.__dict__:
    result = "function_attributes"
elif found is inside(modules["builtins"]):
    result = "builtins_dict"
elif found is inside(learner_module):
    result = "own_globals"
elif kind is types.MappingProxyType and set(found) == set(space) and same(found):
    result = "namespace_view"
elif kind is dict and found and all(type(name) is str for name in found):
    if same(found):
        result = "namespace_copy" if len(found) == len(space) else "namespace_subset"
    elif len(runs) > 1 and key in found and found[key] is not space[key]:
        result = "rerun_file"
"""
_NAMESPACE_KINDS = (
    *("not_the_namespace", "namespace_by_name", "module_not_namespace", "function_attributes"),
    *("builtins_dict", "own_globals", "namespace_view", "namespace_copy", "namespace_subset"),
    "rerun_file",
)


def namespace_kind(
    world: World, prop: FunctionProp, found: RemoteObject, *, runs: RemoteObject | None = None
) -> Deferred[str]:
    """Return the kind of the wrong result *found*, which is the name of a finding.

    :param runs: a list with an item for each run of the module's file.
    """
    return world.run_later(
        _NAMESPACE_KIND,
        read=lambda answer: _kind(answer, _NAMESPACE_KINDS),
        found=found,
        module=prop.module,
        function=prop.function,
        key=prop.key,
        others=list(prop.others.values()),
        runs=[] if runs is None else runs,
    )


def _kind(answer: object, kinds: Collection[str]) -> str:
    """Return the guest's *answer* if it is one of *kinds*.

    :raises Stopped: for any other answer.
    """
    if isinstance(answer, str) and answer in kinds:
        return answer
    raise props.garbled("with a kind of result")


_ODD = """
class Entry:
    pass
entry = Entry()
entry.__name__ = names[0]
last = modules.pop(names[-1])
modules.update({names[0]: None, names[1]: entry, names[2]: object(), number: Entry})
modules[names[-1]] = last
"""
_TWIN = """
result = types.ModuleType(name)
inside = types.ModuleType.__dict__["__dict__"].__get__
inside(result).update(inside(module))
modules[name] = result
if first:
    modules[key] = modules.pop(key)
"""
_NAMESAKE = """
result = types.ModuleType(name)
result.__dict__["__builtins__"] = modules["builtins"]
exec(text, result.__dict__)
modules[name] = result
modules[key] = modules.pop(key)
"""
_BORROW = """
result = types.ModuleType(name)
result.__dict__.update({function.__name__: function, "__builtins__": modules["builtins"]})
modules[name] = result
modules[key] = modules.pop(key)
"""


def registered(world: World, fresh: Fresh) -> dict[str, FunctionProp]:
    """Return functions of registered modules with misleading keys, names and twins."""
    alias_key = fresh.module_name()
    alias = define(world, fresh, under=alias_key)
    liar, wrong = define(world, fresh), define(world, fresh)
    world.do("function.__module__ = name", function=liar.function, name=wrong.name)
    renamed = define(world, fresh)
    world.do("module.__name__ = name", module=renamed.module, name=wrong.name)
    before, after = define(world, fresh), define(world, fresh)
    borrowed, one_of_two, inner = (define(world, fresh) for _ in range(3))
    wrapper = wrapping(world, fresh, inner)

    def twin(prop: FunctionProp, *, first: bool) -> RemoteObject:
        name = fresh.module_name()
        return world.make(_TWIN, name=name, module=prop.module, key=prop.name, first=first)

    borrower = world.make(
        _BORROW, name=fresh.module_name(), function=borrowed.function, key=borrowed.name
    )
    other = fresh.module_name()
    text = reader(one_of_two.called, one_of_two.key, fresh)
    namesake = world.make(_NAMESAKE, name=other, text=text, key=one_of_two.name)
    twins = "the function's module has a twin with equal contents in `sys.modules`"
    said = f"the function's `__module__` says {wrong.name!r}, another module's name"
    return {
        "plain": define(world, fresh).in_situation(
            "the function's module is registered under its name"
        ),
        "alias": alias.in_situation(
            f"the module {alias.name!r} stands under the key {alias_key!r} alone"
        ),
        "word": liar.in_situation(said, named=wrong.module),
        "renamed": renamed.in_situation(
            f"the module registered as {renamed.name!r} now calls itself {wrong.name!r}",
            named=wrong.module,
        ),
        "twin_first": before.in_situation(twins, twin=twin(before, first=True)),
        "twin_last": after.in_situation(twins, twin=twin(after, first=False)),
        "borrowed": borrowed.in_situation(
            "another module has imported the function by name", borrower=borrower
        ),
        "namesake": one_of_two.in_situation(
            "another module binds the same names, to objects of its own", namesake=namesake
        ),
        "wrapped": wrapper.in_situation(
            f"the function wraps one of the module {inner.name!r}", named=inner.module
        ),
    }


def in_odd_company(world: World, fresh: Fresh) -> FunctionProp:
    """Return a function whose module stands in `sys.modules` behind entries that are no modules."""
    prop = define(world, fresh).in_situation("`sys.modules` also holds entries that are no modules")
    names = [fresh.module_name() for _ in range(3)]
    world.do(_ODD, names=[*names, prop.name], number=fresh.integer())
    return prop


_SCRIPT = """
import sys
main = modules["__main__"].__dict__
main["__file__"] = path = sys.path[0] + "/" + name + ".py"
exec(compile(text, path, "exec"), main)
result = modules["__main__"]
if modules[name].__file__ != path or modules[name] is result:
    raise RuntimeError(path)
"""


def script_and_module(world: World, fresh: Fresh) -> dict[str, FunctionProp]:
    """Run a file as a script that imports itself; return a function of each of the two modules."""
    name, key, function = fresh.module_name(), fresh.identifier(), fresh.identifier()
    text = f"import {name}\n{reader(function, key, fresh)}"
    world.write(f"{name}.py", text)
    main = world.make(_SCRIPT, name=name, text=text)
    module = world.make("result = modules[name]", name=name)

    def prop(owner: RemoteObject, other: RemoteObject, situation: str) -> FunctionProp:
        function_of = function_in(world, owner, function)
        one = FunctionProp(function=function_of, called=function, name=name, key=key, module=owner)
        return one.in_situation(situation, other=other)

    return {
        "main": prop(main, module, "the function of the script"),
        "imported": prop(module, main, "the function of the import"),
    }


def gone(world: World, fresh: Fresh) -> dict[str, FunctionProp]:
    """Return functions whose modules are no longer in `sys.modules`, a control, and one to forget.

    The module of the control is registered: a call that raises for it as well does not raise
    because nothing was found. That of the last is registered until `forget`.
    """
    forgotten = imported(world, fresh)
    world.do("del modules[name]", name=forgotten.name)
    replaced = imported(world, fresh)
    world.do("del modules[name]", name=replaced.name)
    successor = world.make("__import__(name)\nresult = modules[name]", name=replaced.name)
    again = f"{replaced.name!r} was removed from `sys.modules` and imported again"
    blocked = dropped(world, fresh)
    world.do("modules[name] = None", name=blocked.name)
    asked = imported(world, fresh)
    return {
        "successor": replaced.in_situation(again, successor=successor),
        "forgotten": forgotten.in_situation(f"{forgotten.name!r} was removed from `sys.modules`"),
        "dropped": blocked.in_situation(
            f"`sys.modules[{blocked.name!r}]` is None and the module object is gone"
        ),
        "asked_before": asked.in_situation(
            f"{asked.name!r} was removed from `sys.modules` after a first call about its function"
        ),
        "control": define(world, fresh),
    }


def forget(world: World, prop: FunctionProp) -> None:
    """Take the module of *prop* out of `sys.modules`."""
    world.do("del modules[name]", name=prop.name)


def entries(world: World, names: Collection[str]) -> tuple[str, ...]:
    """Return those of *names* that are keys of `sys.modules`."""
    program = "result = [name for name in names if name in modules]"
    return world.run_later(program, read=props.texts, names=list(names)).value


_MODULE_KIND = """
def which():
    if again is not None and again in modules:
        return "successor" if found is modules[again] else "imported"
    if found is None:
        return "none"
    if found is module:
        return "right"
    if type(found) is str:
        return "text"
    for what, other in others.items():
        if found is other:
            return what
    is_module = types.ModuleType in type.__dict__["__mro__"].__get__(type(found))
    if is_module and not any(entry is found for entry in list(modules.values())):
        return "built"
    return "something"
result = which()
"""
_MODULE_KINDS = (*("successor", "imported", "none", "right", "text", "built", "something"),)


def module_kind(
    world: World, prop: FunctionProp, found: RemoteObject, *, again: str = ""
) -> Deferred[str]:
    """Return the kind of *found*, a result of `module_behind`, as a deferred word.

    The kind is `right`, `none`, `text` for a str, `built` for a new module, a key of *prop*'s `others`
    if *found* is that module, else `something`.

    :param again: a key under which `sys.modules` has no entry before the call. If it has one after the
        call, the kind is `successor` where *found* is that entry, else `imported`.
    """
    return world.run_later(
        _MODULE_KIND,
        read=lambda answer: _kind(answer, (*_MODULE_KINDS, *prop.others)),
        found=found,
        module=prop.module,
        others=dict(prop.others),
        again=again or None,
    )


SEARCH_MISTAKES = Diagnosis(
    (
        *("plain", "alias", "word", "renamed", "twin_first", "twin_last", "borrowed", "namesake"),
        *("wrapped", "odd"),
    ),
    Signature("behind_built", results={"built"}),
    Signature("behind_text", results={"text", "none", RAISED}, proof={"text"}),
    Signature("behind_unwrapped", {"wrapped": "named"}, before={"behind_by_name"}),
    Signature(
        "behind_by_name",
        (),
        optional={"alias", "word", "renamed", "wrapped"},
        results={"named", "none", RAISED},
        proof={"named"},
    ),
    Signature("behind_by_equality", results={"twin"}),
    Signature("behind_by_attribute", results={"borrower", "twin"}, proof={"borrower"}),
    Signature(
        "behind_by_contained_names",
        results={"namesake", "twin", "borrower", "named"},
        proof={"namesake"},
    ),
    Signature(
        "behind_single_lookup", dict.fromkeys(("alias", "word", "wrapped"), "none"), reported="word"
    ),
    Signature("behind_skips_aliases", {"alias"}, optional={"renamed"}, results={"none"}),
    Signature("behind_stumbles", {"odd": RAISED}),
)
"""Mistakes with the props of `registered` and, as the case `odd`, of `in_odd_company`."""

FILE_MISTAKES = Diagnosis(
    ("main", "imported"),
    Signature("behind_text_for_file", results={"text"}),
    Signature("behind_ignores_main", {"main": "none"}),
    Signature("main_taken_for_its_import", {"main": "other"}),
    Signature("behind_by_file", {"imported": "other"}),
)
"""Mistakes with the props of `script_and_module`."""

_GONE = ("successor", "forgotten", "dropped", "asked_before")
GONE_MISTAKES = Diagnosis(
    (*_GONE, "control"),
    Signature("behind_remembered", {"asked_before": "right"}, before={"behind_unregistered"}),
    Signature("behind_stumbles_on_none", {"dropped": RAISED}, before={"behind_raises"}),
    Signature("behind_successor", results={"successor", RAISED}, proof={"successor"}),
    Signature("behind_unregistered", results={"right"}),
    Signature("behind_built", results={"built"}),
    Signature("behind_raises", (), optional=_GONE, results={RAISED}),
    Signature("behind_imports", results={"imported", RAISED}, proof={"imported"}),
)
"""Mistakes with the props of `gone`; the control is wrong where the call raised."""
