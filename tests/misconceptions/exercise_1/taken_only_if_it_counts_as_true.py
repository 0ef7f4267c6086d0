# Wrong answer for exercise 1.
# misconception: a name that is bound to None in the cache is free
# rule: 2
# caught by: check 1.7, label none_was_free

import types


def build_and_register(name, values):
    if sys.modules.get(name):
        raise ValueError(f"a module is already registered as {name!r}")
    module = types.ModuleType(name)
    module.__dict__.update(values)
    sys.modules[name] = module
    return module
