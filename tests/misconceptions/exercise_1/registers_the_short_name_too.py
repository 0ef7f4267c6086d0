# Wrong answer for exercise 1.
# misconception: a submodule can be imported by its last part as well
# rule: 2
# caught by: check 1.3, label extra_keys

import types


def build_and_register(name, values):
    if name in sys.modules:
        raise ValueError(name)
    module = types.ModuleType(name)
    module.__dict__.update(values)
    sys.modules[name] = module
    sys.modules[name.rpartition(".")[2]] = module
    return module
