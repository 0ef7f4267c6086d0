# Wrong answer for exercise 1.
# misconception: a name without a value need not exist
# rule: 5
# caught by: check 1.2, label values_left_out

import types


def build_and_register(name, values):
    if name in sys.modules:
        raise ValueError(name)
    module = types.ModuleType(name)
    for key, value in values.items():
        if value is not None:
            setattr(module, key, value)
    sys.modules[name] = module
    return module
