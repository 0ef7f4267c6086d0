# Wrong answer for exercise 1.
# misconception: the newest module of a name wins
# rule: 2
# caught by: check 1.7, label tenant_replaced

import types


def build_and_register(name, values):
    module = types.ModuleType(name)
    module.__dict__.update(values)
    sys.modules[name] = module
    return module
