# Wrong answer for exercise 1.
# misconception: `in` looks for the object itself
# rule: 2
# caught by: check 1.6, label by_identity_or_equality


def same_module(first, second):
    return first in (second,)
