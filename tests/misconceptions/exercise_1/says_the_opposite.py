# Wrong answer for exercise 1.
# misconception: `is not` is how one asks for sameness
# rule: 2
# caught by: check 1.6, label none


def same_module(first, second):
    return first is not second
