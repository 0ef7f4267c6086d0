# Wrong answer for exercise 1.
# misconception: a name that is not loaded has a module without contents
# rule: 2
# caught by: check 1.5, label invented_module

import types


def import_back(name):
    if name in sys.modules:
        return sys.modules[name]
    return types.ModuleType(name)
