# Wrong answer for exercise 1.
# misconception: import gives the same object for ever, so it can be remembered
# rule: 2
# caught by: check 1.4, label import_remembered

import functools


@functools.lru_cache(maxsize=None)
def import_back(name):
    return importlib.import_module(name)
