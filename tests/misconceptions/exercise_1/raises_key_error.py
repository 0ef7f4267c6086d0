# Wrong answer for exercise 1.
# misconception: a taken key is a KeyError
# rule: 2
# caught by: check 1.7, label wrong_exception

import types


def build_and_register(name, values):
    if name in sys.modules:
        raise KeyError(name)
    module = types.ModuleType(name)
    module.__dict__.update(values)
    sys.modules[name] = module
    return module
