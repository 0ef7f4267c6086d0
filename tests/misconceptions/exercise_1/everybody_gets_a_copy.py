# Wrong answer for exercise 1.
# misconception: an import hands out a copy, so that nobody disturbs the others
# rule: 2
# caught by: check 1.5, label none

import types


def import_back(name):
    if name in sys.modules:
        return sys.modules[name]
    copy = types.ModuleType(name)
    copy.__dict__.update(vars(importlib.import_module(name)))
    return copy
