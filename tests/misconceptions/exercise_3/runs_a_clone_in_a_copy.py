# Wrong answer for exercise 3.
# misconception: a copy of the function in a copy of the module says what the function does
# rule: 5
# caught by: check 3.6, label experiment_on_own_globals

import sys
from types import FunctionType, ModuleType

PREDICTIONS: dict[str, str | None] = {
    "file_edited": "old",
    "file_deleted": "old",
    "rebound": "new",
    "copied_out": "old",
    "reloaded": "new",
    "forgotten": "old",
    "name_removed": "error",
}


def namespace_of(function: FunctionType) -> dict[str, object]:
    return function.__globals__


def module_behind(function: FunctionType) -> ModuleType | None:
    for module in list(sys.modules.values()):
        if getattr(module, "__dict__", None) is function.__globals__:
            return module
    return None


# --- the wrong part ---
def follows_module(function, module, name):
    probe = object()
    space = {**vars(module), name: probe}
    clone = FunctionType(
        function.__code__, space, "clone", function.__defaults__, function.__closure__
    )
    clone.__kwdefaults__ = function.__kwdefaults__
    try:
        return clone() is probe
    except Exception:
        return False
# --- end of the wrong part ---


EXPLANATION: dict[str, str] = {
    "objects": (
        "The def statement made a function object while the module's top-level code was "
        "running. Its __globals__ attribute refers to the dictionary of that module object, "
        "so both hold one dictionary."
    ),
    "evidence": (
        "follows_module rebinds a name in the module and the old function returns the new "
        "object. After del sys.modules[...] and a second import the old function still uses "
        "the first dictionary, so neither the name nor the file decides."
    ),
    "boundary": (
        "It says nothing about values already captured: defaults, closures and copied-out "
        "names stay on the old object. In a review I would ask which module object this "
        "function came from before trusting a reload."
    ),
}
CITES: tuple[str, ...] = ("follows_module", "module_behind", "forgotten")
