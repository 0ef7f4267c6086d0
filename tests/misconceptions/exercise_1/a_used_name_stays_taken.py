# Wrong answer for exercise 1.
# misconception: a name can be given once
# rule: 2
# caught by: check 1.7, label taken_for_ever

import types

_NAMES = set()


def build_and_register(name, values):
    if name in _NAMES or name in sys.modules:
        raise ValueError(name)
    _NAMES.add(name)
    module = types.ModuleType(name)
    module.__dict__.update(values)
    sys.modules[name] = module
    return module
