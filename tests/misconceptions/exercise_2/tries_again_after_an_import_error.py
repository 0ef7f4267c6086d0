# Wrong answer for exercise 2.
# misconception: an import that failed may work at the second try
# rule: 4
# caught by: check 2.4, label tried_again

import importlib


def simulate_reload(module, source):
    try:
        exec(source, module.__dict__)
    except ImportError:
        importlib.invalidate_caches()
        exec(source, module.__dict__)
    return module
