"""Changes of `sys.modules` by `forget`: one key goes, and nothing else changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.checks import props
from grader.exam import result_of

if TYPE_CHECKING:
    from grader.exam import Findings, Fresh, Learner, World


def expect_others_untouched(say: Findings, changes: props.CacheChanges, name: str) -> None:
    """Fail the check where another entry of `sys.modules` changed than that of *name*.

    :raises Failed: with the keys of those entries.
    """
    say.unless(not changes.rebound, "forget_rebinds_the_cache")
    moved = [*changes.removed, *changes.replaced, *changes.added]
    others = ", ".join(key for key in moved if key != name)
    say.unless(not others, "removed_others", others=others)


def expect_dotted_name_forgotten(
    learner: Learner, world: World, fresh: Fresh, say: Findings
) -> None:
    """Fail the check unless a module in a package is forgotten and its parent stays as it is.

    The parent has the module as an attribute at the first call and not at the second. Another
    module is registered under the last part of the name.

    :raises Failed: where the entry stays, or the parent changes.
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
    expect_others_untouched(say, changes.value, name)
    say.unless(not stayed, "dotted_name_stays", name=name)
    lost = ", ".join(moved.value)
    say.unless(not lost, "parent_modified", parent=above, names=lost, name=name)
    props.register(world, name, module)
    world.do("del parent.__dict__[last]", parent=parent, last=last)
    result_of(learner.forget, module)
    say.unless(not props.holds(world, name, module), "dotted_name_stays", name=name)
