# Wrong answer for exercise 3.
# misconception: who owned the namespace once is behind the function for good
# rule: 2
# caught by: check 3.5, label behind_remembered

import functools


@functools.cache
def module_behind(function):
    for entry in list(sys.modules.values()):
        if getattr(entry, "__dict__", None) is function.__globals__:
            return entry
    return None
