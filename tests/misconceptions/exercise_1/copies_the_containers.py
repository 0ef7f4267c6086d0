# Wrong answer for exercise 1.
# misconception: a container has to be copied, or the caller could change it later
# rule: 5
# caught by: check 1.2, label values_copied

import types


def build_and_register(name, values):
    if name in sys.modules:
        raise ValueError(name)
    module = types.ModuleType(name)
    for key, value in values.items():
        if isinstance(value, (list, dict, set)):
            value = value.copy()
        module.__dict__[key] = value
    sys.modules[name] = module
    return module
