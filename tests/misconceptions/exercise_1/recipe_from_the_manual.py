# Wrong answer for exercise 1.
# misconception: to import is to find a spec, make a module from it and run it, each time
# rule: 2
# caught by: check 1.4, label built_from_spec

import importlib
import importlib.util
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
    spec = importlib.util.find_spec(name)
    if spec is None:
        raise ModuleNotFoundError(f"No module named {name!r}", name=name)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module
# --- end of the wrong part ---


def same_module(first: ModuleType, second: ModuleType) -> bool:
    return first is second


def forget(module: ModuleType) -> None:
    if sys.modules.get(module.__name__) is module:
        del sys.modules[module.__name__]
