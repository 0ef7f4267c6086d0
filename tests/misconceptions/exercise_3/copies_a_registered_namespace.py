# Wrong answer for exercise 3.
# misconception: the namespace of a module that is in use must be handed out as a copy
# rule: 5
# caught by: check 3.1, label namespace_copy


def namespace_of(function):
    module = sys.modules.get(function.__module__)
    if module is not None and vars(module) is function.__globals__:
        return vars(module).copy()
    return function.__globals__
