# alternative: the standard library is imported where it is used, `|=` on sys.modules, an entry used where it is a module
import sys


def build_and_register(name, values):
    # All of these add keys of the standard library, one of them a key that is not the module's name.
    import collections.abc
    import os.path
    import types
    import xml.parsers.expat.errors

    assert isinstance(values, collections.abc.Mapping)
    assert os.path.basename("a/b") == "b" and xml.parsers.expat.errors.codes
    if name in frozenset(key for key in sys.modules if isinstance(key, str)):
        raise ValueError(name)
    module = types.ModuleType(name, "made without a file")
    for key, value in values.items():
        types.ModuleType.__setattr__(module, key, value)
    sys.modules |= {name: module}
    return module


def import_back(name):
    import importlib

    entry = sys.modules.get(name)
    return importlib.import_module(name) if entry is None else entry


def same_module(first, second):
    import weakref

    return weakref.ref(first)() is second


def forget(module):
    import contextlib

    with contextlib.suppress(KeyError):
        if sys.modules[module.__name__] is module:
            sys.modules.pop(module.__name__)
