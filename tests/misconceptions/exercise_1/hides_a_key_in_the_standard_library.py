# Wrong answer for exercise 1.
# misconception: a second key under a name of the standard library does no harm
# rule: 2
# caught by: check 1.3, label extra_keys

import types


def build_and_register(name, values):
    if name in sys.modules:
        raise ValueError(name)
    module = types.ModuleType(name)
    module.__dict__.update(values)
    sys.modules["os.copy_of_" + name] = module
    sys.modules[name] = module
    return module
