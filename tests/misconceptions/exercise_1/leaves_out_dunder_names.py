# Wrong answer for exercise 1.
# misconception: names with two underscores on both sides belong to Python
# rule: 5
# caught by: check 1.2, label names_left_out

import types


def build_and_register(name, values):
    if name in sys.modules:
        raise ValueError(name)
    module = types.ModuleType(name)
    for key, value in values.items():
        if not (key.startswith("__") and key.endswith("__")):
            module.__dict__[key] = value
    sys.modules[name] = module
    return module
