# Wrong answer for exercise 1.
# misconception: the caller needs the name beside the module
# rule: none
# caught by: check 1.1, label none

import types


def build_and_register(name, values):
    if name in sys.modules:
        raise ValueError(name)
    module = types.ModuleType(name)
    module.__dict__.update(values)
    sys.modules[name] = module
    return name, module
