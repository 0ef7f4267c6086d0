# Wrong answer for exercise 1.
# misconception: one name means one module object for ever
# rule: 2
# caught by: check 1.1, label reused_object

import functools
import types


@functools.cache
def _module_called(name):
    return types.ModuleType(name)


def build_and_register(name, values):
    if name in sys.modules:
        raise ValueError(name)
    module = _module_called(name)
    module.__dict__.update(values)
    sys.modules[name] = module
    return module
