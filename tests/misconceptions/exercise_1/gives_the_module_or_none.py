# Wrong answer for exercise 1.
# misconception: what is not None is as good as True
# rule: 2
# caught by: check 1.6, label none


def same_module(first, second):
    return first if first is second else None
