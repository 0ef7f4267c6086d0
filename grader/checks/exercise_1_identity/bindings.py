"""Whether values are bound in a namespace, uncopied, and what is told where they are not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.exam import Failed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.exam import Findings, RemoteObject, World

_BOUND = """
result = {}
for key, value in values.items():
    if key in namespace:
        found = namespace[key]
        result[key] = "same" if found is value else "copy" if type(found) is type(value) else "other"
"""


def expect_bound(
    world: World,
    say: Findings,
    made: RemoteObject,
    namespace: RemoteObject,
    values: Mapping[str, RemoteObject],
) -> None:
    """Fail the check where a value is not what its key is bound to in *namespace*.

    :param made: the module, or whatever there is in its place.
    :raises Failed: with what is wrong with the values.
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
