# Wrong answer for exercise 1.
# misconception: the values decide what the module is called, and so where it is found
# rule: 2
# caught by: check 1.3, label registered_by_its_value

import types


def build_and_register(name, values):
    key = values.get("__name__", name)
    if name in sys.modules or key in sys.modules:
        raise ValueError(name)
    module = types.ModuleType(name)
    vars(module).update(values)
    return sys.modules.setdefault(key, module)
