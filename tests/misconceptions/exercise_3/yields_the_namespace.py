# Wrong answer for exercise 3.
# misconception: a function that yields gives a value as one that returns does
# rule: none
# caught by: check 3.1, label not_run


def namespace_of(function):
    yield function.__globals__
