# Wrong answer for exercise 2.
# misconception: importlib.reload knows the text that I was given
# rule: 1
# caught by: check 2.6, label importlib_reload

import importlib


def compare_after_reload(module, name, source):
    copied = getattr(module, name)
    importlib.reload(module)
    current = getattr(module, name)
    return Comparison(copied, current, copied is not current)
