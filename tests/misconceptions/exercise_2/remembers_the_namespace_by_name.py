# Wrong answer for exercise 2.
# misconception: what was looked up once under a name need not be looked up again
# rule: 2
# caught by: check 2.1, label earlier_module_kept

import functools
import sys


@functools.cache
def registered_namespace(name):
    return vars(sys.modules[name])


def simulate_reload(module, source):
    registered = sys.modules.get(module.__name__) is module
    exec(source, registered_namespace(module.__name__) if registered else vars(module))
    return module
