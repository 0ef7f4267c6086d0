# alternative: an instance of a subclass of ModuleType, filled by an assignment for each key; errors pass through a handler
import importlib
import sys
import types

_NOTES = []


class BuiltModule(types.ModuleType):
    """A module that was made in memory."""

    def bind(self, key, value):
        exec(f"global {key}\n{key} = value", self.__dict__, {"value": value})


def build_and_register(name, values):
    if any(key == name for key in sys.modules):
        raise ValueError(f"{name} is taken")
    module = BuiltModule(name)
    [module.bind(key, values[key]) for key in values]
    _NOTES.append(name)  # only for people; what is taken, sys.modules says
    sys.modules.update([(name, module)])
    return module


def import_back(name):
    try:
        return importlib.import_module(name)
    except BaseException as error:
        _NOTES.append(f"{name}: {type(error).__name__}")
        raise error


def same_module(first, second):
    match second:
        case other if other is first:
            return True
    return False


def forget(module):
    name = vars(module)["__name__"]
    entries = sys.modules
    if name in entries and entries[name] is module:
        del entries[name]
