# Wrong answer for exercise 1.
# misconception: registering needs an object of its own, with the same contents
# rule: 2
# caught by: check 1.3, label registered_other_object

import types


def build_and_register(name, values):
    if name in sys.modules:
        raise ValueError(name)
    module = types.ModuleType(name)
    module.__dict__.update(values)
    sys.modules[name] = types.ModuleType(name)
    sys.modules[name].__dict__.update(values)
    return module
