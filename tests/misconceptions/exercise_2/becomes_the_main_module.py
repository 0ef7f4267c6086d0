# Wrong answer for exercise 2.
# misconception: code at top level runs as the main module
# rule: 2
# caught by: check 2.1, label none

import sys


def simulate_reload(module, source):
    sys.modules["__main__"] = module
    exec(source, module.__dict__)
    return module
