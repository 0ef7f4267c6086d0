# Wrong answer for exercise 1.
# misconception: a mapping stored in the module makes its keys names of the module
# rule: 5
# caught by: check 1.2, label values_under_one_name

import types


def build_and_register(name, values):
    if name in sys.modules:
        raise ValueError(name)
    module = types.ModuleType(name)
    module.values = values
    sys.modules[name] = module
    return module
