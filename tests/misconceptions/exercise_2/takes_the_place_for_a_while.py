# Wrong answer for exercise 2.
# misconception: an entry may be overwritten and deleted when nobody looks
# rule: 2
# caught by: check 2.1, label none

import sys


def simulate_reload(module, source):
    was_registered = sys.modules.get(module.__name__) is module
    sys.modules[module.__name__] = module
    exec(source, vars(module))
    if not was_registered:
        del sys.modules[module.__name__]
    return module
