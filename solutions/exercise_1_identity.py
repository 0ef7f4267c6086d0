"""Exercise 1, a reference answer: one module object, many references.

Three things are easily taken for one another. There is the module *object*; there
is the *entry* in `sys.modules` under which import finds it; and there may be a
*file* from which its contents came. Each function below touches one of them and
leaves the others alone.
"""

import importlib
import sys
from types import ModuleType


def build_and_register(name: str, values: dict[str, object]) -> ModuleType:
    """Make a new module object called *name*, fill it, register it and return it."""
    # Ask first, change later: after this line nothing can fail half-way, so a taken name
    # leaves no trace. `sys.modules.setdefault(name, ...)` would hand us the tenant, and the
    # update below would move our values into somebody else's module.
    # `in` asks for the key. The key is what counts: an entry that is None, or a module that
    # is falsy, occupies its name too.
    if name in sys.modules:
        raise ValueError(f"sys.modules has a module called {name!r} already")

    # Calling the type makes the object. No finder, no loader and no file take part. A
    # SimpleNamespace would hold attributes as well, but it is not a module.
    module = ModuleType(name)

    # The module's `__dict__` is what its code uses as globals. Filling it binds names to the
    # objects in *values*. A deep copy would bind them to look-alikes.
    module.__dict__.update(values)

    # One item assignment in the dictionary that the interpreter uses. The key is the whole
    # dotted name, because import asks for exactly that. Assigning a new dictionary to the
    # attribute `sys.modules` would leave a part of the import system with the old one.
    sys.modules[name] = module
    return module


def import_back(name: str) -> ModuleType:
    """Return the module that the import system gives for *name*."""
    # `import_module` looks into `sys.modules` first, searches for a file only if the name is
    # not there, returns the last module of a dotted name, and raises what the search raises.
    # `sys.modules[name]` would only do the first of these. `__import__(name)` returns the
    # first module of a dotted name. Walking down with `getattr` fails where a parent does not
    # have its child as an attribute, and the attribute is not what import asks for.
    return importlib.import_module(name)


def same_module(first: ModuleType, second: ModuleType) -> bool:
    """Return True if both arguments are one and the same module object, else False."""
    # `is` compares the objects and asks neither of them. `==` asks `first.__eq__`, which a
    # subclass of ModuleType can replace. Names and contents describe a module; two modules
    # can fit one description.
    return first is second


def forget(module: ModuleType) -> None:
    """Undo the registration of *module* under its own name, and only that."""
    # `get` covers the free name, `is` covers the successor, also one whose `==` lies. Without
    # the test, `sys.modules.pop(name, None)` would throw out whichever module lives there now.
    name = module.__name__
    if sys.modules.get(name) is module:
        # Deleting the key is all. Storing None instead would keep the key, and would make the
        # next import fail. Clearing `module.__dict__` would break every function that was
        # defined in the module: they use that dictionary as their globals.
        del sys.modules[name]
