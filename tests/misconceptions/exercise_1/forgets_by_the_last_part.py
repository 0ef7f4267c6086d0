# Wrong answer for exercise 1.
# misconception: the key of a module is the last part of its name
# rule: 2
# caught by: check 1.8, label still_registered

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


def import_back(name: str) -> ModuleType:
    return importlib.import_module(name)


def same_module(first: ModuleType, second: ModuleType) -> bool:
    return first is second


# --- the wrong part ---
def forget(module):
    key = module.__name__.split(".")[-1]
    if sys.modules.get(key) is module:
        del sys.modules[key]
# --- end of the wrong part ---
