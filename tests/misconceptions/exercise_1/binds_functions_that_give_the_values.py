# Wrong answer for exercise 1.
# misconception: a name is bound to whatever computes its value
# rule: 5
# caught by: check 1.2, label none

import types


def build_and_register(name, values):
    if name in sys.modules:
        raise ValueError(name)
    module = types.ModuleType(name)
    for key in values:
        module.__dict__[key] = lambda key=key: values[key]
    sys.modules[name] = module
    return module
