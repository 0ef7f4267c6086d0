# Wrong answer for exercise 2.
# misconception: after a reload the module has to be looked up again
# rule: 2
# caught by: check 2.6, label compared_by_name

import sys


def compare_after_reload(module, name, source):
    copied = getattr(module, name)
    simulate_reload(module, source)
    current = getattr(sys.modules.get(module.__name__, module), name)
    return Comparison(copied, current, copied is not current)
