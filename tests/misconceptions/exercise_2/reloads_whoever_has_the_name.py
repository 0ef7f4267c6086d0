# Wrong answer for exercise 2.
# misconception: the module is the one that is registered under its name
# rule: 2
# caught by: check 2.1, label reloaded_by_name

import sys


def simulate_reload(module, source):
    # one that is not registered can only be what we were given
    registered = sys.modules.get(module.__name__, module)
    exec(source, registered.__dict__)
    return registered
