# Wrong answer for exercise 1.
# misconception: who builds a name again wants what was built before
# rule: 2
# caught by: check 1.1, label reused_object

import types

_BUILT = {}


def build_and_register(name, values):
    if name in sys.modules:
        raise ValueError(name)
    if name not in _BUILT:
        _BUILT[name] = types.ModuleType(name)
    vars(_BUILT[name]).update(values)
    sys.modules[name] = _BUILT[name]
    return _BUILT[name]
