# alternative: code run in the module binds the names, pkgutil resolves, namespaces are compared by identity
import pkgutil
import sys
import types


def build_and_register(name, values):
    taken = name in sys.modules
    if taken:
        raise ValueError(name)
    module = types.ModuleType(name)
    # Globals are the module's dictionary; the mapping is visible as a local of this one run.
    exec("globals().update(values)", module.__dict__, {"values": dict(values)})
    sys.modules[name] = module
    return module


def import_back(name):
    # "package.module:" with nothing after the colon is the module itself.
    return pkgutil.resolve_name(name + ":")


def same_module(first, second):
    # A module object has one dictionary for its whole life, and shares it with no other.
    return vars(first) is vars(second)


def forget(module):
    try:
        tenant = sys.modules[module.__name__]
    except KeyError:
        return
    if tenant is not module:
        return
    del sys.modules[module.__name__]
