"""Two experiments with two objects; the namespaces that were asked for are kept by function."""

import functools
import sys
from contextlib import ExitStack, suppress

PREDICTIONS: dict[str, str | None] = {
    "file_edited": "old",
    "file_deleted": "old",
    "rebound": "new",
    "copied_out": "old",
    "reloaded": "new",
    "forgotten": "old",
    "name_removed": "error",
    "run_as_script": "old",
    "left_out_of_all": "old",
}


@functools.cache
def namespace_of(function):
    return function.__globals__


def module_behind(function):
    owners = {id(getattr(one, "__dict__", None)): one for one in list(sys.modules.values())}
    return owners.get(id(function.__globals__))


def follows_module(function, module, name):
    namespace, missing = vars(module), []
    before = namespace.get(name, missing)
    with ExitStack() as stack:
        if before is missing:
            stack.callback(namespace.pop, name, None)
        else:
            stack.callback(namespace.__setitem__, name, before)
        seen = []
        for probe in (object(), object()):
            namespace[name] = probe
            with suppress(Exception):
                seen.append(function() is probe)
        return seen == [True, True]


EXPLANATION: dict[str, str] = {
    "objects": (
        "Running the file created one namespace; every function defined in it keeps a reference "
        "to this dictionary, however the module object is reached later."
    ),
    "evidence": "Two calls, each after another rebinding, gave two different objects, which no copy could do.",
    "boundary": "Nothing is said here about closures or default arguments.",
}
CITES: tuple[str, ...] = ("follows_module", "name_removed")
