# Wrong answer for exercise 1.
# misconception: a parent that is not registered has to be made up first
# rule: 2
# caught by: check 1.4, label none

import types


def import_back(name):
    above = name.rpartition(".")[0]
    if above and name in sys.modules:
        sys.modules.setdefault(above, types.ModuleType(above))
    return importlib.import_module(name)
