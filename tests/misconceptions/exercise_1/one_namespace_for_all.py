# Wrong answer for exercise 1.
# misconception: all modules of one program share their globals
# rule: 5
# caught by: check 1.2, label names_of_another_module

import types

_GLOBALS = {}


def build_and_register(name, values):
    if name in sys.modules:
        raise ValueError(name)
    _GLOBALS.update(values, __name__=values.get("__name__", name))
    module = types.ModuleType(name)
    for key in _GLOBALS:
        setattr(module, key, _GLOBALS[key])
    sys.modules[name] = module
    return module
