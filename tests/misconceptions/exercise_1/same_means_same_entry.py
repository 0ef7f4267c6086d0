# Wrong answer for exercise 1.
# misconception: two names with one entry in sys.modules are one module
# rule: 2
# caught by: check 1.6, label by_registration


def same_module(first, second):
    return sys.modules[first.__name__] is sys.modules[second.__name__]
