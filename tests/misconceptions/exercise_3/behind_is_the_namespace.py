# Wrong answer for exercise 3.
# misconception: the dictionary is the module
# rule: 2
# caught by: check 3.3, label none


def module_behind(function):
    return function.__globals__
