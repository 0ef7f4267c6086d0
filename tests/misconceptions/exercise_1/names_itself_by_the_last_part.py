# Wrong answer for exercise 1.
# misconception: a module knows its own name and not its package
# rule: 1
# caught by: check 1.1, label wrong_name

import types


def build_and_register(name, values):
    if name in sys.modules:
        raise ValueError(name)
    module = types.ModuleType(name.rpartition(".")[2])
    module.__dict__.update(values)
    sys.modules[name] = module
    return module
