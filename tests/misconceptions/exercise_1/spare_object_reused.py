# Wrong answer for exercise 1.
# misconception: modules are expensive, so one spare object serves every call
# rule: 2
# caught by: check 1.1, label reused_object

import functools
import importlib
import sys
import types
from types import ModuleType


# --- the wrong part ---
@functools.cache
def _spare():
    return types.ModuleType("spare")


def build_and_register(name, values):
    if name in sys.modules:
        raise ValueError(name)
    module = _spare()
    module.__name__ = name
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
