# Wrong answer for exercise 3.
# misconception: a wrapper has no module of its own
# rule: 5
# caught by: check 3.3, label behind_unwrapped

import inspect


def module_behind(function):
    space = inspect.unwrap(function).__globals__
    for entry in list(sys.modules.values()):
        if getattr(entry, "__dict__", None) is space:
            return entry
    return None
