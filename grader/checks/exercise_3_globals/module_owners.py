"""Functions as props for `module_behind`, whose modules are found by identity alone."""

from __future__ import annotations

from grader.checks.exercise_3_globals.function_props import (
    FunctionProp,
    define,
    function_in,
    imported,
    reader,
)
from grader.exam import Deferred, Diagnosis, Fresh, RemoteObject, Signature, World

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
import types
result = types.ModuleType(name)
inside = types.ModuleType.__dict__["__dict__"].__get__
inside(result).update(inside(module))
modules[name] = result
if first:
    modules[key] = modules.pop(key)
"""
_BORROW = """
import types
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
    borrowed = define(world, fresh)

    def twin(prop: FunctionProp, *, first: bool) -> RemoteObject:
        name = fresh.module_name()
        return world.make(_TWIN, name=name, module=prop.module, key=prop.name, first=first)

    borrower = world.make(
        _BORROW, name=fresh.module_name(), function=borrowed.function, key=borrowed.name
    )
    twins = "the function's module has a twin with equal contents in `sys.modules`"
    said = f"the function's `__module__` says {wrong.name!r}, another module's name"
    return {
        "plain": define(world, fresh).told("the function's module is registered under its name"),
        "alias": alias.told(f"the module {alias.name!r} stands under the key {alias_key!r} alone"),
        "word": liar.told(said, named=wrong.module),
        "renamed": renamed.told(
            f"the module registered as {renamed.name!r} now calls itself {wrong.name!r}",
            named=wrong.module,
        ),
        "twin_first": before.told(twins, twin=twin(before, first=True)),
        "twin_last": after.told(twins, twin=twin(after, first=False)),
        "borrowed": borrowed.told(
            "another module has imported the function by name", borrower=borrower
        ),
    }


def in_odd_company(world: World, fresh: Fresh) -> FunctionProp:
    """Return a function whose module stands in `sys.modules` behind entries that are no modules."""
    prop = define(world, fresh).told("`sys.modules` also holds entries that are no modules")
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
        one = FunctionProp(function=function_of, name=name, key=key, module=owner)
        return one.told(situation, other=other)

    return {
        "main": prop(main, module, "the function of the script"),
        "imported": prop(module, main, "the function of the import"),
    }


def gone(world: World, fresh: Fresh) -> dict[str, FunctionProp]:
    """Return functions whose modules are no longer in `sys.modules`, and a control.

    The module of the control is registered: a call that raises for it as well does not raise
    because nothing was found.
    """
    forgotten = imported(world, fresh)
    world.do("del modules[name]", name=forgotten.name)
    replaced = imported(world, fresh)
    world.do("del modules[name]", name=replaced.name)
    successor = world.make("__import__(name)\nresult = modules[name]", name=replaced.name)
    again = f"{replaced.name!r} was removed from `sys.modules` and imported again"
    return {
        "successor": replaced.told(again, successor=successor),
        "forgotten": forgotten.told(f"{forgotten.name!r} was removed from `sys.modules`"),
        "control": define(world, fresh),
    }


_MODULE_KIND = """
import types
def which():
    if again is not None and again in modules:
        return "successor" if found is modules[again] else "imported"
    if found is module:
        return "right"
    if found is None:
        return "none"
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
        read=str,
        found=found,
        module=prop.module,
        others=dict(prop.others),
        again=again or None,
    )


SEARCH_MISTAKES = Diagnosis(
    ("plain", "alias", "word", "renamed", "twin_first", "twin_last", "borrowed", "odd"),
    Signature("behind_built", results={"built"}),
    Signature("behind_text", results={"text", "none", "raised"}, proof={"text"}),
    Signature(
        "behind_by_name",
        (),
        optional={"alias", "word", "renamed"},
        results={"named", "none", "raised"},
        proof={"named"},
    ),
    Signature("behind_by_equality", results={"twin"}),
    Signature("behind_by_attribute", results={"borrower", "twin"}, proof={"borrower"}),
    Signature("behind_single_lookup", {"alias": "none", "word": "none"}, reported="word"),
    Signature("behind_skips_aliases", {"alias"}, optional={"renamed"}, results={"none"}),
    Signature("behind_stumbles", {"odd": "raised"}),
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

GONE_MISTAKES = Diagnosis(
    ("successor", "forgotten"),
    Signature("behind_successor", results={"successor", "raised"}, proof={"successor"}),
    Signature("behind_unregistered", results={"right"}),
    Signature("behind_built", results={"built"}),
    Signature("behind_raises", results={"raised"}),
    Signature("behind_imports", results={"imported"}),
)
"""Mistakes with the props of `gone`."""
