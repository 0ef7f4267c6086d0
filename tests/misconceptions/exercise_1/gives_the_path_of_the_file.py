# Wrong answer for exercise 1.
# misconception: a module that is not loaded is its file
# rule: 2
# caught by: check 1.5, label none

import importlib.util


def import_back(name):
    if name in sys.modules:
        return sys.modules[name]
    return importlib.util.find_spec(name).origin
