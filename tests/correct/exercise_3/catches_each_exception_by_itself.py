# alternative: known exceptions and all others caught apart, a list as the probe

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
    "run_as_script": "old",
    "left_out_of_all": "old",
}


def namespace_of(function: FunctionType) -> dict[str, object]:
    return function.__globals__


def module_behind(function: FunctionType) -> ModuleType | None:
    for module in list(sys.modules.values()):
        if getattr(module, "__dict__", None) is function.__globals__:
            return module
    return None


def follows_module(function: FunctionType, module: ModuleType, name: str) -> bool:
    namespace = vars(module)
    mine, unbound = [object()], object()
    before = namespace.get(name, unbound)
    namespace[name] = mine
    try:
        result = function()
    except (NameError, LookupError):
        result = None
    except Exception as error:
        result = error
    finally:
        if before is unbound:
            del namespace[name]
        else:
            namespace[name] = before
    return result is mine


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
