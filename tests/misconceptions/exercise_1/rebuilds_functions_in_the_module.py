# Wrong answer for exercise 1.
# misconception: a function has to be moved into the module that it belongs to
# rule: 5
# caught by: check 1.2, label none

import types


def build_and_register(name, values):
    if name in sys.modules:
        raise ValueError(name)
    module = types.ModuleType(name)
    for key, value in values.items():
        if isinstance(value, types.FunctionType):
            value = types.FunctionType(value.__code__, module.__dict__, key)
        module.__dict__[key] = value
    sys.modules[name] = module
    return module
