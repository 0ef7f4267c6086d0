# Wrong answer for exercise 3.
# misconception: a module is its namespace
# rule: 5
# caught by: check 3.1, label module_not_namespace


def namespace_of(function):
    return sys.modules[function.__module__]
