# Wrong answer for exercise 1.
# misconception: names that begin with an underscore do not belong in a module from outside
# rule: 5
# caught by: check 1.2, label names_left_out

import types


def build_and_register(name, values):
    if name in sys.modules:
        raise ValueError(name)
    module = types.ModuleType(name)
    for key, value in values.items():
        if not key.startswith("_"):
            module.__dict__[key] = value
    sys.modules[name] = module
    return module
