# Wrong answer for exercise 1.
# misconception: the dictionary of a module is the module
# rule: 2
# caught by: check 1.4, label none


def import_back(name):
    return importlib.import_module(name).__dict__
