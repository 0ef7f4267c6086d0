# Wrong answer for exercise 3.
# misconception: a function has its own namespace, with the names that it mentions
# rule: 5
# caught by: check 3.1, label namespace_subset


def namespace_of(function):
    module = sys.modules.get(function.__module__)
    if module is None or vars(module) is not function.__globals__:
        return function.__globals__
    return {key: vars(module)[key] for key in function.__code__.co_names if hasattr(module, key)}
