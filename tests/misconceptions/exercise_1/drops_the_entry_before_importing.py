# Wrong answer for exercise 1.
# misconception: an import is fresh only if the cache is emptied first
# rule: 2
# caught by: check 1.4, label dropped_first


def import_back(name):
    sys.modules.pop(name, None)
    return importlib.import_module(name)
