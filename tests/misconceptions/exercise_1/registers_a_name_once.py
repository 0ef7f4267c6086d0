# Wrong answer for exercise 1.
# misconception: what was registered once is registered
# rule: 2
# caught by: check 1.7, label none

import types

_REGISTERED = set()


def build_and_register(name, values):
    if name in sys.modules:
        raise ValueError(name)
    module = types.ModuleType(name)
    module.__dict__.update(values)
    if name not in _REGISTERED:
        _REGISTERED.add(name)
        sys.modules[name] = module
    return module
