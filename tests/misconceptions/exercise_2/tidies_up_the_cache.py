# Wrong answer for exercise 2.
# misconception: sys.modules has to be after a reload exactly as it was before
# rule: 4
# caught by: check 2.1, label import_undone

import sys


def simulate_reload(module, source):
    before = dict(sys.modules)
    try:
        exec(source, module.__dict__)
    finally:
        for name in set(sys.modules) - set(before):
            del sys.modules[name]
    return module
