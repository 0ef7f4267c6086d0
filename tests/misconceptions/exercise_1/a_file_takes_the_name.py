# Wrong answer for exercise 1.
# misconception: a name is taken when it could be imported
# rule: 1
# caught by: check 1.7, label file_takes_the_name

import importlib
import importlib.util
import sys
import types
from types import ModuleType


# --- the wrong part ---
def _is_taken(name):
    if name in sys.modules:
        return True
    try:
        return importlib.util.find_spec(name) is not None
    except ModuleNotFoundError:
        return False


def build_and_register(name, values):
    if _is_taken(name):
        raise ValueError(name)
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
