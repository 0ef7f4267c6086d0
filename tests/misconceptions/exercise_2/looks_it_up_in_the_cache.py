# Wrong answer for exercise 2.
# misconception: the module to be reloaded is the one in the cache
# rule: 2
# caught by: check 2.1, label needs_registration

import sys


def simulate_reload(module, source):
    exec(source, sys.modules[module.__name__].__dict__)
    return module
