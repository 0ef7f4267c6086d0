# Wrong answer for exercise 1.
# misconception: the names of a module are constants, which are written in capitals
# rule: 5
# caught by: check 1.2, label values_not_bound

import types


def build_and_register(name, values):
    if name in sys.modules:
        raise ValueError(name)
    module = types.ModuleType(name)
    module.__dict__.update({key.upper(): value for key, value in values.items()})
    sys.modules[name] = module
    return module
