# Wrong answer for exercise 1.
# misconception: importlib.invalidate_caches empties sys.modules
# rule: 2
# caught by: check 1.8, label still_registered


def forget(module):
    importlib.invalidate_caches()
