# Wrong answer for exercise 3.
# misconception: where the name leads nowhere there is no namespace
# rule: 2
# caught by: check 3.2, label namespace_by_name


def namespace_of(function):
    module = sys.modules.get(function.__module__)
    return {} if module is None else vars(module)
