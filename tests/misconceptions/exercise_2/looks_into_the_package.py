# Wrong answer for exercise 2.
# misconception: __import__ gives the module of a dotted name
# rule: 2
# caught by: check 2.6, label package_for_module

import sys


def compare_after_reload(module, name, source):
    found = module
    if sys.modules.get(module.__name__) is module:
        found = __import__(module.__name__)
    copied = getattr(found, name)
    simulate_reload(module, source)
    current = getattr(found, name)
    return Comparison(copied, current, copied is not current)
