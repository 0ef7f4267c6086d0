# Wrong answer for exercise 1.
# misconception: a key in sys.modules has to be an identifier
# rule: 2
# caught by: check 1.3, label wrong_key

import types


def build_and_register(name, values):
    if name in sys.modules:
        raise ValueError(name)
    module = types.ModuleType(name)
    module.__dict__.update(values)
    sys.modules[name.replace(".", "_")] = module
    return module
