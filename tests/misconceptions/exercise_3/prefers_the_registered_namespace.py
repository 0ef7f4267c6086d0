# Wrong answer for exercise 3.
# misconception: a registered module of the right name is the better answer
# rule: 2
# caught by: check 3.2, label namespace_by_name


def namespace_of(function):
    module = sys.modules.get(function.__module__)
    return function.__globals__ if module is None else module.__dict__
