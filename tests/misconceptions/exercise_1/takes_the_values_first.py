# Wrong answer for exercise 1.
# misconception: arguments find their parameters by name, in whatever order the def has them
# rule: none
# caught by: check 1.1, label parameters_in_another_order

import types


def build_and_register(values, name):
    if name in sys.modules:
        raise ValueError(name)
    module = types.ModuleType(name)
    module.__dict__.update(values)
    sys.modules[name] = module
    return module
