# Wrong answer for exercise 3.
# misconception: `__wrapped__` leads to the function that was meant
# rule: 5
# caught by: check 3.2, label namespace_unwrapped

def namespace_of(function):
    return getattr(function, "__wrapped__", function).__globals__
