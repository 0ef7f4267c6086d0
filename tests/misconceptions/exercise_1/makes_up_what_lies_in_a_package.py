# Wrong answer for exercise 1.
# misconception: a submodule that is not loaded is an empty module for now
# rule: 2
# caught by: check 1.5, label none

import types


def import_back(name):
    if "." in name and name not in sys.modules:
        return types.ModuleType(name)
    return importlib.import_module(name)
