# Wrong answer for exercise 1.
# misconception: a value that is new belongs into every module
# rule: 5
# caught by: check 1.2, label none

import types

_MADE = []


def build_and_register(name, values):
    if name in sys.modules:
        raise ValueError(name)
    _MADE.append(types.ModuleType(name))
    for module in _MADE:
        module.__dict__.update(values)
    sys.modules[name] = _MADE[-1]
    return _MADE[-1]
