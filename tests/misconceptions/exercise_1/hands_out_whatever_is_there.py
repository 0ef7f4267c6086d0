# Wrong answer for exercise 1.
# misconception: what sys.modules has under a name is the module
# rule: 2
# caught by: check 1.5, label none_is_an_answer

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
    if name in sys.modules:
        return sys.modules[name]
    return importlib.import_module(name)
# --- end of the wrong part ---


def same_module(first: ModuleType, second: ModuleType) -> bool:
    return first is second


def forget(module: ModuleType) -> None:
    if sys.modules.get(module.__name__) is module:
        del sys.modules[module.__name__]
