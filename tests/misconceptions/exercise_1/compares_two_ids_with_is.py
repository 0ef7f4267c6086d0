# Wrong answer for exercise 1.
# misconception: the same id is one and the same number object
# rule: 2
# caught by: check 1.6, label always_false


def same_module(first, second):
    return id(first) is id(second)
