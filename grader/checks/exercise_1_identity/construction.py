"""What `build_and_register` makes: a module, called as it was asked, whatever files there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.exam import Failed, Raised, describe, outcome_of

if TYPE_CHECKING:
    from grader.exam import Findings, Fresh, Learner, RemoteObject, World


def expect_module(say: Findings, made: RemoteObject, name: str) -> None:
    """Fail the check where *made* is no module; then 1.2 and 1.3 have nothing to ask about.

    :raises Failed: with what it is.
    """
    handle = made.handle
    if handle.what == "module":
        return
    told = "not_a_module"
    if handle.module == "builtins" and handle.what == "object":
        told = "built_none" if handle.type == "NoneType" else "other_result"
    raise Failed(say(told, result=describe(made), name=name), unasked=("1.2", "1.3"))


def expect_named(world: World, say: Findings, made: RemoteObject, name: str) -> None:
    """Fail the check where the module *made* has another name than *name*.

    :raises Failed: with the name that it has.
    """
    own_name = world.run("result = getattr(made, '__name__', None)", made=made)
    say.unless(own_name == name, "wrong_name", own_name=own_name, name=name)


def expect_file_takes_no_name(learner: Learner, world: World, fresh: Fresh, say: Findings) -> None:
    """Fail the check where a name is refused because there is a file for it.

    :raises Failed: with that.
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
