# Wrong answer for exercise 1.
# misconception: an entry that is None is left over and can be cleared
# rule: 2
# caught by: check 1.5, label block_removed

def import_back(name):
    if sys.modules.get(name) is None:
        sys.modules.pop(name, None)
    return importlib.import_module(name)
