"""Imports by `import_back` of a module that is not loaded yet, and of one that cannot be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.checks import props
from grader.exam import Failed, Raised, ReturnValue, Stopped, describe, exception_text, outcome_of

if TYPE_CHECKING:
    from grader.exam import Finding, Findings, Fresh, Learner, World

_MISSING = "ModuleNotFoundError"
_RAISED = "RuntimeError"
"""The exception that the code of a file raises; the import system never raises it by itself."""


def nothing_loaded(
    learner: Learner,
    world: World,
    fresh: Fresh,
    say: Findings,
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
    return Failed(here.locate(_told_of_result(learner, world, fresh, say, name, key, found)))


def _told_of_result(
    learner: Learner,
    world: World,
    fresh: Fresh,
    say: Findings,
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


def expect_errors_come_through(learner: Learner, world: World, fresh: Fresh, say: Findings) -> None:
    """Fail the check unless the error of a failed import reaches the caller unchanged.

    :raises Failed: where it is lost, or another exception takes its place.
    """
    _expect_missing_is_told(learner, world, fresh, say)
    _expect_error_of_file(learner, world, fresh, say)


def _expect_missing_is_told(learner: Learner, world: World, fresh: Fresh, say: Findings) -> None:
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


def _expect_error_of_file(learner: Learner, world: World, fresh: Fresh, say: Findings) -> None:
    name, text = fresh.module_name(), fresh.text()
    world.write(f"{name}.py", f"raise {_RAISED}({text!r})\n")
    came = outcome_of(learner.import_back, name)
    if not isinstance(came, Raised):
        raise Failed(say("swallowed_file_error", name=name, result=describe(came.remote)))
    same = came.handle.type == _RAISED and came.text == text
    raises, error = f"{_RAISED}: {text}", exception_text(came)
    say.unless(same, "wrapped_file_error", name=name, raises=raises, error=error)
