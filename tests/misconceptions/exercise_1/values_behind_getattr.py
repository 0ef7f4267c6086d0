# Wrong answer for exercise 1.
# misconception: what module.x finds is what code in the module finds
# rule: 5
# caught by: check 1.2, label attributes_not_globals

import importlib
import sys
import types
from types import ModuleType


# --- the wrong part ---
def build_and_register(name, values):
    if name in sys.modules:
        raise ValueError(name)
    module = types.ModuleType(name)

    def lookup(key):
        if key in values:
            return values[key]
        raise AttributeError(key)

    module.__getattr__ = lookup
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
