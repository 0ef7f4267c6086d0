# Wrong answer for exercise 3.
# misconception: function.__module__ is a link to the module
# rule: 2
# caught by: check 3.2, label namespace_by_name


def namespace_of(function):
    return vars(sys.modules[function.__module__])
