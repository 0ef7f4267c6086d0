# Wrong answer for exercise 1.
# misconception: every name should be found under every spelling
# rule: 2
# caught by: check 1.3, label extra_keys

import types


def build_and_register(name, values):
    if name in sys.modules:
        raise ValueError(name)
    module = types.ModuleType(name)
    module.__dict__.update(values)
    for number in range(3000):
        sys.modules[f"{name}_{number}_" + "x" * 200] = module
    sys.modules[name] = module
    return module
