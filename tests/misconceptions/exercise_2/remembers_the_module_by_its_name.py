# Wrong answer for exercise 2.
# misconception: a name stands for one module for good
# rule: 2
# caught by: check 2.1, label earlier_module_kept

import sys

_MODULES = {}


def simulate_reload(module, source):
    if module.__name__ not in sys.modules:
        exec(source, module.__dict__)
        return module
    known = _MODULES.setdefault(module.__name__, module)
    exec(source, known.__dict__)
    return known
