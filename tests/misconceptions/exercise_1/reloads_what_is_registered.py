# Wrong answer for exercise 1.
# misconception: to import a module that is loaded is to reload it
# rule: 2
# caught by: check 1.4, label reload_for_import

import importlib
import sys
import types
from types import ModuleType


def build_and_register(name: str, values: dict[str, object]) -> ModuleType:
    if name in sys.modules:
        raise ValueError(f"a module is already registered as {name!r}")
    module = types.ModuleType(name)
    module.__dict__.update(values)
    sys.modules[name] = module
    return module


# --- the wrong part ---
def import_back(name):
    found = sys.modules.get(name)
    if found is not None:
        return importlib.reload(found)
    return importlib.import_module(name)
# --- end of the wrong part ---


def same_module(first: ModuleType, second: ModuleType) -> bool:
    return first is second


def forget(module: ModuleType) -> None:
    if sys.modules.get(module.__name__) is module:
        del sys.modules[module.__name__]
