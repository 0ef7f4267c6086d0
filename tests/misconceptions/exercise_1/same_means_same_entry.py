# Wrong answer for exercise 1.
# misconception: two names with one entry in sys.modules are one module
# rule: 2
# caught by: check 1.6, label by_registration

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


# --- the wrong part ---
def same_module(first, second):
    return sys.modules[first.__name__] is sys.modules[second.__name__]
# --- end of the wrong part ---


def forget(module: ModuleType) -> None:
    if sys.modules.get(module.__name__) is module:
        del sys.modules[module.__name__]
