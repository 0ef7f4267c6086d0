# Wrong answer for exercise 1.
# misconception: raising an error undoes what happened before it
# rule: 2
# caught by: check 1.7, label changed_before_raising

import types


def build_and_register(name, values):
    taken = name in sys.modules
    module = types.ModuleType(name)
    module.__dict__.update(values)
    sys.modules[name] = module
    if taken:
        raise ValueError(f"{name} was taken")
    return module
