# Wrong answer for exercise 1.
# misconception: the key in sys.modules is the name, so the object may be called anything
# rule: 1
# caught by: check 1.1, label wrong_name

import types


def build_and_register(name, values):
    if name in sys.modules:
        raise ValueError(name)
    module = types.ModuleType("module")
    module.__dict__.update(values)
    sys.modules[name] = module
    return module
