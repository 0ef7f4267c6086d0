# Wrong answer for exercise 1.
# misconception: a module is registered under what its __name__ says
# rule: 2
# caught by: check 1.3, label registered_by_its_value

import types


def build_and_register(name, values):
    if name in sys.modules:
        raise ValueError(name)
    module = types.ModuleType(name)
    module.__dict__.update(values)
    sys.modules[module.__name__] = module
    return module
