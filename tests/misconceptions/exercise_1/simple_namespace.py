# Wrong answer for exercise 1.
# misconception: anything with attributes is a module
# rule: 1
# caught by: check 1.1, label not_a_module

import types


def build_and_register(name, values):
    if name in sys.modules:
        raise ValueError(name)
    module = types.SimpleNamespace(__name__=name)
    for key, value in values.items():
        setattr(module, key, value)
    sys.modules[name] = module
    return module
