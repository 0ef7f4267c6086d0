# Wrong answer for exercise 3.
# misconception: the named module has the globals, and without it the function itself
# rule: 2
# caught by: check 3.2, label namespace_by_name


def namespace_of(function):
    return vars(sys.modules.get(function.__module__, function))
