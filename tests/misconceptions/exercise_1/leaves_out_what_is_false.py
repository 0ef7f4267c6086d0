# Wrong answer for exercise 1.
# misconception: only a value that counts as true is a value
# rule: 5
# caught by: check 1.2, label values_left_out

import types


def build_and_register(name, values):
    if name in sys.modules:
        raise ValueError(name)
    module = types.ModuleType(name)
    vars(module).update({key: value for key, value in values.items() if value})
    sys.modules[name] = module
    return module
