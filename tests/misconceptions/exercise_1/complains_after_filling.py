# Wrong answer for exercise 1.
# misconception: the error comes at the end, when everything is done
# rule: 2
# caught by: check 1.7, label changed_before_raising

import types


def build_and_register(name, values):
    taken = name in sys.modules
    module = sys.modules[name] if taken else types.ModuleType(name)
    module.__dict__.update(values)
    if taken:
        raise ValueError(f"{name} was taken")
    sys.modules[name] = module
    return module
