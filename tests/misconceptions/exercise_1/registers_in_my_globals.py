# Wrong answer for exercise 1.
# misconception: a module is registered when my file has a variable of that name
# rule: 2
# caught by: check 1.3, label not_registered

import types


def build_and_register(name, values):
    if name in sys.modules:
        raise ValueError(name)
    module = types.ModuleType(name)
    module.__dict__.update(values)
    globals()[name] = module
    return module
