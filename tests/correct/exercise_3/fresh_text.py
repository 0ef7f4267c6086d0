"""A new text at each call is an object of its own, and identity is what is compared."""

import sys
from types import ModuleType

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


def namespace_of(function):
    return function.__globals__


def module_behind(function):
    for key in list(sys.modules):
        entry = sys.modules.get(key)
        if isinstance(entry, ModuleType) and entry.__dict__ is function.__globals__:
            return entry
    return None


def follows_module(function, module, name):
    probe = "-".join(["probe", name])
    had = hasattr(module, name)
    before = getattr(module, name, None)
    setattr(module, name, probe)
    try:
        return function() is probe
    except Exception:
        return False
    finally:
        if had:
            setattr(module, name, before)
        else:
            delattr(module, name)


EXPLANATION: dict[str, str] = {
    "objects": "def binds a name to a function; the function holds the dictionary that its module owns.",
    "evidence": "namespace_of gives that dictionary by identity, and rebound shows that the next call reads it.",
    "boundary": "It does not tell which module object other code has; for that, sys.modules has to be read.",
}
CITES: tuple[str, ...] = ("namespace_of", "rebound")
