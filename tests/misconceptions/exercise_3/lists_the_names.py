# Wrong answer for exercise 3.
# misconception: a namespace is a list of names
# rule: 5
# caught by: check 3.1, label none


def namespace_of(function):
    return list(function.__globals__)
