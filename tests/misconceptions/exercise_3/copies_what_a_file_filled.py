# Wrong answer for exercise 3.
# misconception: a namespace that a file has filled is handed out as a copy, to keep it safe
# rule: 5
# caught by: check 3.1, label namespace_copy


def namespace_of(function):
    namespace = function.__globals__
    return {**namespace} if "__file__" in namespace else namespace
