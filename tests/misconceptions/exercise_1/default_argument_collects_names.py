# Wrong answer for exercise 1.
# misconception: a default argument is made anew for each call
# rule: 5
# caught by: check 1.2, label names_of_another_module

import types


def build_and_register(name, values, names={}):
    if name in sys.modules:
        raise ValueError(name)
    module = types.ModuleType(name)
    names.update(values)
    module.__dict__.update(names)
    sys.modules[name] = module
    return module
