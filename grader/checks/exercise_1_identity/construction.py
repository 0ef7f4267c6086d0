"""The result of `build_and_register`: its type, its name and the values in its namespace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.exam import Failed, Raised, describe, outcome_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.exam import Findings, Fresh, Learner, RemoteObject, World


_BOUND = """
result = {}
for key, value in values.items():
    if key in namespace:
        found = namespace[key]
        result[key] = "same" if found is value else "copy" if type(found) is type(value) else "other"
"""


def expect_module(say: Findings, made: RemoteObject, name: str) -> None:
    """Fail the check unless the result *made* is a module; 1.2 and 1.3 are then not asked.

    :raises Failed: where it is another object.
    """
    handle = made.handle
    if handle.what == "module":
        return
    told = "not_a_module"
    if handle.module == "builtins" and handle.what == "object":
        told = "built_none" if handle.type == "NoneType" else "other_result"
    raise Failed(say(told, result=describe(made), name=name), unasked=("1.2", "1.3"))


def expect_named(world: World, say: Findings, made: RemoteObject, name: str) -> None:
    """Fail the check unless the module *made* is called *name*.

    :raises Failed: where its `__name__` is another.
    """
    own_name = world.run("result = getattr(made, '__name__', None)", made=made)
    say.unless(own_name == name, "wrong_name", own_name=own_name, name=name)


def expect_bound(
    world: World,
    say: Findings,
    made: RemoteObject,
    namespace: RemoteObject,
    values: Mapping[str, RemoteObject],
) -> None:
    """Fail the check unless *namespace* binds each key of *values* to that very object.

    :param made: the result of `build_and_register`, a module or not.
    :raises Failed: where values are missing, copied, replaced or kept elsewhere.
    """
    told = world.run(_BOUND, namespace=namespace, values=dict(values))
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


def expect_file_takes_no_name(learner: Learner, world: World, fresh: Fresh, say: Findings) -> None:
    """Fail the check where a name counts as taken because a file has it.

    :raises Failed: where the call raises ValueError for such a name and for no other.
    :raises Stopped: where the call raises for another reason.
    """
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
