# Wrong answer for exercise 2.
# misconception: after a reload the next import has to look again
# rule: 2
# caught by: check 2.1, label unregistered

import sys


def simulate_reload(module, source):
    exec(source, module.__dict__)
    sys.modules.pop(module.__name__, None)
    return module
