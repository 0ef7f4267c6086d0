# Wrong answer for exercise 3.
# misconception: with its entry in sys.modules a module loses its namespace
# rule: 2
# caught by: check 3.2, label namespace_lost


def namespace_of(function):
    if function.__module__ not in sys.modules:
        raise LookupError(f"{function.__module__} is gone")
    return function.__globals__
