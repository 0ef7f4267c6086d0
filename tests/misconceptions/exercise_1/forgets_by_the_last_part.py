# Wrong answer for exercise 1.
# misconception: the key of a module is the last part of its name
# rule: 2
# caught by: check 1.8, label still_registered


def forget(module):
    key = module.__name__.split(".")[-1]
    if sys.modules.get(key) is module:
        del sys.modules[key]
