# Wrong answer for exercise 1.
# misconception: a module needs a .py file to exist
# rule: 1
# caught by: check 1.1, label wrote_a_file

import importlib
import sys
import types
from pathlib import Path
from types import ModuleType


# --- the wrong part ---
def build_and_register(name, values):
    if name in sys.modules:
        raise ValueError(name)
    Path(f"{name}.py").write_text("# so that import can find it\n", encoding="utf-8")
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
