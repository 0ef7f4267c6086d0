# Wrong answer for exercise 1.
# misconception: finding a module is importing it
# rule: 1
# caught by: check 1.5, label spec_not_module

import importlib.util


def import_back(name):
    if name in sys.modules:
        return sys.modules[name]
    return importlib.util.find_spec(name)
