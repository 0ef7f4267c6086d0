# Wrong answer for exercise 1.
# misconception: when import finds nothing, an empty module will do
# rule: 2
# caught by: check 1.5, label invented_module

import types


def import_back(name):
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError:
        return types.ModuleType(name)
