# Wrong answer for exercise 1.
# misconception: a list of my own says which names are taken
# rule: 2
# caught by: check 1.7, label taken_for_ever

import types
import weakref

_MINE = {}


def build_and_register(name, values):
    if name in sys.modules or _MINE.get(name, lambda: None)() is not None:
        raise ValueError(f"{name} was built before")
    module = types.ModuleType(name)
    module.__dict__.update(values)
    sys.modules[name] = module
    _MINE[name] = weakref.ref(module)
    return module
