# Wrong answer for exercise 1.
# misconception: a name that the module can answer for needs no binding
# rule: 5
# caught by: check 1.2, label names_left_out

import types


def build_and_register(name, values):
    if name in sys.modules:
        raise ValueError(name)
    module = types.ModuleType(name)
    for key, value in values.items():
        if not hasattr(module, key):
            setattr(module, key, value)
    sys.modules[name] = module
    return module
