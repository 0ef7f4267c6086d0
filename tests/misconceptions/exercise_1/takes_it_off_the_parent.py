# Wrong answer for exercise 1.
# misconception: a module is registered in its package as well
# rule: 5
# caught by: check 1.8, label parent_modified

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
    name = module.__name__
    if sys.modules.get(name) is not module:
        return
    del sys.modules[name]
    above, _, last = name.rpartition(".")
    if above in sys.modules and hasattr(sys.modules[above], last):
        delattr(sys.modules[above], last)
# --- end of the wrong part ---
