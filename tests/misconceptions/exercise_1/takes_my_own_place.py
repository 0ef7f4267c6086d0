# Wrong answer for exercise 1.
# misconception: the module that is running makes room for the new one
# rule: 2
# caught by: check 1.3, label cache_disturbed

import types


def build_and_register(name, values):
    if name in sys.modules:
        raise ValueError(name)
    module = types.ModuleType(name)
    module.__dict__.update(values)
    sys.modules[__name__] = sys.modules[name] = module
    return module
