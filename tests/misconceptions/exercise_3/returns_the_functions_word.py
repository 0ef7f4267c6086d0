# Wrong answer for exercise 3.
# misconception: the name that a function gives for its module is its module
# rule: 2
# caught by: check 3.3, label behind_text


def module_behind(function):
    return function.__module__ if function.__module__ in sys.modules else None
