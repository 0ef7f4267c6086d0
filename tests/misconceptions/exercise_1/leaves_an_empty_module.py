# Wrong answer for exercise 1.
# misconception: a forgotten module is one without contents
# rule: 2
# caught by: check 1.8, label none

import types


def forget(module):
    if sys.modules.get(module.__name__) is module:
        sys.modules[module.__name__] = types.ModuleType(module.__name__)
