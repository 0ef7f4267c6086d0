# Wrong answer for exercise 2.
# misconception: a module that is not registered is not loaded, so there is nothing to reload
# rule: 2
# caught by: check 2.1, label none

import sys


def simulate_reload(module, source):
    if sys.modules.get(module.__name__) is module:
        exec(source, module.__dict__)
    return module
