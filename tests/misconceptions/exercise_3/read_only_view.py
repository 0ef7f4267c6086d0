# Wrong answer for exercise 3.
# misconception: a read-only view of the dictionary is the dictionary
# rule: 5
# caught by: check 3.1, label namespace_view

from types import MappingProxyType


def namespace_of(function):
    module = sys.modules.get(function.__module__)
    if module is not None and vars(module) is function.__globals__:
        return MappingProxyType(vars(module))
    return function.__globals__
