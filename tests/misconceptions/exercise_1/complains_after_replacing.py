# Wrong answer for exercise 1.
# misconception: raising an error undoes what happened before it
# rule: 2
# caught by: check 1.7, label changed_before_raising

import importlib
import sys
import types
from types import ModuleType


# --- the wrong part ---
def build_and_register(name, values):
    taken = name in sys.modules
    module = types.ModuleType(name)
    module.__dict__.update(values)
    sys.modules[name] = module
    if taken:
        raise ValueError(f"{name} was taken")
    return module
# --- end of the wrong part ---


def import_back(name: str) -> ModuleType:
    return importlib.import_module(name)


def same_module(first: ModuleType, second: ModuleType) -> bool:
    return first is second


def forget(module: ModuleType) -> None:
    if sys.modules.get(module.__name__) is module:
        del sys.modules[module.__name__]
