# Wrong answer for exercise 1.
# misconception: a name that was forgotten need not be looked at again
# rule: 2
# caught by: check 1.8, label forgets_once

import functools


@functools.cache
def _forget(name, number):
    del sys.modules[name]


def forget(module):
    if sys.modules.get(module.__name__) is module:
        _forget(module.__name__, id(module))
