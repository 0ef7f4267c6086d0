# Wrong answer for exercise 1.
# misconception: if the module is there already, the work is done
# rule: 2
# caught by: check 1.7, label tenant_returned

import types


def build_and_register(name, values):
    if name in sys.modules:
        return sys.modules[name]
    module = types.ModuleType(name)
    module.__dict__.update(values)
    sys.modules[name] = module
    return module
