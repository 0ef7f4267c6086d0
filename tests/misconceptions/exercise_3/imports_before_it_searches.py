# Wrong answer for exercise 3.
# misconception: sys.modules is complete only after an import
# rule: 4
# caught by: check 3.5, label behind_imports

import contextlib
import importlib


def module_behind(function):
    with contextlib.suppress(ImportError):
        importlib.import_module(function.__module__)
    for entry in list(sys.modules.values()):
        if getattr(entry, "__dict__", None) is function.__globals__:
            return entry
    return None
