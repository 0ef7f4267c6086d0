# Wrong answer for exercise 3.
# misconception: (review part) texts that are joined or filled in are plain texts
# rule: none (goes to a person)
# caught by: check 3.R, label review_not_submitted

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


def follows_module(function: FunctionType, module: ModuleType, name: str) -> bool:
    namespace = vars(module)
    probe, unbound = object(), object()
    before = namespace.get(name, unbound)
    namespace[name] = probe
    try:
        return function() is probe
    except Exception:
        return False
    finally:
        if before is unbound:
            del namespace[name]
        else:
            namespace[name] = before


# --- the wrong part ---
EXPLANATION: dict[str, str] = {
    "objects": "The function refers to a dictionary," + " which is the one of its module.",
    "evidence": f"follows_module shows that there is {1} dictionary.",
    "boundary": "Defaults and closures are kept elsewhere.",
}
# --- end of the wrong part ---
CITES: tuple[str, ...] = ("follows_module", "module_behind", "forgotten")
