# Wrong answer for exercise 3.
# misconception: what is missing from the cache can be imported again
# rule: 2
# caught by: check 3.5, label behind_successor

import importlib


def module_behind(function):
    for module in list(sys.modules.values()):
        if getattr(module, "__dict__", None) is function.__globals__:
            return module
    try:
        return importlib.import_module(function.__globals__["__name__"])
    except ImportError:
        return None
