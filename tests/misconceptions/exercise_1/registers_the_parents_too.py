# Wrong answer for exercise 1.
# misconception: a dotted name needs all its parents in the cache
# rule: 2
# caught by: check 1.3, label extra_keys

import types


def build_and_register(name, values):
    if name in sys.modules:
        raise ValueError(name)
    parent = name.rpartition(".")[0]
    while parent:
        sys.modules.setdefault(parent, types.ModuleType(parent))
        parent = parent.rpartition(".")[0]
    module = types.ModuleType(name)
    module.__dict__.update(values)
    sys.modules[name] = module
    return module
