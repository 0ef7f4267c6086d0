# Wrong answer for exercise 1.
# misconception: one object is identical with itself and equal to itself
# rule: 2
# caught by: check 1.6, label none


def same_module(first, second):
    return first is second and first == second
