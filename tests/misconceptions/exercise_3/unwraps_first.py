# Wrong answer for exercise 3.
# misconception: the function is what is inside the wrapper
# rule: 5
# caught by: check 3.2, label namespace_unwrapped

import inspect


def namespace_of(function):
    return inspect.unwrap(function).__globals__
