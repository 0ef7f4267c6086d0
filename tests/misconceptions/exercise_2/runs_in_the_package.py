# Wrong answer for exercise 2.
# misconception: __import__ gives the module of a dotted name
# rule: 2
# caught by: check 2.1, label package_for_module

import sys


def simulate_reload(module, source):
    if sys.modules.get(module.__name__) is module:
        exec(source, vars(__import__(module.__name__)))
    else:
        exec(source, vars(module))
    return module
