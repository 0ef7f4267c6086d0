# Wrong answer for exercise 1.
# misconception: what module.x finds is what code in the module finds
# rule: 5
# caught by: check 1.2, label attributes_not_globals

import types


def build_and_register(name, values):
    if name in sys.modules:
        raise ValueError(name)
    module = types.ModuleType(name)

    def lookup(key):
        if key in values:
            return values[key]
        raise AttributeError(key)

    module.__getattr__ = lookup
    sys.modules[name] = module
    return module
