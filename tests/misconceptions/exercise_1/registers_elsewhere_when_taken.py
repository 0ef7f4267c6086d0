# Wrong answer for exercise 1.
# misconception: a taken name needs a number behind it
# rule: 2
# caught by: check 1.7, label none

import types


def build_and_register(name, values):
    free = name
    while free in sys.modules:
        free += "_2"
    module = types.ModuleType(free)
    module.__dict__.update(values)
    sys.modules[free] = module
    return module
