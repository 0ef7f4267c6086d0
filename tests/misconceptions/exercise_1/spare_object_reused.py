# Wrong answer for exercise 1.
# misconception: modules are expensive, so one spare object serves every call
# rule: 2
# caught by: check 1.1, label reused_object

import functools
import types


@functools.cache
def _spare():
    return types.ModuleType("spare")


def build_and_register(name, values):
    if name in sys.modules:
        raise ValueError(name)
    module = _spare()
    module.__name__ = name
    module.__dict__.update(values)
    sys.modules[name] = module
    return module
