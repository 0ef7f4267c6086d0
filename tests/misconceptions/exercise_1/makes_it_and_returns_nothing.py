# Wrong answer for exercise 1.
# misconception: what is registered need not be returned
# rule: none
# caught by: check 1.1, label returned_none

import types


def build_and_register(name, values):
    if name in sys.modules:
        raise ValueError(name)
    module = types.ModuleType(name)
    module.__dict__.update(values)
    sys.modules[name] = module
