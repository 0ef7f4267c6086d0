# Wrong answer for exercise 1.
# misconception: a dictionary called MODULES is as good as the one in sys
# rule: 2
# caught by: check 1.3, label not_registered

import types

MODULES = {}


def build_and_register(name, values):
    if name in sys.modules:
        raise ValueError(name)
    module = types.ModuleType(name)
    module.__dict__.update(values)
    MODULES[name] = module
    return module
