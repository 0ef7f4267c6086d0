# Wrong answer for exercise 3.
# misconception: a module's name stands for one namespace as long as the program runs
# rule: 2
# caught by: check 3.2, label namespace_remembered

_SPACES = {}


def namespace_of(function):
    return _SPACES.setdefault(function.__module__, function.__globals__)
