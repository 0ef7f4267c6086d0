# Wrong answer for exercise 1.
# misconception: a module's constants must not change
# rule: 5
# caught by: check 1.2, label none

import types


def build_and_register(name, values):
    if name in sys.modules:
        raise ValueError(name)
    module = types.ModuleType(name)
    frozen = {list: tuple, set: frozenset}
    for key, value in values.items():
        setattr(module, key, frozen.get(type(value), lambda same: same)(value))
    sys.modules[name] = module
    return module
