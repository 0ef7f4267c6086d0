# Wrong answer for exercise 1.
# misconception: what is printed has been given to the caller
# rule: none
# caught by: check 1.5, label returned_none


def import_back(name):
    if name in sys.modules:
        return sys.modules[name]
    print(importlib.import_module(name))
