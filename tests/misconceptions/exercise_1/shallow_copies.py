# Wrong answer for exercise 1.
# misconception: a shallow copy is as good as the object
# rule: 5
# caught by: check 1.2, label values_copied

import copy
import types


def build_and_register(name, values):
    if name in sys.modules:
        raise ValueError(name)
    module = types.ModuleType(name)
    for key, value in values.items():
        setattr(module, key, copy.copy(value))
    sys.modules[name] = module
    return module
