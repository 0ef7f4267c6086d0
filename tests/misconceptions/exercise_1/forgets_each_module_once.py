# Wrong answer for exercise 1.
# misconception: what was forgotten once is forgotten
# rule: 2
# caught by: check 1.8, label forgets_once

_FORGOTTEN = set()


def forget(module):
    if id(module) in _FORGOTTEN or sys.modules.get(module.__name__) is not module:
        return
    _FORGOTTEN.add(id(module))
    del sys.modules[module.__name__]
