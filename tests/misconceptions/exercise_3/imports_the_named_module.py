# Wrong answer for exercise 3.
# misconception: importing function.__module__ leads back to the function
# rule: 2
# caught by: check 3.2, label namespace_by_name

import importlib


def namespace_of(function):
    return importlib.import_module(function.__module__).__dict__
