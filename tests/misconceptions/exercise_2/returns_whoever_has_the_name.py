# Wrong answer for exercise 2.
# misconception: the module to give back is the registered one
# rule: 2
# caught by: check 2.1, label reloaded_by_name

import sys


def simulate_reload(module, source):
    exec(source, module.__dict__)
    return sys.modules.get(module.__name__, module)
