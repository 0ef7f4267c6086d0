# alternative: lambdas and match statements; the new object is compared with what setdefault gives back
import importlib
import sys
from types import ModuleType


def build_and_register(name, values):
    module = ModuleType(name)
    vars(module).update((key, values[key]) for key in values)
    # setdefault tests and registers in one step: whoever was there first comes back.
    match sys.modules.setdefault(name, module):
        case tenant if tenant is module:
            return module
        case _:
            raise ValueError(f"{name!r} belongs to another module")


def import_back(name, /):
    return importlib.import_module(f"{name}")


same_module = lambda first, second: True if first is second else False


def forget(module):
    match sys.modules.get(module.__name__, None):
        case entry if entry is module:
            del sys.modules[module.__name__]
        case _:
            pass
