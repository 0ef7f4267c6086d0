# Wrong answer for exercise 2.
# misconception: who is reloaded takes the entry of the name
# rule: 2
# caught by: check 2.1, label none

import sys


def simulate_reload(module, source):
    if module.__name__ in sys.modules:
        sys.modules[module.__name__] = module
    exec(source, module.__dict__)
    return module
