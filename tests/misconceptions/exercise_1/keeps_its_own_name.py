# Wrong answer for exercise 1.
# misconception: __name__ belongs to the module system and must not be bound
# rule: 5
# caught by: check 1.2, label names_left_out

import types


def build_and_register(name, values):
    if name in sys.modules:
        raise ValueError(name)
    module = types.ModuleType(name)
    module.__dict__.update(values)
    module.__name__ = name
    sys.modules[name] = module
    return module
