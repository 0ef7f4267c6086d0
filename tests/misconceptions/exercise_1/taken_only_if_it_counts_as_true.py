# Wrong answer for exercise 1.
# misconception: a name that is bound to None in the cache is free
# rule: 2
# caught by: check 1.7, label none_was_free

import importlib
import sys
import types
from types import ModuleType


# --- the wrong part ---
def build_and_register(name, values):
    if sys.modules.get(name):
        raise ValueError(f"a module is already registered as {name!r}")
    module = types.ModuleType(name)
    module.__dict__.update(values)
    sys.modules[name] = module
    return module
# --- end of the wrong part ---


def import_back(name: str) -> ModuleType:
    return importlib.import_module(name)


def same_module(first: ModuleType, second: ModuleType) -> bool:
    return first is second


def forget(module: ModuleType) -> None:
    if sys.modules.get(module.__name__) is module:
        del sys.modules[module.__name__]
