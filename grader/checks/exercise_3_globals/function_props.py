"""Functions in modules as props, and the kinds of results of `namespace_of` for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from grader.checks import props
from grader.exam import Deferred, Diagnosis, Fresh, RemoteObject, Signature, World


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionProp:
    """A function made by the grader, to be passed to the learner's function.

    :param name: name of the prop's module.
    :param key: the global name that the prop reads.
    :param module: the module whose namespace the prop uses.
    :param others: wrong answers by their kind, such as a module of the same name.
    :param situation: the circumstances, for a message.
    """

    function: RemoteObject
    name: str
    key: str
    module: RemoteObject
    others: Mapping[str, RemoteObject] = field(default_factory=dict)
    situation: str = ""

    def told(self, situation: str, **others: RemoteObject) -> FunctionProp:
        """Return this prop with its circumstances, and with wrong answers by their kind."""
        return replace(self, situation=situation, others=others)


_DEFINE = """
import types
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
    return FunctionProp(function=made, name=name, key=key, module=module)


def reader(function: str, key: str, fresh: Fresh) -> str:
    """Return the text of a module with one global and a function that returns it."""
    return f"{key} = [{fresh.integer()}]\ndef {function}():\n    return {key}\n"


def function_in(world: World, module: RemoteObject, function: str) -> RemoteObject:
    """Return a stand-in for the function of that name in *module*."""
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
    return FunctionProp(function=made, name=name, key=key, module=module)


def truthful(world: World, fresh: Fresh) -> tuple[dict[str, FunctionProp], RemoteObject]:
    """Return functions of registered modules, and a list that grows when the file runs again."""
    name = fresh.module_name()
    counter = props.module(world, name, register=True)
    runs = world.make("result = vars(module)['runs'] = []", module=counter)
    from_file = imported(world, fresh, before=f"import {name}\n{name}.runs.append(1)\n")
    return {"file": from_file, "memory": define(world, fresh)}, runs


def misleading(world: World, fresh: Fresh) -> dict[str, FunctionProp]:
    """Return functions whose `__module__` names another module, or none."""
    liar, wrong = define(world, fresh), define(world, fresh)
    world.do("function.__module__ = name", function=liar.function, name=wrong.name)
    earlier = define(world, fresh)
    later = define(world, fresh, name=earlier.name)
    forgotten = define(world, fresh, under="")
    told = f"The function's `__module__` says {wrong.name!r}, which is another module's name"
    replaced = f"Another module took the place of the function's own as {earlier.name!r}"
    return {
        "lie": liar.told(told, named=wrong.module),
        "replaced": earlier.told(replaced, named=later.module),
        "forgotten": forgotten,
    }


_BY_NAME = "namespace_by_name"
# Whoever follows both names that lead elsewhere makes something up where a name leads nowhere;
# who follows one of them gets nothing else wrong.
NAMESPACE_MISTAKES = Diagnosis(
    ("lie", "replaced", "forgotten"),
    Signature(_BY_NAME, {"lie": _BY_NAME, "replaced": _BY_NAME}, optional={"forgotten"}),
    Signature(_BY_NAME, results={_BY_NAME, "raised"}, proof={_BY_NAME}),
    Signature("namespace_lost", {"forgotten": "raised"}),
)

_NAMESPACE_KIND = """
import types
inside = types.ModuleType.__dict__["__dict__"].__get__
space, kind, result = inside(module), type(found), "not_the_namespace"
def same(keys):
    return all(key in space and space[key] is found[key] for key in keys)
if any(found is inside(other) for other in others):
    result = "namespace_by_name"
elif found is space:
    result = "same"
elif found is module:
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


def namespace_kind(
    world: World, prop: FunctionProp, found: RemoteObject, *, runs: RemoteObject | None = None
) -> Deferred[str]:
    """Return the kind of the result *found*: `same` where it is right, else the name of a finding.

    :param runs: a list with an item for each run of the module's file.
    """
    return world.run_later(
        _NAMESPACE_KIND,
        read=str,
        found=found,
        module=prop.module,
        function=prop.function,
        key=prop.key,
        others=list(prop.others.values()),
        runs=[] if runs is None else runs,
    )
