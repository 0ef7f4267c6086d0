# Wrong answer for exercise 1.
# misconception: the newest module of a name wins
# rule: 2
# caught by: check 1.7, label tenant_replaced

import importlib
import sys
import types
from types import ModuleType


# --- the wrong part ---
def build_and_register(name, values):
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
