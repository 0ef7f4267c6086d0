# Wrong answer for exercise 1.
# misconception: names that a new module has already, such as __doc__, are not mine to bind
# rule: 5
# caught by: check 1.2, label names_left_out

import types


def build_and_register(name, values):
    if name in sys.modules:
        raise ValueError(name)
    module = types.ModuleType(name)
    for key, value in values.items():
        module.__dict__.setdefault(key, value)
    sys.modules[name] = module
    return module
