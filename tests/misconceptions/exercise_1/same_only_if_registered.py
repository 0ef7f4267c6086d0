# Wrong answer for exercise 1.
# misconception: a module is the one that sys.modules has under its name
# rule: 2
# caught by: check 1.6, label by_registration


def same_module(first, second):
    return sys.modules[first.__name__] is first is second
